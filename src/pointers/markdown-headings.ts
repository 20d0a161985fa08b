import { headingOf, liveLines, rawLines } from "../text/markdown-lines.ts";
import { bareWords, looseSlug, plainWords, readWords, slugOf, unnumbered } from "./heading-names.ts";
import type { Place } from "./place.ts";

export interface Heading extends Place {
  level: number;
  words: string;
}

/** The headings of a Markdown text, those of HTML too, each with the lines of its section, those below it included. */
export function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  const open: Heading[] = [];
  const lines = rawLines(text);
  const close = (level: number, before: number): void => {
    let end = before;
    while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
    while ((open.at(-1)?.level ?? 0) >= level) {
      const heading = open.pop();
      if (heading) heading.end_line = end;
    }
  };
  for (const { line, number } of liveLines(text)) {
    const found = headingOf(line) ?? taggedHeading(line);
    if (!found) continue;
    close(found.level, number - 1);
    const heading = { ...found, line: number, end_line: number };
    headings.push(heading);
    open.push(heading);
  }
  close(1, lines.length);
  return headings;
}

/** A heading, and what it may be called by. */
interface Known {
  heading: Heading;
  plain: string[];
  bare: string[];
  slug: string;
}

/** The section that a path of headings names; the last part may also be a label, `**Label**:`, or an id in it. */
export function placeOfHeading(text: string, anchor: string[]): Place | undefined {
  const headings = headingsOf(text);
  const slugs = slugsOf(headings);
  const known = headings.map((heading, index): Known => {
    const [plain, bare] = [plainWords(heading.words), bareWords(heading.words)];
    return { heading, plain: [plain, unnumbered(plain)], bare: [bare, unnumbered(bare)], slug: slugs[index] ?? "" };
  });
  let within: Place = { line: 1, end_line: Number.MAX_SAFE_INTEGER };
  let last: Place | undefined;
  for (const part of anchor) {
    const inside = known.filter(({ heading }) => heading.line >= within.line && heading.line <= within.end_line);
    const found = match(inside, part) ?? identified(text, headings, part, within) ?? labelled(text, part, within);
    if (!found) return undefined;
    last = { line: found.line, end_line: found.end_line };
    // The title of a document is over all of it, also where another one of its level follows.
    within = headings[0]?.level === 1 && found === headings[0] ? { ...last, end_line: Number.MAX_SAFE_INTEGER } : last;
  }
  return last;
}

/** `<h2>Title</h2>`. */
function taggedHeading(line: string): { level: number; words: string } | undefined {
  const [, level, words] = /^\s{0,3}<h([1-6])(?:\s[^<>]{0,300})?>(.{0,500}?)<\/h\1>/i.exec(line) ?? [];
  return level === undefined ? undefined : { level: Number(level), words: readWords(words ?? "") };
}

/** Of headings with the same words the second has `-1` behind its address. */
function slugsOf(headings: Heading[]): string[] {
  const seen = new Map<string, number>();
  return headings.map(({ words }) => {
    const slug = slugOf(words);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function match(headings: Known[], part: string): Heading | undefined {
  const wanted = plainWords(part);
  const short = wanted.replace(/\s+section$/, "");
  const slug = part.replace(/^#/, "").toLowerCase();
  const [bare, loose] = [bareWords(part), looseSlug(slug)];
  const found =
    headings.find(({ plain }) => plain.includes(wanted)) ??
    headings.find(({ plain }) => plain.includes(short)) ??
    headings.find((one) => one.slug === slug) ??
    (loose === "" ? undefined : headings.find((one) => looseSlug(one.slug) === loose)) ??
    (bare === "" ? undefined : headings.find((one) => one.bare.includes(bare) || one.bare.includes(bare.replace(/ section$/, "")))) ??
    (short === "" ? undefined : headings.find(({ plain }) => plain.some((name) => name.startsWith(short) && !/^[\w-]/.test(name.slice(short.length)))));
  return found?.heading;
}

/** `## Title {#id}`, `<a id="id">` and what else has an id; that of a heading is its section. */
function identified(text: string, headings: Heading[], part: string, within: Place): Place | undefined {
  const id = part.trim().replace(/^#/, "");
  if (!/^[\w:.-]+$/.test(id)) return undefined;
  for (const { line, number } of liveLines(text)) {
    if (number < within.line || number > within.end_line || !line.includes(id)) continue;
    const ids = [...line.matchAll(/<[a-z][\w-]{0,20}\s[^<>]{0,200}?\b(?:id|name)\s?=\s?["']?([\w:.-]+)|\{#([\w:.-]+)[^{}]{0,100}\}\s*$/gi)].flatMap(([, tag, own]) => tag ?? own ?? []);
    if (ids.includes(id)) return headings.find((one) => one.line === number) ?? { line: number, end_line: number };
  }
  return undefined;
}

function labelled(text: string, part: string, within: Place): Place | undefined {
  const wanted = plainWords(part);
  const lines = rawLines(text);
  const at = lines.findIndex((line, index) => index + 1 >= within.line && index < within.end_line && plainWords(/^\s{0,8}(?:[-*+] |\d{1,3}[.)] |\| ?)?(?:\*\*|__)([^*_]{1,120})(?:\*\*|__)/.exec(line)?.[1] ?? "") === wanted);
  return at === -1 || wanted === "" ? undefined : { line: at + 1, end_line: at + 1 };
}
