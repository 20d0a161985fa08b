import { headingOf, liveLines } from "../text/markdown-lines.ts";
import { entryMarkdown, type NewEntry } from "./entry-markdown.ts";
import { isExplaining } from "./parse-map.ts";
import { plainText } from "./plain-text.ts";
import { bareTitle, sameTitle } from "./same-title.ts";
import { lineBreakOf, splitLines } from "./text-lines.ts";

/**
 * A map with one entry more: in its category, by the order of titles where the category has one, else at its end; a new
 * category before the sections that explain the file. Every byte that was there stays, line ends and final newline too.
 */
export function insertEntry(text: string, entry: NewEntry): string {
  const block = entryMarkdown(entry);
  const category = plainText(entry.category).replace(/^#+\s*/, "");
  if (text.replace(/^\uFEFF/, "").trim() === "") return `${text}# ${entry.kind === "component" ? "Component map" : "Troubleshooting index"}\n\n## ${category}\n\n${block}\n`;
  const lines = splitLines(text);
  const headings = [...liveLines(text)].flatMap(({ line, number }) => {
    const heading = headingOf(line);
    return heading && heading.level <= 3 ? [{ ...heading, number }] : [];
  });
  const section = headings.find(({ level, words }) => level === 2 && sameTitle(words, category));
  if (!section) {
    const explaining = firstOfTail(headings.filter(({ level }) => level === 2));
    return insertAfter(lines, text, lastContent(lines, explaining === undefined ? lines.length : explaining - 1), `## ${category}\n\n${block}`);
  }
  const next = headings.find(({ level, number }) => number > section.number && level <= 2)?.number ?? lines.length + 1;
  const entries = headings.filter(({ level, number }) => level === 3 && number > section.number && number < next);
  const title = bareTitle(entry.title);
  const ordered = entries.length > 1 && entries.every(({ words }, index) => index === 0 || bareTitle(entries[index - 1]?.words ?? "") <= bareTitle(words));
  const later = ordered ? entries.find(({ words }) => bareTitle(words) > title) : undefined;
  return insertAfter(lines, text, lastContent(lines, (later?.number ?? next) - 1), block);
}

/** Where the sections that explain the file begin, when they are its last ones. */
function firstOfTail(sections: { words: string; number: number }[]): number | undefined {
  let first: number | undefined;
  for (const { words, number } of sections.toReversed()) {
    if (!isExplaining(words)) break;
    first = number;
  }
  return first;
}

/** The last line up to `line` that holds something; a rule that separates sections belongs to what comes after it, one below a text makes that a heading. */
function lastContent(lines: string[], line: number): number {
  const isBlank = (number: number) => (lines[number - 1] ?? "").trim() === "";
  const isRule = (number: number) => /^\s*(?:---+|\*\*\*+|___+)\s*$/.test(lines[number - 1] ?? "") && isBlank(number - 1);
  let last = line;
  while (last > 1 && (isBlank(last) || isRule(last))) last -= 1;
  return last;
}

/** Puts a block behind a line, with a blank line before it and one after it where something follows at once. */
function insertAfter(lines: string[], text: string, line: number, block: string): string {
  const end = lineBreakOf(text);
  const body = block.replaceAll("\n", end);
  const before = lines.slice(0, line).join("");
  const after = text.slice(before.length);
  if (!before.endsWith("\n")) return `${before}${end}${end}${body}${after}`;
  const gap = after === "" || /^\s*(\r?\n|$)/.test(after) ? "" : end;
  return `${before}${end}${body}${end}${gap}${after}`;
}
