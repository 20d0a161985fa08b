import { fieldMarkdown, pointerMarkdown } from "./entry-markdown.ts";
import { labelKey } from "./field-label.ts";
import type { MapEntry, MapField } from "./parse-map.ts";
import { lineBreakOf, splitLines } from "./text-lines.ts";

/**
 * A map in which an entry has one pointer more under a label, or has it in the place of a stale one. `replaces` is the
 * stale pointer as it is written there. Nothing else is touched; what the entry says already is not said again.
 */
export function setPointer(text: string, entry: MapEntry, role: string, pointer: string, replaces?: string): string {
  const written = pointerMarkdown(pointer);
  const field = entry.fields.find((one) => one.key === labelKey(role));
  if (!field) return addField(text, entry, fieldMarkdown({ label: role.replace(/[*:\n]/g, "").trim(), inline: written }));
  const stale = replaces === undefined ? undefined : replaceIn(text, entry, field, replaces, written);
  if (stale !== undefined) return stale;
  return says(field, written) ? text : addToField(text, field, [written]);
}

/** The values of a field more: items to a list, others behind what stands in its line. */
export function addToField(text: string, field: MapField, values: string[], separator = ", "): string {
  const lines = splitLines(text);
  const end = lineBreakOf(text);
  const last = field.itemLines.at(-1);
  const at = last === undefined ? field.line : endOfItem(lines, last);
  const line = lines[at - 1] ?? "";
  const bare = line.replace(/\r?\n$/, "");
  // A row of a table ends with a bar; its last cell goes on before that.
  const bar = /^\s*\|.*\S(\s*\|\s*)$/.exec(bare)?.[1];
  if (last === undefined && field.text !== "" && bar !== undefined) return [...lines.slice(0, at - 1), `${bare.slice(0, -bar.length)}${separator}${values.join(separator)}${bar}${line.slice(bare.length)}`, ...lines.slice(at)].join("");
  if (last === undefined && field.text !== "") return [...lines.slice(0, at - 1), `${bare}${separator}${values.join(separator)}${line.slice(bare.length)}`, ...lines.slice(at)].join("");
  const first = lines[(last ?? at) - 1] ?? "";
  const [, lead = "", marker = "-"] = /^(\s*)([-*+]|\d{1,9}[.)])\s/.exec(last === undefined ? "" : first) ?? [];
  const number = Number.parseInt(marker, 10);
  const items = values.map((value, index) => `${lead}${Number.isNaN(number) ? marker : `${number + 1 + index}${marker.at(-1) ?? "."}`} ${value}`);
  const gap = last === undefined ? end : "";
  return [...lines.slice(0, at - 1), bare, end, gap, items.join(end), bare === line ? "" : end, ...lines.slice(at)].join("");
}

/** A field more, at the end of an entry. */
export function addField(text: string, entry: MapEntry, field: string): string {
  const lines = splitLines(text);
  const end = lineBreakOf(text);
  const line = lines[entry.endLine - 1] ?? "";
  const bare = line.replace(/\r?\n$/, "");
  return [...lines.slice(0, entry.endLine - 1), bare, end, end, field.replaceAll("\n", end), bare === line ? "" : end, ...lines.slice(entry.endLine)].join("");
}

/** An item may go on in lines that are indented. */
function endOfItem(lines: string[], item: number): number {
  let end = item;
  while (/^\s+\S/.test(lines[end] ?? "") && !/^\s*([-*+]|\d{1,9}[.)])\s/.test(lines[end] ?? "")) end += 1;
  return end;
}

function replaceIn(text: string, entry: MapEntry, field: MapField, stale: string, written: string): string | undefined {
  const next = entry.fields.find((one) => one.line > field.line)?.line ?? entry.endLine + 1;
  const lines = splitLines(text);
  for (let number = field.line; number < next; number += 1) {
    const line = lines[number - 1] ?? "";
    const at = line.indexOf(stale);
    if (at === -1) continue;
    lines[number - 1] = line.slice(0, at) + written + line.slice(at + stale.length);
    return lines.join("");
  }
  return undefined;
}

function says(field: MapField, written: string): boolean {
  return [field.text, ...field.items].some((one) => one === written || one.split(", ").includes(written));
}
