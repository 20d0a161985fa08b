import { isVariable, placeOfWord, type Place } from "./place.ts";
import { pythonRoutes } from "./python-routes.ts";
import type { Sources } from "./sources.ts";
import { languageOf, placeOfSymbol, symbolsIn } from "./source-symbols.ts";

/** A symbol, a variable by its name, or a route (`GET /api/health`) of a source file. */
export async function placeInSource(sources: Sources, path: string, anchor: string[], lines: string[]): Promise<Place | undefined> {
  const language = languageOf(path);
  const symbol = language && placeOfSymbol(symbolsIn(lines, language), anchor);
  const [only = ""] = anchor.slice(-1);
  if (symbol) return symbol;
  if (isVariable(only)) return placeOfWord(lines, only);
  if (!only.includes("/")) return undefined;
  const [method, route = only] = /^[A-Z]+\s/.test(only) ? only.split(/\s+/) : [undefined, only];
  const found = path.endsWith(".py") ? (await pythonRoutes(sources, path)).find((one) => one.path === path && one.route.endsWith(route) && (method === undefined || one.method.split("|").includes(method))) : undefined;
  return found && { line: found.line, end_line: found.line };
}
