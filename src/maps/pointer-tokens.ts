/** A piece of a field's text: a code span or the target of a link, an arrow, or a word of prose with its punctuation. */
export interface PointerToken {
  kind: "span" | "arrow" | "word";
  text: string;
  /** Where it stands in the text, marks included. */
  start: number;
  end: number;
}

/** More of one token is not read: no path is that long. */
const LONGEST = 500;

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
    tokens.push(...words(text.slice(prose, at), prose), ...spans(text.slice(inner, close), at, close + inner - at));
    prose = close + inner - at;
    at = text.indexOf("`", prose);
  }
  return [...tokens, ...words(text.slice(prose), prose)];
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

function words(prose: string, offset: number): PointerToken[] {
  return [...prose.matchAll(/→|->|(?:(?!->)[^\s→])+/g)].flatMap((match): PointerToken[] => {
    const text = match[0].slice(0, LONGEST);
    const start = offset + match.index;
    if (text === "→" || text === "->") return [{ kind: "arrow", text, start, end: start + text.length }];
    const link = text.indexOf("](");
    const close = link === -1 ? -1 : text.indexOf(")", link);
    if (close === -1) return [{ kind: "word", text, start, end: start + text.length }];
    const target: PointerToken = { kind: "span", text: text.slice(link + 2, close), start, end: start + close + 1 };
    const after = text.slice(close + 1);
    return [target, ...(after === "" ? [] : [{ kind: "word" as const, text: after, start: target.end, end: start + text.length }])];
  });
}
