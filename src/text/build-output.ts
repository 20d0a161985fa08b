/** Folders that tools write and git usually ignores; some projects keep sources in a folder of the same name. */
const FOLDERS =
  /(?:^|\/)(?:dist|build|out|target|coverage|htmlcov|vendor|venv|node_modules|bower_components|test-results|playwright-report|storybook-static|tmp|logs|[\w.-]+\.egg-info|__pycache__|__pypackages__|\.(?:venv|next|nuxt|output|svelte-kit|astro|angular|turbo|vercel|netlify|cache|parcel-cache|gradle|terraform|serverless|dart_tool|tox|nox|eggs|pytest_cache|mypy_cache|ruff_cache|nyc_output|tmp|idea))(?:\/|$)/;
const FILES = /(?:^|\/)(?:\.?coverage(?:\.[\w.]+)?|lcov\.info|(?:junit|test-results?|report)\.xml|[^/]+\.(?:log|pid|tsbuildinfo|pyc|egg|whl))$/;

/** Whether a path is by its name what tools write, so that its absence says nothing. */
export function isBuildOutput(path: string): boolean {
  return FOLDERS.test(path) || FILES.test(path);
}
