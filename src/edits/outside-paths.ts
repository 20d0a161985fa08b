import { posix } from "node:path";

/** Whether a path, relative ones taken from the workspace, leads out of it. Links are not followed: that needs the files. */
export function isOutside(path: string, workspace: string): boolean {
  if (/^(?:~|[A-Za-z]:[\\/]|\\\\)/.test(path)) return true;
  const inside = posix.relative(posix.resolve("/", workspace), posix.resolve("/", workspace, path));
  return inside === ".." || inside.startsWith("../");
}

/**
 * An address where compose or the builder takes a path or an address: `https://…`, `git@host:x`, `github.com/x`,
 * `x.git#main`. What begins like a path is one, also `./x.git`.
 */
export function isRemote(path: string): boolean {
  return !/^[./~]/.test(path) && /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:|^(?:github|gitlab)\.com\/|\.git(?:#|$)/i.test(path);
}
