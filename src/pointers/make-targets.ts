import { posix } from "node:path";
import { makefileRules, type Rule } from "./makefile-rules.ts";
import type { Place } from "./place.ts";
import type { Sources } from "./sources.ts";

export interface MakeTarget extends Place {
  name: string;
  /** The makefile that it stands in: the one asked for, or one that this includes. */
  path: string;
  /** What stands behind `##`. */
  help?: string;
  /** The first line of its recipe. */
  recipe?: string;
}

/** A makefile's lines and rules, and those of what it includes. `open`: it includes what cannot be told from its text. */
export interface Makefiles {
  files: { path: string; lines: string[]; rules: Rule[] }[];
  open: boolean;
}

const MAX_INCLUDED = 20;

/** The targets that a makefile and those it includes define; patterns, variables and special targets left out. */
export async function makeTargets(sources: Sources, path: string): Promise<MakeTarget[]> {
  const { files } = await makefiles(sources, path);
  const targets = new Map<string, MakeTarget>();
  for (const one of files.flatMap(targetsIn)) if (!targets.has(one.name)) targets.set(one.name, one);
  return [...targets.values()];
}

/** A makefile and those that it includes, in the order in which make reads them. */
export async function makefiles(sources: Sources, path: string): Promise<Makefiles> {
  const files: Makefiles["files"] = [];
  const waiting = [path];
  const seen = new Set<string>();
  let open = false;
  for (let next = waiting.shift(); next !== undefined && seen.size < MAX_INCLUDED; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const lines = await sources.lines(next);
    files.push({ path: next, lines, rules: makefileRules(lines) });
    const included = lines.flatMap((line) => /^-?s?include\s+(.*)$/.exec(line)?.[1]?.split("#")[0]?.split(/\s+/) ?? []).filter((one) => one !== "");
    open ||= included.some((one) => /[$*?]/.test(one));
    // make looks for them from where it runs, which is where the first makefile is.
    waiting.push(...included.filter((one) => !/[$*?]/.test(one)).map((one) => posix.join(posix.dirname(path), one)));
  }
  return { files, open };
}

function targetsIn({ path, lines, rules }: Makefiles["files"][number]): MakeTarget[] {
  return rules.flatMap(({ targets, line, end, help: beside, recipe: [first = ""] }) => {
    const above = /^##\s+(\S.*)$/.exec(lines[line - 1] ?? "")?.[1] ?? "";
    const help = beside.replace(/^#+/, "").trim() || above.trim();
    const recipe = first.trim();
    return targets.filter((name) => /^[\w/][\w./@+-]*$/.test(name)).map((name) => ({ name, path, line: line + 1, end_line: end, ...(help ? { help } : {}), ...(recipe ? { recipe } : {}) }));
  });
}
