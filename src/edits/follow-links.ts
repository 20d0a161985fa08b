import { posix } from "node:path";
import type { Files } from "../host/files.ts";
import { buildPaths, fields, mounts, readFiles, type Sections } from "./service-paths.ts";

/** Nothing is inside of what this stands for. */
const NOWHERE = "/";

/** Where the paths of a service lead on this machine once their links are followed; a link to nothing leads out. */
export async function followLinks(files: Files, definition: unknown, sections: Sections): Promise<ReadonlyMap<string, string>> {
  const service = fields(definition);
  const paths = [...mounts(service, sections).map(({ source }) => source), ...buildPaths(service), ...readFiles(service, sections)].filter((path) => path.startsWith("/"));
  return new Map(await Promise.all([...new Set(paths)].map(async (path): Promise<[string, string]> => [path, await realTarget(files, posix.normalize(path))])));
}

async function realTarget(files: Files, path: string): Promise<string> {
  const parent = posix.dirname(path);
  try {
    const real = await files.realPath(path);
    if (real !== undefined || parent === path) return real ?? path;
    // Listed and yet without a real path: a link to nothing, which may be something tomorrow.
    if ((await files.list(parent))?.includes(posix.basename(path))) return NOWHERE;
  } catch {
    return NOWHERE;
  }
  return posix.join(await realTarget(files, parent), posix.basename(path));
}
