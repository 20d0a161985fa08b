import { decoded } from "./pointer-shape.ts";

/** A piece of a field's text: a code span, the target of a link, an arrow, or a word of prose with its punctuation. */
export interface PointerToken {
  kind: "span" | "link" | "arrow" | "word";
  text: string;
  /** Where it stands in the text, marks included. */
  start: number;
  end: number;
}

/** More of one token is not read: no path is that long. */
const LONGEST = 500;
/** From so many backticks on it is code that is shown, and nothing that is pointed to. */
const CODE = 3;

/** Cuts a text of Markdown into code spans, arrows (`→`, `->`) and words; a span with arrows in it is several. Linear. */
export function pointerTokens(text: string): PointerToken[] {
  const tokens: PointerToken[] = [];
  const closers = closingRuns(text);
  let prose = 0;
  for (let at = text.indexOf("`"); at !== -1; ) {
    const inner = at + runAt(text, at);
    const close = closers.get(at);
    if (close === undefined) {
      at = text.indexOf("`", inner);
      continue;
    }
    const marks = inner - at;
    const bold = emphasisAround(text, at, close + marks);
    takeWords(tokens, text, prose, at - bold);
    if (marks < CODE) tokens.push(...spans(text.slice(inner, close), at - bold, close + marks + bold));
    prose = close + marks + bold;
    at = text.indexOf("`", prose);
  }
  takeWords(tokens, text, prose, text.length);
  return tokens;
}

/** How many marks of emphasis stand on both sides: `` **`db`** ``. */
function emphasisAround(text: string, start: number, end: number): number {
  let count = 0;
  while (count < 3 && /[*_]/.test(text[start - 1 - count] ?? "") && text[end + count] === text[start - 1 - count]) count += 1;
  return count;
}

/** For each run of backticks the place of the next run of the same length. */
function closingRuns(text: string): Map<number, number> {
  const next = new Map<number, number>();
  const waiting = new Map<number, number>();
  for (let at = text.lastIndexOf("`"); at !== -1; at = at === 0 ? -1 : text.lastIndexOf("`", at - 1)) {
    const end = at + 1;
    while (at > 0 && text[at - 1] === "`") at -= 1;
    const after = waiting.get(end - at);
    if (after !== undefined) next.set(at, after);
    waiting.set(end - at, at);
  }
  return next;
}

function runAt(text: string, at: number): number {
  let end = at;
  while (text[end] === "`") end += 1;
  return end - at;
}

function spans(inside: string, start: number, end: number): PointerToken[] {
  return inside.split(/→|\s->\s/).flatMap((part, index): PointerToken[] => [
    ...(index > 0 ? [{ kind: "arrow" as const, text: "→", start, end }] : []),
    ...(part.trim() === "" ? [] : [{ kind: "span" as const, text: part.trim().slice(0, LONGEST), start, end }]),
  ]);
}

/** Adds the words, arrows and links between two places. */
function takeWords(tokens: PointerToken[], text: string, from: number, to: number): void {
  const prose = text.slice(from, to);
  const parts = /→|->|\]\(|(?:(?!->|\]\()[^\s→])+/g;
  for (let match = parts.exec(prose); match; match = parts.exec(prose)) {
    const start = from + match.index;
    const link = match[0] === "](" ? linkAt(prose, match.index) : undefined;
    if (link) {
      const near = Math.max(0, start - LONGEST);
      const bracket = text.slice(near, start).lastIndexOf("[");
      const open = bracket === -1 ? start : near + bracket;
      // The words of a link say what it is called, its target where it leads.
      while ((tokens.at(-1)?.start ?? -1) >= open) tokens.pop();
      tokens.push({ kind: "link", text: link.target, start: open, end: from + link.end });
      parts.lastIndex = link.end;
      continue;
    }
    const word = match[0].slice(0, LONGEST);
    const kind = word === "→" || word === "->" ? "arrow" : "word";
    tokens.push({ kind, text: word, start, end: start + word.length });
  }
}

/** The target of the link whose `](` stands at `at`, without its title, and where the link ends. */
function linkAt(prose: string, at: number): { target: string; end: number } | undefined {
  const rest = prose.slice(at + 2, at + 2 + LONGEST);
  let depth = 0;
  let close = rest.startsWith("<") ? rest.indexOf(">") : 0;
  for (; close !== -1 && close < rest.length && !(rest[close] === ")" && depth === 0); close += 1) depth += rest[close] === "(" ? 1 : rest[close] === ")" ? -1 : 0;
  if (close === -1 || close >= rest.length) return undefined;
  const inside = rest.slice(0, close).trim();
  const target = /^<([^<>]*)>/.exec(inside)?.[1] ?? inside.replace(/\s+(?:"[^"]*"|'[^']*')$/, "");
  return { target: decoded(target), end: at + 2 + close + 1 };
}
