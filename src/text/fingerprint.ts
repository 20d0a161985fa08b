const changing = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g,
  /\b(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\b/gi,
  /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g,
  /\b(?:0x[0-9a-f]+|(?=[a-f]{0,64}\d)[0-9a-f]{7,})\b/gi,
  /\d+(?:[.,]\d+)?/g,
];

/** A line without what changes from one time to the next: numbers, ids, addresses, times. Equal means "the same message". */
export function fingerprint(text: string): string {
  return changing.reduce((rest, pattern) => rest.replace(pattern, "#"), text).trim();
}
