import { posix } from "node:path";
import type { Sources } from "./sources.ts";

/** A route that FastAPI or Flask serves, as its decorator says it. */
export interface Route {
  method: string;
  route: string;
  path: string;
  line: number;
}

const APPS = ["main.py", "app.py", "__init__.py"];

/**
 * The routes that a Python file serves: by its own decorators, with the prefix that the app which includes it gives;
 * of an app also those of the routers that it includes.
 */
export async function pythonRoutes(sources: Sources, path: string): Promise<Route[]> {
  const lines = await sources.lines(path);
  const [included, prefix] = await Promise.all([includedRouters(sources, path, lines), prefixFor(sources, path)]);
  const routers = await Promise.all(included.map(async (one) => decorated(await sources.lines(one.path), one.path).map((route) => ({ ...route, route: one.prefix + route.route }))));
  return [...decorated(lines, path).map((one) => ({ ...one, route: prefix + one.route })), ...routers.flat()];
}

function decorated(lines: string[], path: string): Route[] {
  const router = lines.map((line) => /\b(?:APIRouter|Blueprint)\(.{0,200}?\b(?:url_)?prefix\s?=\s?["']([^"']{1,100})["']/.exec(line.slice(0, 500))?.[1]).find((one) => one !== undefined) ?? "";
  return lines.flatMap((line, index) => {
    const verb = /^\s*@\w[\w.]{0,100}\.(get|post|put|patch|delete|head|options|websocket|route|api_route)\(\s*(.*)$/.exec(line.slice(0, 500));
    if (!verb) return [];
    const rest = [verb[2] ?? "", ...lines.slice(index + 1, index + 6)].join(" ").slice(0, 500);
    const route = /^\s*(?:path\s?=\s?)?[rf]?["']([^"']{0,200})["']/.exec(rest)?.[1];
    if (route === undefined) return [];
    const listed = /\bmethods\s?=\s?[[({]([^\])}]{1,100})/.exec(rest)?.[1]?.match(/[A-Za-z]+/g)?.join("|");
    const method = /^(?:route|api_route)$/.test(verb[1] ?? "") ? (listed ?? "GET") : (verb[1] ?? "");
    return [{ method: method.toUpperCase(), route: router + route, path, line: index + 1 }];
  });
}

/** `app.include_router(listings.router, prefix="/api")`, with the file that `listings` is imported from. */
async function includedRouters(sources: Sources, path: string, lines: string[]): Promise<{ path: string; prefix: string }[]> {
  const imports = importsIn(lines);
  const calls = lines.flatMap((line, index) => {
    const name = /\b(?:include_router|register_blueprint)\(\s*([A-Za-z_]\w*)/.exec(line.slice(0, 500))?.[1];
    if (name === undefined) return [];
    const rest = lines.slice(index, index + 4).join(" ").slice(0, 500);
    return [{ module: imports.get(name) ?? name, prefix: /\b(?:url_)?prefix\s?=\s?["']([^"']{0,100})["']/.exec(rest.split(")")[0] ?? "")?.[1] ?? "" }];
  });
  const found = await Promise.all(calls.map(async ({ module, prefix }) => ({ prefix, path: await moduleFile(sources, path, module) })));
  return found.flatMap((one) => (one.path === undefined || one.path === path ? [] : [{ path: one.path, prefix: one.prefix }]));
}

/** By the name in this file, the module: of `from server.api import chat` both `server.api.chat` and, later, `server.api`. */
function importsIn(lines: string[]): Map<string, string> {
  const modules = new Map<string, string>();
  for (const line of lines) {
    const [, from = "", names = ""] = /^\s*from\s+([\w.]+)\s+import\s+(.*)$/.exec(line.slice(0, 500)) ?? [];
    for (const part of names.replace(/[()]/g, "").split(",")) {
      const [name = "", alias = name] = part.trim().split(/\s+as\s+/);
      if (name !== "") modules.set(alias, `${from}.${name}`);
    }
  }
  return modules;
}

async function moduleFile(sources: Sources, from: string, module: string): Promise<string | undefined> {
  const parts = module.split(".").filter((part) => part !== "");
  for (let folder = posix.dirname(from), up = 0; up < 4; folder = posix.dirname(folder), up += 1) {
    for (const length of [parts.length, parts.length - 1]) {
      const path = posix.join(folder, `${parts.slice(0, length).join("/")}.py`);
      if (length > 0 && (await sources.kind(path)) === "file") return path;
    }
  }
  return undefined;
}

/** What the nearest app above puts before the routes of this file. */
async function prefixFor(sources: Sources, path: string): Promise<string> {
  for (let folder = posix.dirname(path), up = 0; up < 3; folder = posix.dirname(folder), up += 1) {
    for (const app of APPS.map((name) => posix.join(folder, name))) {
      if (app === path) return "";
      const routers = await includedRouters(sources, app, await sources.lines(app));
      const one = routers.find((router) => router.path === path);
      if (one) return one.prefix;
    }
  }
  return "";
}
