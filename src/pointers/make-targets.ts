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

const MAX_INCLUDED = 20;

/** The targets that a makefile and those it includes define; patterns, variables and special targets left out. */
export async function makeTargets(sources: Sources, path: string): Promise<MakeTarget[]> {
  const targets: MakeTarget[] = [];
  const waiting = [path];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined && seen.size < MAX_INCLUDED; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const lines = await sources.lines(next);
    targets.push(...targetsIn(lines, next));
    const included = lines.flatMap((line) => /^-?s?include\s+(.*)$/.exec(line)?.[1]?.split("#")[0]?.split(/\s+/) ?? []);
    // make looks for them from where it runs, which is where the first makefile is.
    waiting.push(...included.filter((one) => one !== "" && !/[$*?]/.test(one)).map((one) => posix.join(posix.dirname(path), one)));
  }
  return targets.filter((one, index) => targets.findIndex((other) => other.name === one.name) === index);
}

function targetsIn(lines: string[], path: string): MakeTarget[] {
  const targets: MakeTarget[] = [];
  let defining = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*define\s/.test(line)) defining = true;
    if (/^\s*endef\b/.test(line)) defining = false;
    const names = defining ? [] : namesIn(line);
    if (names.length === 0) continue;
    let end = index;
    let recipe: string | undefined;
    for (let at = index + 1; at < lines.length && /^\t|^\s*$|^#/.test(lines[at] ?? "") && at < index + 2_000; at += 1) {
      if (!lines[at]?.startsWith("\t")) continue;
      recipe ??= lines[at]?.trim();
      end = at;
    }
    const above = /^##\s+(\S.*)$/.exec(lines[index - 1] ?? "")?.[1];
    const help = helpIn(line) ?? above?.trim();
    targets.push(...names.map((name) => ({ name, path, line: index + 1, end_line: end + 1, ...(help ? { help } : {}), ...(recipe ? { recipe } : {}) })));
  }
  return targets;
}

/** The targets of a rule's line; none of an assignment's, a directive's or of a variable for one target. */
function namesIn(line: string): string[] {
  if (/^[\s#]|^(?:ifn?eq|ifn?def|else|endif|define|endef|-?s?include|export|unexport|override|vpath|undefine)\b/.test(line)) return [];
  const colon = line.indexOf(":");
  if (colon <= 0 || line[colon + 1] === "=" || line.slice(colon, colon + 3) === "::=" || line.slice(0, colon).includes("=")) return [];
  if (/^:?\s*(?:(?:export|override|private)\s+)*[\w.-]+\s*(?:[:?+!]|::)?=/.test(line.slice(colon + 1))) return [];
  return line.slice(0, colon).trim().split(/\s+/).filter((name) => /^[\w/][\w./@+-]*$/.test(name));
}

function helpIn(line: string): string | undefined {
  const at = line.indexOf("##");
  return at === -1 ? undefined : line.slice(at).replace(/^#{1,9}\s*/, "").trim() || undefined;
}
