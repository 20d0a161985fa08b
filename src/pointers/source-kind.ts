import { posix } from "node:path";
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

/** An env file that every machine has its own of, and git none: its absence breaks no pointer. */
export function isOwnEnvFile(path: string): boolean {
  return /^\.env(?:\.(?:local|dev|development|test|staging|prod|production))?(?:\.local)?$/.test(posix.basename(path));
}

/** By Compose's own names, and those that end in one: `docker-compose.dev.yml`. */
export function isComposeFile(path: string): boolean {
  return /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/.test(posix.basename(path));
}
