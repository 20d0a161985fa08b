import type { Place } from "./place.ts";

/** A path in TOML or INI text: tables and sections by their header, then a key. Undefined where it is not there. */
export function placeInSections(lines: string[], anchor: string[]): Place | undefined {
  const wanted = anchor.flatMap((part) => part.replace(/^\[+|\]+$/g, "").split(".")).map((part) => part.trim().replace(/^["']|["']$/g, ""));
  const joined = wanted.join(".");
  let section = "";
  for (const [index, line] of lines.entries()) {
    const header = headerOf(line);
    if (header !== undefined) section = header;
    const name = header === undefined ? [section, keyOf(line)].filter((part) => part !== "").join(".") : section;
    if (header === undefined && keyOf(line) === "") continue;
    if (name.toLowerCase() === joined.toLowerCase()) return { line: index + 1, end_line: header === undefined ? index + 1 : endOfSection(lines, index) };
  }
  return undefined;
}

function headerOf(line: string): string | undefined {
  const text = line.trim();
  return /^\[{1,2}[^[\]]+\]{1,2}\s*(?:[#;].*)?$/.test(text) ? text.replace(/^\[+/, "").split("]")[0]?.trim().replace(/["']/g, "") : undefined;
}

function keyOf(line: string): string {
  return /^\s*["']?([\w.-]+)["']?\s*[=:]/.exec(line)?.[1] ?? "";
}

function endOfSection(lines: string[], start: number): number {
  let end = start + 1;
  for (let index = start + 1; index < lines.length && headerOf(lines[index] ?? "") === undefined; index += 1) if (lines[index]?.trim()) end = index + 1;
  return end;
}
