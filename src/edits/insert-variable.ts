import { splitLines } from "../maps/text-lines.ts";
import { envNames } from "../pointers/env-names.ts";
import { insertLines } from "./insert-lines.ts";

/**
 * An env template with one variable more: behind the last one of the same first word (`SERVER_PORT`, `SERVER_HOST`), else
 * at the end. A variable that is there, also in a comment, leaves it unchanged. `commented`: to be seen, not set.
 */
export function insertVariable(template: string, variable: { name: string; example: string; comment?: string; commented?: boolean }): { text: string } | { unchanged: true; why: string } {
  const { name, example, comment, commented = false } = variable;
  if (!/^[A-Za-z_]\w*$/.test(name)) return { unchanged: true, why: `${JSON.stringify(name.slice(0, 80))} is no name of a variable` };
  const lines = splitLines(template.replace(/^\uFEFF/, "")).map((line) => line.replace(/\r?\n$/, ""));
  const known = envNames(lines);
  if (known.some((one) => one.name === name)) return { unchanged: true, why: `${name} is there already` };
  const said = comment === undefined ? [] : [`# ${comment.replace(/[\r\n]+/g, " ").trim()}`];
  const exported = lines.filter((line) => /^\s*export\s+[A-Za-z_]\w*\s*=/.test(line)).length * 2 > known.filter((one) => !isCommented(lines[one.line - 1])).length;
  const added = [...said, `${commented ? "# " : ""}${exported ? "export " : ""}${name}=${written(example)}`];
  const kin = known.findLast((one) => one.name.startsWith(`${firstWord(name)}_`) && !isCommented(lines[one.line - 1]));
  if (kin) return { text: insertLines(template, [{ at: valueEnd(lines, kin.line - 1), lines: added }]) };
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return { text: insertLines(template, [{ at: end, lines: end === 0 ? added : ["", ...added] }]) };
}

function firstWord(name: string): string {
  return name.split("_")[0] ?? name;
}

function isCommented(line: string | undefined): boolean {
  return /^\s*#/.test(line ?? "");
}

/** Behind the line of a variable, or the last one of a value that goes over several in quotes. */
function valueEnd(lines: string[], at: number): number {
  const value = (lines[at] ?? "").slice((lines[at] ?? "").indexOf("=") + 1).trimStart();
  const quote = value[0];
  if ((quote !== '"' && quote !== "'") || value.indexOf(quote, 1) !== -1) return at + 1;
  const end = lines.findIndex((line, index) => index > at && line.includes(quote));
  return end === -1 ? at + 1 : end + 1;
}

/** As compose and a shell read it back; `$` stays, so that it may name another variable. */
function written(example: string): string {
  if (/^[\w./:@%+,=${}?&-]*$/.test(example)) return example;
  const line = example.replace(/[\r\n]+/g, " ");
  return line.includes("'") ? `"${line.replace(/["\\]/g, "\\$&")}"` : `'${line}'`;
}
