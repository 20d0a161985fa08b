import { headingOf, liveLines, rawLines } from "../text/markdown-lines.ts";
import { looksLikeField } from "./field-label.ts";
import { isExplaining, parseMap, type MapEntry } from "./parse-map.ts";
import { bareTitle } from "./same-title.ts";
import { signalsOf } from "./signals-of.ts";

export interface Damage {
  code:
    | ("map-binary" | "map-empty" | "map-unclosed" | "map-conflict" | "map-encoding" | "map-line-ends")
    | ("no-entries" | "entry-twice" | "entry-empty" | "entry-homeless" | "field-empty" | "heading-tight" | "signal-short" | "line-too-long");
  /** 1-based. */
  line: number;
  entry?: string;
  message: string;
  fix: string;
}

const LONGEST = 10_000;

/** What is wrong with the shape of a map, in the order of its lines. Entries that are good are served all the same. */
export function damageOf(text: string): Damage[] {
  const lines = rawLines(text);
  const strange = lines.findIndex((line) => line.includes("\0") || (line.match(/\uFFFD/g) ?? []).length > 8);
  if (strange !== -1) return [{ code: "map-binary", line: strange + 1, message: "The file holds bytes that are no text.", fix: "Restore the file from git." }];
  if (text.replace(/^\uFEFF/, "").trim() === "") return [{ code: "map-empty", line: 1, message: "The file is empty.", fix: "Restore it from git, or begin it with a line `# Component map`." }];
  const known = parseMap(text);
  return [...encoding(text, lines), ...unclosed(text, lines), ...conflicts(lines), ...headings(text, known), ...entries(known), ...short(known), ...long(lines)].toSorted((a, b) => a.line - b.line);
}

/** Whether nothing may be written to the file before this is mended: an entry would end inside of what is broken, or break more of it. */
export function sealsFile({ code }: Damage): boolean {
  return code.startsWith("map-");
}

/** What cannot be written back as it was: bytes that are no UTF-8, and line ends of an old Mac. */
function encoding(text: string, lines: string[]): Damage[] {
  const at = lines.findIndex((line) => line.includes("\uFFFD"));
  const encoded: Damage[] = at === -1 ? [] : [{ code: "map-encoding", line: at + 1, message: "The line holds bytes that are not UTF-8.", fix: "Save the file as UTF-8, and put the characters back that were lost." }];
  return lines.length > 1 && !text.includes("\n") ? [...encoded, { code: "map-line-ends", line: 1, message: "The lines end in CR alone.", fix: "Save the file with line ends of LF." }] : encoded;
}

/** What is opened and never closed: what stands after it is not read. */
function unclosed(text: string, lines: string[]): Damage[] {
  const fix = (end: string) => `Close it with ${end} where it should end.`;
  if (lines[0]?.trimEnd() === "---" && !lines.slice(1).some((line) => line.trimEnd() === "---")) return [{ code: "map-unclosed", line: 1, message: "The front matter is never closed.", fix: fix("a line `---`") }];
  // A line put behind the text is read as one, unless something is still open.
  const probe = "an end that nobody has written";
  if ([...liveLines(`${text}\n${probe}`)].some(({ line }) => line === probe)) return [];
  const live = new Set([...liveLines(text)].map(({ number }) => number));
  const last = lines.findLastIndex((line, index) => !live.has(index + 1) && /^ {0,3}(`{3,}|~{3,})|<!--/.test(line));
  const opened = firstOfRun(live, lines.length);
  const line = Math.max(1, opened ?? last + 1);
  return [{ code: "map-unclosed", line, message: "A code block or comment is opened here and never closed; what follows is not read.", fix: fix("its end mark") }];
}

/** The first of the lines at the end that are not read. */
function firstOfRun(live: Set<number>, count: number): number | undefined {
  let first: number | undefined;
  for (let number = count; number > 0 && !live.has(number); number -= 1) first = number;
  return first;
}

function conflicts(lines: string[]): Damage[] {
  return lines.flatMap((line, index) => (/^(<{7}|>{7}|\|{7})( |\r?$)/.test(line) ? [{ code: "map-conflict" as const, line: index + 1, message: "A merge conflict was left in the file.", fix: "Decide for one side, and take the marks out." }] : []));
}

/** Headings that were meant as more than they are. One over prose alone is no entry, and needs no mending. */
function headings(text: string, known: MapEntry[]): Damage[] {
  const found: Damage[] = [];
  const entries = new Set(known.map((one) => one.line));
  let category = "";
  let empty: { line: number; words: string } | undefined;
  for (const { line, number } of liveLines(text)) {
    const heading = headingOf(line);
    if (heading && /^#+[^#\s]/.test(line)) found.push({ code: "heading-tight", line: number, message: `${JSON.stringify(heading.words)} stands at its number signs without a space: elsewhere it is read as text.`, fix: "Put a space behind the number signs." });
    if (heading && heading.level < 3) category = heading.level === 2 ? heading.words : category;
    if (heading && heading.level <= 3) empty = heading.level === 3 && !entries.has(number) && !isExplaining(category) ? { line: number, words: heading.words } : undefined;
    if (heading || !empty || !looksLikeField(line)) continue;
    found.push({ code: "entry-empty", line: empty.line, entry: empty.words, message: `${JSON.stringify(empty.words)} has no field, so it is no entry: line ${number} is not written as one.`, fix: "Write the field as `**Definitive Source**: …`, or take it out." });
    empty = undefined;
  }
  return found;
}

function entries(known: MapEntry[]): Damage[] {
  const found: Damage[] = [];
  const seen = new Map<string, number>();
  for (const { title, category: group, line, fields } of known) {
    const key = `${bareTitle(group)}\n${bareTitle(title)}`;
    const first = seen.get(key);
    if (first !== undefined) found.push({ code: "entry-twice", line, entry: title, message: `${JSON.stringify(title)} stands in line ${first} too.`, fix: "Merge the two, or give one another title." });
    else seen.set(key, line);
    if (group === "") found.push({ code: "entry-homeless", line, entry: title, message: `${JSON.stringify(title)} belongs to no category.`, fix: "Put a line `## Category` above it." });
    for (const field of fields) if (field.text === "" && field.items.length === 0) found.push({ code: "field-empty", line: field.line, entry: title, message: `${field.label} of ${JSON.stringify(title)} says nothing.`, fix: "Fill it, or take it out." });
  }
  if (known.length === 0) found.push({ code: "no-entries", line: 1, message: "The map has no entries.", fix: "Write one: update_index, or `### Title` with fields under a `## Category`." });
  return found;
}

function short(known: MapEntry[]): Damage[] {
  return known.flatMap(({ title, fields }) =>
    fields
      .filter(({ key }) => key === "signal")
      .flatMap((field) => signalsOf(field).short)
      .map(({ literal, line }) => ({ code: "signal-short" as const, line, entry: title, message: `The signal ${JSON.stringify(literal)} is too short to be looked for.`, fix: "Write at least four characters of the message, as they stand in the log." })),
  );
}

function long(lines: string[]): Damage[] {
  return lines.flatMap((line, index) => (line.length > LONGEST ? [{ code: "line-too-long" as const, line: index + 1, message: `A line of ${line.length} characters.`, fix: "Break it, or point to where the text stands." }] : []));
}
