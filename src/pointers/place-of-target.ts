import { makefiles, makeTargets } from "./make-targets.ts";
import type { Place } from "./place.ts";
import type { Sources } from "./sources.ts";

type FoundTarget = Place & { path?: string };

/** How often variables are put into variables, and how long what comes of it may be. */
const DEEPEST = 6;
const LONGEST = 2_000;

/**
 * Where a makefile, or one that it includes, has a target, a pattern that makes it, or a variable of the name;
 * "unchecked" where it has rules whose targets only make can tell.
 */
export async function placeOfTarget(sources: Sources, path: string, name: string): Promise<FoundTarget | "unchecked" | undefined> {
  const at = (file: string, place: Place): FoundTarget => ({ ...place, ...(file === path ? {} : { path: file }) });
  const target = (await makeTargets(sources, path)).find((one) => one.name === name);
  if (target) return at(target.path, { line: target.line, end_line: target.end_line });
  const { files, open } = await makefiles(sources, path);
  const values = valuesIn(files.flatMap(({ lines }) => lines));
  let unsure = open;
  for (const { path: file, lines, rules } of files) {
    unsure ||= lines.some((line) => /^\s{0,8}\$[({](?:foreach|eval|call)\b/.test(line));
    for (const { targets, line, end } of rules) {
      const words = put(targets.join(" "), values).split(/\s+/);
      const made = words.some((word) => word === name || fits(name, word));
      if (made) return at(file, { line: line + 1, end_line: end });
      // `%:` takes any word, as an argument of another target.
      unsure ||= words.some((word) => word.includes("$") || word === "%");
    }
  }
  for (const { path: file, lines } of files) {
    const line = lines.findIndex((one) => variablesIn(one).includes(name));
    if (line !== -1) return at(file, { line: line + 1, end_line: line + 1 });
  }
  return unsure ? "unchecked" : undefined;
}

/** Whether a pattern as `build-%` makes a target; `%` alone says nothing. */
function fits(name: string, pattern: string): boolean {
  const [before = "", after, more] = pattern.split("%");
  return after !== undefined && more === undefined && before + after !== "" && !pattern.includes("$") && name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
}

const ASSIGNMENT = /^ {0,20}(?:(?:export|override|private) +)*([A-Za-z_][\w.-]*)\s{0,20}(?:[?+!]|:{1,3})?=\s*(.*)$/;

function variablesIn(line: string): string[] {
  const name = ASSIGNMENT.exec(line)?.[1] ?? /^ {0,20}(?:(?:export|override) +)*define +([\w.-]+)/.exec(line)?.[1];
  return name === undefined ? (/^export +([\w.-]+(?: +[\w.-]+)*) *$/.exec(line)?.[1]?.split(/ +/) ?? []) : [name];
}

/** The values of variables by their names; those of several lines and several assignments are one. */
function valuesIn(lines: string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, name = "", first = ""] = ASSIGNMENT.exec(line) ?? [];
    if (name === "") continue;
    let value = first;
    for (let at = index + 1; value.endsWith("\\") && value.length < LONGEST; at += 1) value = `${value.slice(0, -1)} ${lines[at] ?? ""}`;
    values.set(name, `${values.get(name) ?? ""} ${value.replace(/(^|\s)#.*$/s, "")}`.trim().slice(0, LONGEST));
  }
  return values;
}

/** A text with its plain variables put in; one that is never set is empty. Functions stay. */
function put(head: string, values: Map<string, string>): string {
  let text = head;
  for (let round = 0; round < DEEPEST && text.includes("$") && text.length <= LONGEST; round += 1) text = text.replace(/\$[({]([\w.-]+)[)}]/g, (_, name: string) => values.get(name) ?? "");
  return text;
}
