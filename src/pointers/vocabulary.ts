import type { Place } from "./place.ts";
import type { Pointer } from "./pointer.ts";
import { envNames } from "./env-names.ts";
import { svelteRoutes } from "./live-folder.ts";
import { makeTargets } from "./make-targets.ts";
import { headingsOf } from "./markdown-headings.ts";
import { pythonRoutes } from "./python-routes.ts";
import { sourceKind, type FileKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";
import { languageOf, symbolsIn } from "./source-symbols.ts";
import { keysOf } from "./yaml-keys.ts";

const MOST = 4_000;

type Named = Partial<Place> & { words: string };
type Harvest = (sources: Sources, path: string) => Promise<Named[]>;

const HARVESTS: Record<FileKind, Harvest | undefined> = {
  yaml: async (sources, path) => {
    const source = await sources.yaml(path);
    return source ? keysOf(source) : [];
  },
  makefile: async (sources, path) => (await makeTargets(sources, path)).map(({ name, help = "", line, end_line }) => ({ words: `${name} ${help}`.trim(), line, end_line })),
  markdown: async (sources, path) => headingsOf((await sources.text(path)) ?? "").map(({ words, line, end_line }) => ({ words, line, end_line })),
  env: async (sources, path) => envNames(await sources.lines(path)).map(({ name, line }) => ({ words: name, line, end_line: line })),
  source: async (sources, path) => {
    const language = languageOf(path);
    const symbols = language ? symbolsIn(await sources.lines(path), language) : [];
    const routes = path.endsWith(".py") ? await pythonRoutes(sources, path) : [];
    return [...routes.map(({ method, route }) => ({ words: `${method} ${route}` })), ...symbols.map(({ name, line, end_line }) => ({ words: name, line, end_line }))];
  },
  sections: undefined,
  other: undefined,
};

/**
 * Words of what a resolved pointer names, for search: keys, headings, targets with their help, variable, route and
 * function names, names of a folder's files. No values; at most 4,000 characters.
 */
export async function vocabulary(sources: Sources, pointer: Pointer): Promise<string> {
  if (pointer.status !== "ok") return "";
  const { path, line, end_line: end = line } = pointer;
  if ((await sources.kind(path)) === "folder") return joined([...(await svelteRoutes(sources, path)), ...(await sources.list(path)).map((name) => name.replace(/\/$/, ""))]);
  const named = (await HARVESTS[sourceKind(path)]?.(sources, path)) ?? [];
  // A target of an included makefile and a route of another file stand at no line of this one.
  const inside = line === undefined || end === undefined ? named : named.filter((one) => one.line !== undefined && one.line >= line && one.line <= end);
  return joined(inside.map((one) => one.words));
}

function joined(words: string[]): string {
  const distinct = [...new Set(words)];
  let text = "";
  for (const word of distinct) {
    if (text.length + word.length + 1 > MOST) break;
    text += text === "" ? word : `\n${word}`;
  }
  return text;
}
