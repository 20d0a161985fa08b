import { parseMap, type MapEntry } from "./parse-map.ts";

const parsedBefore = new Map<string, MapEntry[]>();
const KEPT = 6;

/** The entries of a map's text; for the same text the same list, so that what is made of it can be kept beside it. */
export function mapEntries(text: string): MapEntry[] {
  const entries = parsedBefore.get(text) ?? parseMap(text);
  parsedBefore.delete(text);
  parsedBefore.set(text, entries);
  const [oldest] = parsedBefore.keys();
  if (parsedBefore.size > KEPT && oldest !== undefined) parsedBefore.delete(oldest);
  return entries;
}
