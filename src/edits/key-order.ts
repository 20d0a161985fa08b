/**
 * The keys of both lists in one order: those of the first stay, each other one goes behind the nearest that stands before
 * it in its own list. Keys of which nothing says where they go are left out.
 */
export function mergeOrder(base: string[], other: string[]): string[] {
  const merged = [...base];
  for (const [index, key] of other.entries()) {
    if (merged.includes(key)) continue;
    const before = other.slice(0, index).findLast((one) => merged.includes(one));
    const after = other.slice(index + 1).find((one) => merged.includes(one));
    if (before !== undefined) merged.splice(merged.indexOf(before) + 1, 0, key);
    else if (after !== undefined) merged.splice(merged.indexOf(after), 0, key);
    else if (base.length === 0) merged.push(key);
  }
  return merged;
}
