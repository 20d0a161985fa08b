import type { Pointer } from "./pointer.ts";
import { pythonRoutes } from "./python-routes.ts";
import type { Sources } from "./sources.ts";

/** The first path of a URL or a path by itself in a field: `/api/health`. */
export function pathIn(text: string): string | undefined {
  return pathsIn(text)[0];
}

/** The paths of addresses and those that stand by themselves or in quotes; files of the system are none. */
export function pathsIn(text: string): string[] {
  const found = [...text.slice(0, 20_000).matchAll(/(?:https?:\/\/[^/\s"'`]{1,200}|(?<=^|[\s"'`(]))(\/[\w./{}-]{0,200})/g)].map((match) => (match[1] ?? "").replace(/[.]+$/, ""));
  return [...new Set(found)].filter((path) => !/^\/(?:dev|bin|usr|etc|proc|tmp|var|app|opt)\//.test(path));
}

/** The routes of the Python files that pointers lead to. */
export async function healthPaths(sources: Sources, pointers: Pointer[]): Promise<string[]> {
  const files = [...new Set(pointers.filter((one) => one.status === "ok" && one.path.endsWith(".py")).map((one) => one.path))];
  const routes = await Promise.all(files.map((path) => pythonRoutes(sources, path)));
  return routes.flat().map((one) => one.route);
}
