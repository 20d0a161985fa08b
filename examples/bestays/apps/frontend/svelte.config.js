// Only a build needs the adapter; the development image has none.
const building = process.argv.includes('build');

/** @type {import('@sveltejs/kit').Config} */
export default building ? { kit: { adapter: (await import('@sveltejs/adapter-node')).default() } } : {};
