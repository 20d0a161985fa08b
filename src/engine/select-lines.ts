import { fingerprint } from "../text/fingerprint.ts";
import { foldRepeats } from "../text/fold-repeats.ts";
import { truncate } from "../text/truncate.ts";

export interface ServiceLine {
  service: string;
  at: string;
  text: string;
  repeats?: number;
}

const LIMITS = { line: 600, all: 7_000 };

const ERROR = /\b(error|fatal|panic|critical|exception|traceback|failed|failure|refused|denied|unhandled|abort(ed)?|killed|segfault|cannot|can't|unable to)\b|[a-z](Error|Exception)\b/i;
const WARN = /\bwarn(ing)?\b|deprecat/i;

/**
 * Chooses lines from the logs of several services: those that match, the last `tail` of them in the order of time,
 * repeats folded before they are counted. Where they do not all fit into an answer, one of each distinct error comes first, then the newest.
 */
export function selectLines(all: ServiceLine[], wish: { tail: number; grep?: string | undefined; level?: "error" | "warn" | undefined }): { lines: ServiceLine[]; left: number } {
  const needle = wish.grep?.toLowerCase();
  const matching = all.filter(({ text }) => text.trim() !== "" && (needle === undefined || text.toLowerCase().includes(needle)) && (wish.level === undefined || ERROR.test(text) || (wish.level === "warn" && WARN.test(text))));
  const ordered = matching.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const folded = foldRepeats(ordered, (a, b) => a.service === b.service && fingerprint(a.text) === fingerprint(b.text));
  const short = folded.slice(-wish.tail).map((line) => ({ ...line, at: line.at.replace(/(\.\d{3})\d*Z$/, "$1Z"), text: truncate(line.text, { chars: LIMITS.line, from: "end" }) }));
  // That a log has older lines goes without saying; that a search has more matches does not.
  const earlier = needle === undefined && wish.level === undefined ? 0 : folded.length - short.length;
  const size = (line: ServiceLine) => line.service.length + line.at.length + line.text.length + 40;
  const chosen = new Set<ServiceLine>();
  let room = LIMITS.all;
  const take = (line: ServiceLine) => {
    if (chosen.has(line) || size(line) > room) return;
    chosen.add(line);
    room -= size(line);
  };
  if (short.reduce((sum, line) => sum + size(line), 0) > room) {
    const seen = new Set<string>();
    for (const line of short) {
      const key = `${line.service} ${fingerprint(line.text)}`;
      if (!ERROR.test(line.text) || seen.has(key)) continue;
      seen.add(key);
      if (room > LIMITS.all / 3) take(line);
    }
  }
  for (const line of short.toReversed()) take(line);
  return { lines: short.filter((line) => chosen.has(line)), left: earlier + short.length - chosen.size };
}
