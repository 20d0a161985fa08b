import type { Files } from "../host/files.ts";

const NAMES = /^(docker-)?compose(\.[\w.-]+)?\.ya?ml$/;

/** Names of the files in a folder that are called like compose files, in compose's own order of preference. */
export async function findComposeFiles(files: Files, folder: string): Promise<string[]> {
  const names = ((await files.list(folder)) ?? []).filter((name) => NAMES.test(name));
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** Compose takes the first of these that is there, and the first override file of the same list beside it. */
export const DEFAULT_FILES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
export const OVERRIDE_FILES = ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

function rank(name: string): number {
  const place = DEFAULT_FILES.indexOf(name);
  return place === -1 ? DEFAULT_FILES.length : place;
}
