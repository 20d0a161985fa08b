import type { NamedFile } from "../checks/explanation.ts";
import type { Engine } from "../engine/engine.ts";

/** Words of an error about a file that is not there, and about one that cannot be used. */
const MISSING = /cannot find module|can't open file|no such file|ENOENT|not found|does not exist|is a directory/i;
const REFUSED = /permission denied|exec format error|exec \S+ failed/i;
const PATH = /(?:^|[\s"'`(=:])(\/[\w@.+-][\w@./+-]{1,200})/g;
const MOST = 4;
const FIRST_LINE_CHARS = 200;

export interface NamedPath {
  path: string;
  missing: boolean;
}

/** Absolute paths that lines of trouble name, each once. */
export function pathsIn(lines: string[]): NamedPath[] {
  const found = lines.filter((line) => MISSING.test(line) || REFUSED.test(line)).flatMap((line) => [...line.slice(0, 2_000).matchAll(PATH)].map((match): NamedPath => ({ path: (match[1] ?? "").replace(/[.:,]+$/, ""), missing: MISSING.test(line) })));
  return found.filter((one, index) => found.findIndex((other) => other.path === one.path) === index && !/^\/(?:proc|sys|dev)\//.test(one.path)).slice(0, MOST);
}

/** A program that was looked for on the PATH: one that is there and not executable is said to be missing too. */
const ON_PATH = /exec: "([\w.-]{1,100})": executable file not found/;

/** Where a program without a folder would be found, by the container's own PATH. */
export function onPath(line: string, { PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }: Record<string, string>): NamedPath[] {
  const name = ON_PATH.exec(line)?.[1];
  return name === undefined ? [] : PATH.split(":").filter((folder) => folder.startsWith("/")).slice(0, 12).map((folder) => ({ path: `${folder.replace(/\/$/, "")}/${name}`, missing: false }));
}

/** How a file that was named stands in the container, which need not run. */
export async function lookAtFile(engine: Engine, container: string, { path, missing }: NamedPath): Promise<NamedFile> {
  const found = await engine.fileIn(container, path);
  if (!found || found.kind !== "file") return { path, missing, there: found !== undefined, mode: found?.mode ?? 0, firstLine: "", regular: false };
  const head = await engine.headOf(container, path, FIRST_LINE_CHARS);
  // A program in machine code is no text.
  const firstLine = head.includes("\0") ? "" : (head.split("\n")[0] ?? "");
  const named = /^#!\s*(\S+)/.exec(firstLine)?.[1];
  const interpreter = named === undefined ? undefined : { path: named, there: (await engine.fileIn(container, named)) !== undefined };
  return { path, missing, there: true, mode: found.mode, firstLine, regular: true, ...(interpreter ? { interpreter } : {}) };
}
