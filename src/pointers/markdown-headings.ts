import { headingOf, liveLines } from "../text/markdown-lines.ts";
import type { Place } from "./place.ts";

export interface Heading extends Place {
  level: number;
  words: string;
}

/** The headings of a Markdown text, each with the lines of its section, those below it included. */
export function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  const open: Heading[] = [];
  const lines = text.split("\n");
  const close = (level: number, before: number): void => {
    let end = before;
    while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
    while ((open.at(-1)?.level ?? 0) >= level) {
      const heading = open.pop();
      if (heading) heading.end_line = end;
    }
  };
  for (const { line, number } of liveLines(text)) {
    const found = headingOf(line);
    if (!found) continue;
    close(found.level, number - 1);
    const heading = { ...found, line: number, end_line: number };
    headings.push(heading);
    open.push(heading);
  }
  close(1, lines.length);
  return headings;
}

/** The section that a path of headings names; the last part may also be a label, `**Label**:`, in it. */
export function placeOfHeading(text: string, anchor: string[]): Place | undefined {
  const headings = headingsOf(text);
  let within: Place = { line: 1, end_line: Number.MAX_SAFE_INTEGER };
  for (const part of anchor) {
    const inside = headings.filter((one) => one.line >= within.line && one.line <= within.end_line);
    const found = match(inside, part) ?? labelled(text, part, within);
    if (!found) return undefined;
    within = { line: found.line, end_line: found.end_line };
  }
  return within;
}

function match(headings: Heading[], part: string): Heading | undefined {
  const wanted = plain(part);
  const short = wanted.replace(/\s+section$/, "");
  const slug = part.replace(/^#/, "").toLowerCase();
  const names = (one: Heading) => [plain(one.words), unnumbered(plain(one.words))];
  return (
    headings.find((one) => names(one).includes(wanted)) ??
    headings.find((one) => names(one).includes(short)) ??
    headings.find((one) => slugOf(one.words) === slug) ??
    (short === "" ? undefined : headings.find((one) => names(one).some((name) => name.startsWith(short) && !/^[\w-]/.test(name.slice(short.length)))))
  );
}

function labelled(text: string, part: string, within: Place): Place | undefined {
  const wanted = plain(part);
  const lines = text.split("\n");
  const at = lines.findIndex((line, index) => index + 1 >= within.line && index < within.end_line && plain(/^\s{0,8}(?:[-*] )?\*\*([^*]{1,120})\*\*/.exec(line)?.[1] ?? "") === wanted);
  return at === -1 || wanted === "" ? undefined : { line: at + 1, end_line: at + 1 };
}

function plain(words: string): string {
  return words.replace(/^#{1,6}\s/, "").replace(/[`*_"“”]/g, "").replace(/\s+/g, " ").trim().replace(/:$/, "").toLowerCase();
}

/** `1. Start` and `2.3 Logs` without their numbers. */
function unnumbered(words: string): string {
  return words.replace(/^\d{1,4}(?:\.\d{1,4}){0,5}[.)]?\s/, "");
}

/** As GitHub makes the address of a heading. */
function slugOf(words: string): string {
  return words.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s/g, "-");
}
