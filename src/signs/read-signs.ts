import { clean } from "../text/clean.ts";
import { fingerprint } from "../text/fingerprint.ts";
import { allSigns } from "./all-signs.ts";
import { isCalm, isHarmless } from "./harmless.ts";
import type { Sign } from "./sign.ts";

export interface ReadSign {
  sign: Sign;
  /** What the named groups of its pattern held. */
  match: Record<string, string>;
  line: string;
  /** 0-based, in the lines given. */
  index: number;
}

const MOST_LINES = 5_000;
const MOST_CHARS = 4_000;
/** Of a longer line its end is read too: a program that logs JSON puts the message of an exception there. */
const TAIL_CHARS = 1_000;
/** Characters of all lines together; the last lines count. */
const MOST_IN_ALL = 2_000_000;

/**
 * What lines mean, the most telling first: what proves something before what only hints at it, what was said last before
 * what may be over, and of these the more particular cause. One reading for each cause, the first line that says it.
 */
export function readSigns(lines: string[]): ReadSign[] {
  const offset = firstRead(lines);
  const seen = new Set<string>();
  const found = new Map<string, { read: ReadSign; last: number; rank: number }>();
  for (let index = offset; index < lines.length; index += 1) {
    const raw = lines[index] ?? "";
    const cut = raw.length > MOST_CHARS ? `${raw.slice(0, MOST_CHARS - TAIL_CHARS)} … ${raw.slice(-TAIL_CHARS)}` : raw;
    if (cut.trim() === "") continue;
    const line = clean(cut).replaceAll("\n", " ").trim();
    const print = fingerprint(line);
    const words = withField(line.replaceAll('\\"', '"'), lines, index);
    if (isHarmless(words)) continue;
    const calm = isCalm(words);
    const rank = allSigns.findIndex((sign) => (sign.decisive || !calm) && sign.patterns.some((pattern) => pattern.test(words)));
    const sign = allSigns[rank];
    if (!sign) continue;
    const known = found.get(sign.code);
    if (known) known.last = index;
    if (known || seen.has(print)) continue;
    seen.add(print);
    found.set(sign.code, { read: { sign, match: groups(sign, words), line, index }, last: index, rank });
  }
  const late = offset + (lines.length - offset) * 0.6;
  return [...found.values()].toSorted((a, b) => Number(b.read.sign.decisive) - Number(a.read.sign.decisive) || Number(b.last >= late) - Number(a.last >= late) || a.rank - b.rank).map(({ read }) => read);
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
  return [line, ...lines.slice(index + 1, index + 3).map((next) => clean(next.slice(-400)).replaceAll("\n", " ").replace(/^[\w.-]{1,60}\s{1,4}\|/, "").trim())].join(" ");
}

function groups({ patterns }: Sign, line: string): Record<string, string> {
  for (const pattern of patterns) {
    const match = pattern.exec(line);
    if (match) return Object.fromEntries(Object.entries(match.groups ?? {}).flatMap(([name, value]: [string, string | undefined]) => (value === undefined ? [] : [[name, value]])));
  }
  return {};
}
