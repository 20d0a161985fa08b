import { parseMap } from "./parse-map.ts";
import { sameTitle } from "./same-title.ts";
import { splitLines } from "./text-lines.ts";

/** A map without the entry of a title and the blank lines behind it; undefined where there is no such entry. */
export function retireEntry(text: string, title: string): string | undefined {
  const entries = parseMap(text);
  const entry = entries.find((one) => one.title === title) ?? entries.find((one) => sameTitle(one.title, title));
  if (!entry) return undefined;
  const lines = splitLines(text);
  let end = entry.endLine;
  while (end < lines.length && (lines[end] ?? "").trim() === "") end += 1;
  const kept = lines.slice(0, entry.line - 1).join("");
  return end === lines.length ? kept.replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, "$1") : kept + lines.slice(end).join("");
}
