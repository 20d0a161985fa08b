import { fingerprint } from "./fingerprint.ts";

const longestBlock = 5;

/**
 * Folds lines that come again and again, one by one or in blocks of up to five (a crash loop), into their first
 * occurrence with the number of times. `same` decides what counts as the same line; their fingerprints when left out.
 */
export function foldRepeats<T extends { text: string }>(lines: T[], same?: (a: T, b: T) => boolean): (T & { repeats?: number })[] {
  const prints = same ? [] : lines.map((line) => fingerprint(line.text));
  const folded: (T & { repeats?: number })[] = [];

  function equal(a: number, b: number): boolean {
    const [first, second] = [lines[a], lines[b]];
    if (first === undefined || second === undefined) return false;
    return same ? same(first, second) : prints[a] === prints[b];
  }
  function timesAt(start: number, size: number): number {
    let next = start + size;
    while (next < lines.length && equal(next, next - size)) next += 1;
    return Math.floor((next - start) / size);
  }

  for (let start = 0; start < lines.length; ) {
    let best = { size: 1, times: 1 };
    for (let size = 1; size <= longestBlock; size += 1) {
      const times = timesAt(start, size);
      if (times > 1 && size * times > best.size * best.times) best = { size, times };
    }
    for (const line of lines.slice(start, start + best.size)) folded.push(best.times > 1 ? { ...line, repeats: best.times } : line);
    start += best.size * best.times;
  }
  return folded;
}
