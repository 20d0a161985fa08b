import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import { buildSearch, type Document, type Search } from "../maps/search.ts";
import { COMPONENT_WEIGHTS } from "../maps/search-weights.ts";
import { topicsOf } from "../maps/topics.ts";
import { vocabulary } from "../pointers/vocabulary.ts";
import type { Knowledge } from "./open-knowledge.ts";
import { resolveAll } from "./resolve-all.ts";

export interface FoundComponents {
  /** Best first; empty where the map does not answer the question. */
  hits: { entry: MapEntry; score: number }[];
  /** Names that are near a question without an answer. */
  near: string[];
}

/** Beyond this the words of the sources are left out: reading them all would take longer than the answer is worth. */
const HARVESTED = 300;
const CATEGORIES = 20;

/** Labels that most entries have: they say nothing of what one is about. */
const FRAME = ["definitive source", "spec", "discussion", "location", "index", "template", "docker", "structure", "where used", "key detail", "key command", "env var", "quick access", "access"];

/** The components that a question is about, by their own words and those of the sources that they point to. */
export async function findComponents(knowledge: Knowledge, query: string, category: string | undefined): Promise<FoundComponents> {
  const { entries, search } = await searchFor(knowledge, category);
  const { hits, near } = search.find(query);
  const entryOf = (id: number) => entries[id] ?? [];
  return { hits: hits.flatMap(({ id, score }) => [entryOf(id)].flat().map((entry) => ({ entry, score }))), near: near.flatMap((id) => [entryOf(id)].flat().map((entry) => entry.title)) };
}

interface Built {
  entries: MapEntry[];
  /** Words of the sources that it was built with. */
  words: string;
  search: Search;
}

/** Searches of maps that have not changed; a map that has is another list. */
const built = new WeakMap<MapEntry[], Map<string, Built>>();

/** The search over the entries of a category; built anew where a word of their sources has changed. */
async function searchFor({ components, sources, defaults }: Knowledge, category: string | undefined): Promise<Built> {
  const known = built.get(components.entries) ?? new Map<string, Built>();
  built.set(components.entries, known);
  const before = known.get(category ?? "");
  const entries = before?.entries ?? inCategory(components.entries, category);
  const vocabularies = await vocabulariesOf({ sources, defaults }, entries);
  const words = vocabularies.join("\0");
  if (before?.words === words) return before;
  const now = { entries, words, search: buildSearch(documentsOf(entries, vocabularies), COMPONENT_WEIGHTS) };
  if (known.size >= CATEGORIES) known.clear();
  known.set(category ?? "", now);
  return now;
}

/** What entries are searched by; `vocabularies`: the words of each one's sources. */
export function documentsOf(entries: MapEntry[], vocabularies: string[]): Document[] {
  return entries.map((entry, id) => ({
    id,
    fields: {
      name: entry.title,
      category: entry.category,
      topics: topicsOf(entry.title),
      kinds: topicsOf(textOf(entry, ["whats there", "definitive source"])),
      aliases: textOf(entry, ["alias"]),
      there: textOf(entry, ["whats there"]),
      pointers: entry.fields.filter((field) => !["alias", "whats there"].includes(field.key)).map((field) => [FRAME.includes(field.key) ? "" : field.label, field.text, ...field.items].join(" ")).join("\n"),
      vocabulary: vocabularies[id] ?? "",
    },
  }));
}

/** The words of each entry's sources, as they are now; none of a map that is too large for that. */
export async function vocabulariesOf(knowledge: Pick<Knowledge, "sources" | "defaults">, entries: MapEntry[]): Promise<string[]> {
  return entries.length > HARVESTED ? [] : Promise.all(entries.map((entry) => harvested(knowledge, entry)));
}

/** Entries of a category, named in any case or by a part of its name. */
export function inCategory(entries: MapEntry[], category: string | undefined): MapEntry[] {
  const wanted = category?.trim().toLowerCase();
  return wanted ? entries.filter((entry) => entry.category.toLowerCase().includes(wanted)) : entries;
}

function textOf(entry: MapEntry, keys: string[]): string {
  return entry.fields.filter((field) => keys.includes(field.key)).map((field) => [field.text, ...field.items].join("\n")).join("\n");
}

async function harvested(knowledge: Pick<Knowledge, "sources" | "defaults">, entry: MapEntry): Promise<string> {
  const pointers = await resolveAll(knowledge, entry, pointersIn(entry, knowledge.defaults), "unasked");
  const words = await Promise.all(pointers.filter((one) => one.status === "ok").map((one) => vocabulary(knowledge.sources, one)));
  return words.join("\n");
}
