import { posix } from "node:path";
import type { LiveValue } from "./pointer.ts";
import { listed, shown } from "./shown.ts";
import { pythonRoutes } from "./python-routes.ts";
import type { Sources } from "./sources.ts";

/** Files of a folder that are read for routes. */
const MOST_FILES = 60;

/** The routes of a SvelteKit `src/routes` folder or of a folder of Python routers, else the entries of any other. */
export async function liveFolder(sources: Sources, folder: string, detail: "concise" | "full"): Promise<LiveValue[]> {
  // Written with a slash behind, or with ./ before, it is the same folder.
  const path = `${posix.normalize(folder).replace(/\/$/, "")}/`;
  const most = detail === "full" ? 80 : 12;
  const routes = await svelteRoutes(sources, path);
  const files = (await sources.list(path)).filter((name) => name.endsWith(".py")).slice(0, MOST_FILES);
  const served = (await Promise.all(files.map((name) => pythonRoutes(sources, posix.join(path, name))))).flat();
  const first = served[0];
  if (routes.length === 0 && first) return [{ label: "routes", value: listed([...new Set(served.map(({ method, route }) => shown(`${method} ${route}`, 80)))], most), path: first.path, line: first.line }];
  if (routes.length > 0) return [{ label: "routes", value: listed(routes, most), path, line: 1 }];
  const entries = await sources.list(path);
  if (entries.length === 0) return [];
  const count = `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`;
  return [{ label: "entries", value: detail === "full" || entries.length <= 6 ? listed(entries.map((name) => shown(name, 60)), most) : count, path, line: 1 }];
}

/** SvelteKit names a route by its folder: `+page.svelte` is a page, `+server.ts` an endpoint, `(group)` no part of it. */
export async function svelteRoutes(sources: Sources, path: string): Promise<string[]> {
  const folder = posix.join(path, ".").replace(/\/$/, "");
  if (!/(?:^|\/)routes$/.test(folder)) return [];
  const entries = await sources.walk(folder);
  return entries.flatMap((entry) => {
    const kind = /^\+page\.(?:svelte|md|svx)$/.test(posix.basename(entry)) ? "" : /^\+server\.[jt]s$/.test(posix.basename(entry)) ? " (endpoint)" : undefined;
    const names = posix.relative(folder, posix.dirname(entry)).split("/").filter((name) => name !== "" && !/^\(.*\)$/.test(name));
    return kind === undefined ? [] : [`/${names.map((name) => shown(name, 60)).join("/")}${kind}`];
  });
}
