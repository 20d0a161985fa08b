import { posix } from "node:path";
import { isBuildOutput } from "../text/build-output.ts";
import { languageOf } from "./source-symbols.ts";

export type FileKind = "yaml" | "sections" | "env" | "markdown" | "makefile" | "source" | "other";

/** How a file's parts are named, going by its name. */
export function sourceKind(path: string): FileKind {
  const name = posix.basename(path);
  if (/^\.?env(?:[.-]|$)|\.env$/.test(name)) return "env";
  if (/\.(?:ya?ml|jsonc?)$/.test(name)) return "yaml";
  if (/\.(?:toml|ini|cfg|conf|properties)$/.test(name)) return "sections";
  if (/\.(?:md|mdx|markdown)$/.test(name)) return "markdown";
  if (/^(?:GNU)?[Mm]akefile$|\.mk$/.test(name)) return "makefile";
  return languageOf(name) ? "source" : "other";
}

/** Words in capitals that stand for another: `docs/YYYY-MM-DD.md`, `docs/NAME.md`. */
const STANDS_FOR = /^(?:Y{4}|M{2}|D{2}|H{2}|N{2,}|X+|N|ID|NAME|TITLE|SLUG|DATE|VERSION|SERVICE|COMPONENT|FEATURE|TOPIC|MODULE|PROJECT|FILENAME|FILE|FOLDER|DIR|YOUR|MY|FOO|BAR)$/;

/** An env file, of which every machine has its own and git none: what it lacks here, it may have elsewhere. */
export function isOwnEnvFile(path: string): boolean {
  return /^\.env(?:\.(?:local|dev|development|test|staging|prod|production|[A-Z_]+))?(?:\.local)?$/.test(posix.basename(path));
}

/** Whether the absence of a path breaks no pointer: env files, what tools write, and paths that only show how one is formed. */
export function mayBeAbsent(path: string): boolean {
  return isOwnEnvFile(path) || isBuildOutput(path) || /(?:^|\/)path\/to\//.test(path) || path.split("/").some(standsFor);
}

function standsFor(name: string): boolean {
  const words = name.replace(/\.[a-z]\w*$/, "").split(/[-_.]/).filter((word) => word !== "" && !/^\d+$/.test(word));
  return words.some((word) => /^(?:Y{4}|X{3,}|N{3,}|your)$/.test(word)) || /^(?:foo|bar|baz)$/.test(words.join("")) || (words.length > 0 && words.every((word) => STANDS_FOR.test(word)));
}

/** By Compose's own names, and those that end in one: `docker-compose.dev.yml`. */
export function isComposeFile(path: string): boolean {
  return /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(posix.basename(path));
}
