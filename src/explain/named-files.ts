import type { NamedFile } from "../checks/explanation.ts";
import type { Engine } from "../engine/engine.ts";

/** Words of an error about a file that is not there, or that cannot be started. */
const TROUBLE = /cannot find module|can't open file|no such file|ENOENT|not found|does not exist|permission denied|exec format error|exec \S+ failed|is a directory/i;
const PATH = /(?:^|[\s"'`(=:])(\/[\w@.+-][\w@./+-]{1,200})/g;
const MOST = 4;
const FIRST_LINE_CHARS = 200;

/** Absolute paths that lines of trouble name, each once. */
export function pathsIn(lines: string[]): string[] {
  const paths = lines.filter((line) => TROUBLE.test(line)).flatMap((line) => [...line.slice(0, 2_000).matchAll(PATH)].map((match) => (match[1] ?? "").replace(/[.:,]+$/, "")));
  return [...new Set(paths)].filter((path) => !/^\/(?:proc|sys|dev)\//.test(path)).slice(0, MOST);
}

/** How a file that was named stands in the container, which need not run. */
export async function lookAtFile(engine: Engine, container: string, path: string): Promise<NamedFile> {
  const found = await engine.fileIn(container, path);
  if (!found || found.kind !== "file") return { path, there: found !== undefined, mode: found?.mode ?? 0, firstLine: "", regular: false };
  const head = await engine.headOf(container, path, FIRST_LINE_CHARS);
  // A program in machine code is no text.
  const firstLine = head.includes("\0") ? "" : (head.split("\n")[0] ?? "");
  const named = /^#!\s*(\S+)/.exec(firstLine)?.[1];
  const interpreter = named === undefined ? undefined : { path: named, there: (await engine.fileIn(container, named)) !== undefined };
  return { path, there: true, mode: found.mode, firstLine, regular: true, ...(interpreter ? { interpreter } : {}) };
}
