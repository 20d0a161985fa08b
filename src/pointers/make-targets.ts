import { posix } from "node:path";
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

/** A makefile's lines and those of what it includes. `open`: it includes what cannot be told from its text. */
export interface Makefiles {
  files: { path: string; lines: string[] }[];
  open: boolean;
}

const MAX_INCLUDED = 20;

/** The targets that a makefile and those it includes define; patterns, variables and special targets left out. */
export async function makeTargets(sources: Sources, path: string): Promise<MakeTarget[]> {
  const { files } = await makefiles(sources, path);
  const targets = new Map<string, MakeTarget>();
  for (const one of files.flatMap((file) => targetsIn(file.lines, file.path))) if (!targets.has(one.name)) targets.set(one.name, one);
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
    files.push({ path: next, lines });
    const included = lines.flatMap((line) => /^-?s?include\s+(.*)$/.exec(line)?.[1]?.split("#")[0]?.split(/\s+/) ?? []).filter((one) => one !== "");
    open ||= included.some((one) => /[$*?]/.test(one));
    // make looks for them from where it runs, which is where the first makefile is.
    waiting.push(...included.filter((one) => !/[$*?]/.test(one)).map((one) => posix.join(posix.dirname(path), one)));
  }
  return { files, open };
}

function targetsIn(lines: string[], path: string): MakeTarget[] {
  return ruleHeads(lines).flatMap(({ head, index }) => {
    const names = head.split(/\s+/).filter((name) => /^[\w/][\w./@+-]*$/.test(name));
    if (names.length === 0) return [];
    const { end, recipe } = bodyOf(lines, index);
    const above = /^##\s+(\S.*)$/.exec(lines[index - 1] ?? "")?.[1];
    const help = helpIn(lines[index] ?? "") ?? above?.trim();
    return names.map((name) => ({ name, path, line: index + 1, end_line: end + 1, ...(help ? { help } : {}), ...(recipe ? { recipe } : {}) }));
  });
}

/** What stands before the colon of each rule, with the index of its line and of the last one of its recipe. */
export function ruleHeads(lines: string[]): { head: string; index: number }[] {
  let defining = false;
  return lines.flatMap((line, index) => {
    if (/^\s*define\s/.test(line)) defining = true;
    if (/^\s*endef\b/.test(line)) defining = false;
    const head = defining ? undefined : headIn(line);
    return head === undefined ? [] : [{ head, index }];
  });
}

/** The index of the last line of a rule's recipe, and the first line of it. */
export function bodyOf(lines: string[], start: number): { end: number; recipe?: string } {
  let end = start;
  let recipe: string | undefined;
  for (let at = start + 1; at < lines.length && /^\t|^\s*$|^#/.test(lines[at] ?? "") && at < start + 2_000; at += 1) {
    if (!lines[at]?.startsWith("\t")) continue;
    recipe ??= lines[at]?.trim();
    end = at;
  }
  return { end, ...(recipe === undefined ? {} : { recipe }) };
}

/** None of an assignment, a directive or a variable for one target. A colon in `$(A:.c=.o)` is none of a rule. */
function headIn(line: string): string | undefined {
  if (/^[\s#]|^(?:ifn?eq|ifn?def|else|endif|define|endef|-?s?include|export|unexport|override|vpath|undefine)\b/.test(line)) return undefined;
  const colon = colonIn(line);
  if (colon <= 0 || line[colon + 1] === "=" || line.slice(colon, colon + 3) === "::=") return undefined;
  if (/^:?\s*(?:(?:export|override|private)\s+)*[\w.-]+\s*(?:[:?+!]|::)?=/.test(line.slice(colon + 1))) return undefined;
  return line.slice(0, colon).trim();
}

/** -1 also where an equals sign comes first. */
function colonIn(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === "=" && depth === 0) return -1;
    if (char === ":" && depth === 0) return at;
    if (char === "(" || char === "{") depth += 1;
    else if ((char === ")" || char === "}") && depth > 0) depth -= 1;
  }
  return -1;
}

function helpIn(line: string): string | undefined {
  const at = line.indexOf("##");
  return at === -1 ? undefined : line.slice(at).replace(/^#{1,9}\s*/, "").trim() || undefined;
}
