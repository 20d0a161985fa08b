import { insertEntry } from "../maps/insert-entry.ts";
import { mergeEntry } from "../maps/merge-entry.ts";
import { parseMap, type MapEntry } from "../maps/parse-map.ts";
import { setPointer } from "../maps/replace-pointer.ts";
import { retireEntry } from "../maps/retire-entry.ts";
import { sameTitle } from "../maps/same-title.ts";
import { SAME, similarEntries } from "../maps/similar-entries.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { MapRequest } from "./map-request.ts";

export interface MapEdit {
  status: "added" | "merged" | "replaced" | "retired" | "duplicate";
  /** The whole text as it is to be; absent where nothing is to be written. */
  after?: string;
  /** The entry that was written, or that says the same already. */
  entry: string;
  /** 1-based, in the text as it is to be. */
  line: number;
  similar?: { title: string; score: number; line: number }[];
}

/** From here on they are worth a look. */
const NEAR = 0.4;

/** Plans one update of a map's text. `stale`: the path, as written, of a pointer that the new one takes the place of. */
export function editMap(text: string, request: MapRequest, stale?: string): MapEdit | { refusal: Refusal } {
  const entries = parseMap(text);
  if (request.do === "retire") {
    const target = named(entries, request.title);
    if (!target) return unknown(entries, request.title);
    return { status: "retired", after: retireEntry(text, target.title) ?? text, entry: target.title, line: target.line };
  }
  if (request.do === "point") {
    const target = named(entries, request.entry);
    if (!target) return unknown(entries, request.entry);
    const after = setPointer(text, target, request.role, request.pointer, stale);
    return after === text ? { status: "duplicate", entry: target.title, line: target.line } : { status: stale === undefined ? "merged" : "replaced", after, entry: target.title, line: target.line };
  }
  if (request.mergeInto !== undefined) {
    const target = named(entries, request.mergeInto);
    if (!target) return unknown(entries, request.mergeInto);
    const after = mergeEntry(text, target, request.entry);
    return after === text ? { status: "duplicate", entry: target.title, line: target.line } : { status: "merged", after, entry: target.title, line: target.line };
  }
  const similar = similarEntries(entries, request.entry).filter(({ score }) => score >= NEAR).slice(0, 3).map(({ entry, score }) => ({ title: entry.title, score: Math.round(score * 100) / 100, line: entry.line }));
  const [same] = similar;
  if (same && same.score >= SAME) return { status: "duplicate", entry: same.title, line: same.line, similar };
  const after = insertEntry(text, request.entry);
  const known = new Set(entries.map((one) => `${one.category}\n${one.title}`));
  const added = parseMap(after).find((one) => !known.has(`${one.category}\n${one.title}`)) ?? parseMap(after).findLast((one) => sameTitle(one.title, request.entry.title));
  return { status: "added", after, entry: added?.title ?? request.entry.title, line: added?.line ?? 1, ...(similar.length > 0 ? { similar } : {}) };
}

/** The entry of a title, whatever its case, quotes and marks. */
export function named(entries: MapEntry[], title: string): MapEntry | undefined {
  return entries.find((one) => one.title === title) ?? entries.find((one) => sameTitle(one.title, title));
}

function unknown(entries: MapEntry[], title: string): { refusal: Refusal } {
  const meant = didYouMean(title, entries.map((one) => one.title));
  return { refusal: { code: "unknown-entry", message: `There is no entry ${JSON.stringify(title)}.`, fix: meant ? `Did you mean ${JSON.stringify(meant)}?` : "lookup_component without a query lists the components." } };
}
