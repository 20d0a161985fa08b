import { clean } from "../text/clean.ts";
import { fingerprint } from "../text/fingerprint.ts";
import { allSigns } from "./all-signs.ts";
import { isCalm, isHarmless } from "./harmless.ts";
import { ownWords } from "./own-words.ts";
import type { Sign } from "./sign.ts";

export interface ReadSign {
  sign: Sign;
  /** What the named groups of its pattern held. */
  match: Record<string, string>;
  line: string;
  /** 0-based, in the lines given. */
  index: number;
}

/** Lines between a cause and what follows from it, at most. */
const NEAR = 40;
const MOST_LINES = 5_000;
const MOST_CHARS = 4_000;
/** Of a longer line its end is read too: a program that logs JSON puts the message of an exception there. */
const TAIL_CHARS = 1_000;
/** What differs between lines that say the same: times, addresses, ids. Short numbers tell something (an exit code, a status). */
const changing = /\d\d:\d\d:\d\d|\d{1,9}(?:\.\d{1,9}){1,5}|\b[0-9a-f]{8,64}\b|\d{4,20}/g;
/** Characters of all lines together; the last lines count. */
const MOST_IN_ALL = 2_000_000;

/**
 * What lines mean, the most telling first: what proves something before what only hints at it, what was said last before
 * what may be over, and of these the more particular cause. One reading for each cause, the first line that says it.
 */
export function readSigns(lines: string[]): ReadSign[] {
  const offset = firstRead(lines);
  const seen = new Set<string>();
  const ranks = new Map<string, number>();
  const found = new Map<string, { read: ReadSign; last: number; rank: number }>();
  for (let index = offset; index < lines.length; index += 1) {
    const raw = lines[index] ?? "";
    const cut = raw.length > MOST_CHARS ? `${raw.slice(0, MOST_CHARS - TAIL_CHARS)} … ${raw.slice(-TAIL_CHARS)}` : raw;
    if (cut.trim() === "") continue;
    const line = clean(cut).replaceAll("\n", " ").trim();
    const print = fingerprint(line);
    const text = withoutPrefix(line);
    if (isHarmless(text.replaceAll('\\"', '"'))) continue;
    const calm = isCalm(text);
    const words = withField(ownWords(text, calm).replaceAll('\\"', '"'), lines, index);
    const message = `${calm} ${words.replace(changing, "#")}`;
    const rank = ranks.get(message) ?? allSigns.findIndex((sign) => (sign.decisive || !calm) && sign.patterns.some((pattern) => pattern.test(words)));
    ranks.set(message, rank);
    const general = allSigns[rank];
    if (!general) continue;
    // A line that says that all is well hints at most.
    const sign = calm ? { ...general, decisive: false } : general;
    const known = found.get(sign.code);
    if (known) known.last = index;
    if ((known && known.read.sign.decisive >= sign.decisive) || seen.has(print)) continue;
    seen.add(print);
    found.set(sign.code, { read: { sign, match: groups(sign, words), line, index }, last: index, rank });
  }
  const late = offset + (lines.length - offset) * 0.6;
  return [...found.values()].filter(({ read }) => !isConsequence(read, found)).toSorted((a, b) => Number(b.read.sign.decisive) - Number(a.read.sign.decisive) || Number(b.last >= late) - Number(a.last >= late) || a.rank - b.rank).map(({ read }) => read);
}

/** Whether a cause that was said shortly before explains this one. */
function isConsequence({ sign, index }: ReadSign, found: Map<string, { read: ReadSign }>): boolean {
  const reasons = (sign.follows ?? []).flatMap((code) => found.get(code)?.read.index ?? []);
  return reasons.some((at) => at <= index && index - at <= NEAR);
}

const engine = /^(?:[\w.-]{1,60} {1,30}\| {0,1}|#\d{1,4} (?:\d{1,5}\.\d{1,3} )?)/;
const time = /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[.,\d]{0,12}(?:Z| UTC| ?[-+]\d\d:?\d\d)?\]?\s{1,3}/;

/** A line as the program wrote it: without what Compose, a build or a log puts before it, a name and the time. */
function withoutPrefix(line: string): string {
  return line.replace(engine, "").replace(time, "");
}

/** The first line that is read: the last lines of a log say what is wrong now. */
function firstRead(lines: string[]): number {
  let first = lines.length;
  for (let left = MOST_IN_ALL; first > 0 && lines.length - first < MOST_LINES; first -= 1) {
    left -= Math.min(lines[first - 1]?.length ?? 0, MOST_CHARS);
    if (left < 0) break;
  }
  return first;
}

/** pydantic names the field and what is wrong with it in the two lines below its message. */
function withField(line: string, lines: string[], index: number): string {
  if (!/\bvalidation errors? for \w{1,80}$/.test(line.slice(-200))) return line;
  return [line, ...lines.slice(index + 1, index + 3).map((next) => clean(next.slice(-400)).replaceAll("\n", " ").replace(/^[\w.-]{1,60}\s{1,30}\|/, "").trim())].join(" ");
}

function groups({ patterns }: Sign, line: string): Record<string, string> {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (match) return Object.fromEntries(Object.entries(match.groups ?? {}).flatMap(([name, value]: [string, string | undefined]) => (value === undefined ? [] : [[name.replace(/\d$/, ""), value.replace(/[\s,;]{1,20}$/, "")]])));
  }
  return {};
}
