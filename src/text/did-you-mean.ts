const longestWord = 64;

/** The candidate that a mistyped word was most likely meant to be; undefined when none is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase().slice(0, longestWord);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase().slice(0, longestWord);
    const most = Math.max(1, Math.floor(Math.max(typed.length, known.length) / 3));
    if (Math.abs(typed.length - known.length) > most) continue;
    const distance = editDistance(typed, known);
    // Two letters that differ in one are two different words: `db` is not `dp`.
    if (distance <= most && distance < known.length / 2 && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Damerau-Levenshtein (optimal string alignment): inserted, left out, changed or swapped letters. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] ? (before[column - 2] ?? Infinity) + 1 : Infinity;
      current.push(Math.min(changed, swapped, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}
