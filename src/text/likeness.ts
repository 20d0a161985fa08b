/** How much two texts have in common, 0 to 1: their lines without white space around, each as often as it stands, of the longer one's. */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  const lines = linesOf(one);
  const others = linesOf(other);
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of others) {
    const left = counts.get(line) ?? 0;
    if (left === 0) continue;
    counts.set(line, left - 1);
    common += 1;
  }
  return common / Math.max(lines.length, others.length, 1);
}

function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => line.trim() || []);
}
