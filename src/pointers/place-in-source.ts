import { isVariable, placeOfWord, type Place } from "./place.ts";
import { placeOfSymbol } from "./place-of-symbol.ts";
import { pythonRoutes } from "./python-routes.ts";
import { codeOf } from "./source-code.ts";
import type { Sources } from "./sources.ts";
import { languageOf } from "./source-symbols.ts";

/**
 * A symbol, a variable by its name, or a route (`GET /api/health`) of a source file. "unchecked" where the name stands in
 * its code, but not as something that it is seen to define.
 */
export async function placeInSource(sources: Sources, path: string, anchor: string[], lines: string[]): Promise<Place | "unchecked" | undefined> {
  const language = languageOf(path) ?? "script";
  const [only = ""] = anchor.slice(-1);
  if (/^(?:[A-Z]{3,7}\s+)?[\w{}:.-]*\/[\w{}:./*-]*$/.test(only)) return await placeOfRoute(sources, path, only, lines);
  const { place, names, within } = placeOfSymbol(lines, language, anchor);
  if (place) return place;
  if (isVariable(only)) return placeOfWord(lines, only);
  const code = codeOf(lines, language);
  // A line of the file may be pointed to as it stands there.
  const written = /[^\w.$:#()]/.test(only) ? placeOfWord(code, only) : undefined;
  if (written) return written;
  const name = names.at(-1) ?? only;
  if (/\s/.test(name)) return "unchecked";
  const stands = within.length > 0 ? within.some((one) => placeOfWord(code, name, one)) : placeOfWord(code, name) !== undefined;
  return stands ? "unchecked" : undefined;
}

async function placeOfRoute(sources: Sources, path: string, anchor: string, lines: string[]): Promise<Place | "unchecked" | undefined> {
  const [method, route = anchor] = /^[A-Z]+\s/.test(anchor) ? anchor.split(/\s+/) : [undefined, anchor];
  const routes = path.endsWith(".py") ? (await pythonRoutes(sources, path)).filter((one) => one.path === path && one.route.endsWith(route)) : [];
  const found = routes.find((one) => method === undefined || one.method.split("|").includes(method));
  if (found) return { line: found.line, end_line: found.line };
  const at = lines.findIndex((line) => ['"', "'", "`"].some((quote) => line.includes(`${quote}${route}${quote}`)));
  if (at === -1) return path.endsWith(".py") ? undefined : "unchecked";
  const there = method === undefined || new RegExp(`\\b${method}\\b`, "i").test((lines[at] ?? "").slice(0, 1_000));
  return there ? { line: at + 1, end_line: at + 1 } : routes.length > 0 ? undefined : "unchecked";
}
