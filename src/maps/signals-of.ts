import type { MapField } from "./parse-map.ts";

/** A literal string of a Signals field, as it is to be looked for. */
export interface Signal {
  literal: string;
  /** 1-based, of the item or the label that it stands behind. */
  line: number;
}

/** One of a letter or two would stand everywhere. */
const SHORTEST = 4;

/**
 * The signals of a field: code spans or texts in quotes, several behind the label or in an item, what stands in brackets
 * behind one being a remark; any other item is one as it stands. `short`: what is too short to look for.
 */
export function signalsOf({ text, items, line, itemLines }: Pick<MapField, "text" | "items" | "line" | "itemLines">): { signals: Signal[]; short: Signal[] } {
  const parts = [{ text, line }, ...items.map((item, index) => ({ text: item, line: itemLines[index] ?? line }))].filter((part, index) => index > 0 || part.text !== "");
  const found = parts.flatMap((part) => literalsIn(part.text.trim()).map((literal): Signal => ({ literal, line: part.line })));
  return { signals: found.filter(({ literal }) => literal.length >= SHORTEST), short: found.filter(({ literal }) => literal.length < SHORTEST) };
}

function literalsIn(text: string): string[] {
  const bare = skip(text, /^(?:>\s*)?(?:\([^()]{0,200}\)\s*)?(?:\*\*[^*]{1,80}\*\*\s*[:：]?\s*)?/);
  const marked = markedAtStart(bare);
  if (marked.length > 0) return marked;
  // A table keeps its header and its bars: only what is marked in it is meant.
  const spans = text.startsWith("|") ? [...text.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? "").trim()) : [];
  return spans.length > 0 ? spans : [text];
}

function skip(text: string, lead: RegExp): string {
  return text.slice(lead.exec(text)?.[0].length ?? 0);
}

/** The code spans or quoted texts that a text begins with, as far as only commas and remarks stand between. */
function markedAtStart(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const ticks = /^`+/.exec(rest)?.[0] ?? "";
    const close = ticks === "" ? closingQuote(rest) : closingTicks(rest, ticks.length);
    if (close === undefined) return found;
    const width = ticks.length || 1;
    // Words in quotes may begin a message that goes on: `"x" is not defined`.
    const after = rest.slice(close + width);
    if (ticks === "" && !/^\s*(?:$|[,;/(]|(?:and|or)\s)/.test(after)) return found;
    found.push(rest.slice(width, close).trim());
    rest = skip(after, /^\s*(?:\([^()]{0,200}\)\s*)?(?:[,;/]\s*)?(?:(?:and|or)\s+)?/);
  }
  return found;
}

function closingQuote(text: string): number | undefined {
  const end = text.startsWith('"') ? '"' : text.startsWith("“") ? "”" : undefined;
  const at = end === undefined ? -1 : text.indexOf(end, 1);
  return at === -1 ? undefined : at;
}

/** Where a run of exactly as many backticks stands again. */
function closingTicks(text: string, count: number): number | undefined {
  for (let at = text.indexOf("`", count); at !== -1; ) {
    let end = at;
    while (text[end] === "`") end += 1;
    if (end - at === count) return at;
    at = text.indexOf("`", end);
  }
  return undefined;
}
