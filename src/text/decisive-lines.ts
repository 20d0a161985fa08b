import { clean } from "./clean.ts";
import { fingerprint } from "./fingerprint.ts";
import { severityOf, type Severity } from "./severity.ts";
import { findTracebacks } from "./tracebacks.ts";

/** Something that a log tells, by the numbers of its lines: most telling first. */
interface Event {
  at: number;
  lines: number[];
  severity: Severity;
}

// PostgreSQL explains a failure in the lines below it.
const explanation = /^.{0,100}\b(?:DETAIL|HINT): /;

/**
 * The lines of one service's log that say why it failed, in log order: the first failure before its cascade, the last
 * one, and what fits between them. Tracebacks are reduced to their messages and a frame of the application's own code,
 * repeats to their first time. The last lines when none looks like a failure.
 */
export function decisiveLines(lines: string[], limit = 5): string[] {
  const texts = lines.map((line) => clean(line).replaceAll("\n", " ").trimEnd());
  const events = distinct(findEvents(texts), texts);
  const failures = events.filter(({ severity }) => severity === "failure");
  const telling = events.filter(({ severity }) => severity === "failure" || severity === "sign");
  const [first] = failures.length > 0 ? failures : telling;
  const last = failures.at(-1);
  const ranked = [first, last, telling[0], ...failures, ...telling, ...(telling.length > 0 ? [] : events)];
  const chosen = new Set<number>();
  for (const event of ranked) for (const index of event?.lines ?? []) if (chosen.size < limit) chosen.add(index);
  if (chosen.size === 0) return limit > 0 ? texts.filter((text) => text !== "").slice(-limit) : [];
  return [...chosen].sort((a, b) => a - b).map((index) => texts[index] ?? "");
}

function findEvents(texts: string[]): Event[] {
  const tracebacks = findTracebacks(texts);
  const events: Event[] = tracebacks.map(({ from, keep }) => ({ at: from, lines: keep, severity: "failure" }));
  let next = 0;
  let before: Event | undefined;
  for (let at = 0; at < texts.length; at += 1) {
    while ((tracebacks[next]?.to ?? Infinity) <= at) next += 1;
    const traceback = tracebacks[next];
    if (traceback && traceback.from <= at) {
      at = traceback.to - 1;
      before = undefined;
      continue;
    }
    const text = texts[at] ?? "";
    if (before && explanation.test(text)) {
      before.lines.push(at);
      continue;
    }
    const severity = severityOf(text);
    before = severity === "none" ? undefined : { at, lines: [at], severity };
    if (before) events.push(before);
  }
  return events.filter((event) => event.lines.length > 0).sort((a, b) => a.at - b.at);
}

function distinct(events: Event[], texts: string[]): Event[] {
  const seen = new Set<string>();
  return events.filter(({ lines }) => {
    const print = fingerprint(texts[lines[0] ?? 0] ?? "");
    if (seen.has(print)) return false;
    seen.add(print);
    return true;
  });
}
