import { posix } from "node:path";
import { UserError } from "../errors.ts";
import type { Files } from "./files.ts";

/**
 * The absolute form of a path, relative ones taken from the first root. Throws `path-outside` when it, or what its
 * links lead to, is in none of the roots. The path need not exist.
 */
export async function contain(files: Files, roots: string[], path: string): Promise<string> {
  const [first] = roots;
  if (first === undefined || path.includes("\0")) throw outside(path, roots);
  const absolute = posix.resolve(first, path);
  const realRoots = await Promise.all(roots.map(async (root) => (await files.realPath(root)) ?? posix.resolve(root)));
  const named = [...roots.map((root) => posix.resolve(root)), ...realRoots];
  const real = await realTarget(files, absolute);
  if (real === undefined || !named.some((root) => isInside(root, absolute)) || !realRoots.some((root) => isInside(root, real))) {
    throw outside(path, roots);
  }
  return absolute;
}

/** Where the path leads; undefined when that cannot be known, as with a link to nothing. */
async function realTarget(files: Files, path: string): Promise<string | undefined> {
  const real = await files.realPath(path);
  if (real !== undefined) return real;
  const parent = posix.dirname(path);
  if (parent === path) return path;
  const name = posix.basename(path);
  // Listed and yet without a real path: a link to nothing. A write would follow it to wherever it points.
  if ((await files.list(parent))?.includes(name)) return undefined;
  const realParent = await realTarget(files, parent);
  return realParent === undefined ? undefined : posix.join(realParent, name);
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);
}

function outside(path: string, roots: string[]): UserError {
  const shown = path.replaceAll("\0", "\\0");
  return new UserError("path-outside", `${shown} is outside ${roots.join(" and ")}, or a link in it leads outside.`, "Name a path inside the workspace.");
}
