/** Folders that belong to a tool whole: no walk over what people write goes there. */
const TOOLS =
  "dist|target|coverage|htmlcov|venv|node_modules|bower_components|test-results|playwright-report|storybook-static|[\\w.-]+\\.egg-info|__pycache__|__pypackages__|" +
  "\\.(?:git|hg|svn|devops-infra|venv|next|nuxt|output|svelte-kit|astro|angular|turbo|vercel|netlify|cache|parcel-cache|gradle|terraform|serverless|dart_tool|tox|nox|eggs|pytest_cache|mypy_cache|ruff_cache|nyc_output|tmp|idea)";
/** Folders that tools write to, and in which some projects keep sources. */
const MIXED = "build|out|vendor|tmp|logs";
const TOOL = new RegExp(`^(?:${TOOLS})$`);
const FOLDERS = new RegExp(`(?:^|/)(?:${TOOLS}|${MIXED})(?:/|$)`);
const FILES = /(?:^|\/)(?:\.?coverage(?:\.[\w.]+)?|lcov\.info|(?:junit|test-results?|report)\.xml|[^/]+\.(?:log|pid|tsbuildinfo|pyc|egg|whl))$/;

/** Whether a folder of this name holds nothing that a person writes. */
export function isToolFolder(name: string): boolean {
  return TOOL.test(name);
}

/** Whether a path is by its name what tools write, so that its absence says nothing. */
export function isBuildOutput(path: string): boolean {
  return FOLDERS.test(path) || FILES.test(path);
}
