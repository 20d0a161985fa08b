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

/** Labels that most entries have: they say nothing of what one is about. */
const FRAME = ["definitive source", "spec", "discussion", "location", "index", "template", "docker", "structure", "where used", "key detail", "key command", "env var", "quick access", "access"];

/** The components that a question is about, by their own words and those of the sources that they point to. */
export async function findComponents(knowledge: Knowledge, query: string, category: string | undefined): Promise<FoundComponents> {
  const entries = inCategory(knowledge.components.entries, category);
  const { hits, near } = (await searchComponents(knowledge, category)).find(query);
  const entryOf = (id: number) => entries[id] ?? [];
  return { hits: hits.flatMap(({ id, score }) => [entryOf(id)].flat().map((entry) => ({ entry, score }))), near: near.flatMap((id) => [entryOf(id)].flat().map((entry) => entry.title)) };
}

/** A search over the components of a category; the ids of its documents count its entries from 0. */
async function searchComponents(knowledge: Knowledge, category: string | undefined): Promise<Search> {
  return buildSearch(await documentsOf(knowledge, inCategory(knowledge.components.entries, category)), COMPONENT_WEIGHTS);
}

/** What entries are searched by. */
export async function documentsOf(knowledge: Pick<Knowledge, "sources" | "defaults">, entries: MapEntry[]): Promise<Document[]> {
  return Promise.all(
    entries.map(async (entry, id) => ({
      id,
      fields: {
        name: entry.title,
        category: entry.category,
        topics: topicsOf(entry.title),
        kinds: topicsOf(textOf(entry, ["whats there", "definitive source"])),
        aliases: textOf(entry, ["alias"]),
        there: textOf(entry, ["whats there"]),
        pointers: entry.fields.filter((field) => !["alias", "whats there"].includes(field.key)).map((field) => [FRAME.includes(field.key) ? "" : field.label, field.text, ...field.items].join(" ")).join("\n"),
        vocabulary: entries.length > HARVESTED ? "" : await harvested(knowledge, entry),
      },
    })),
  );
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
  const pointers = await resolveAll(knowledge, entry, pointersIn(entry, knowledge.defaults));
  const words = await Promise.all(pointers.filter((one) => one.status === "ok").map((one) => vocabulary(knowledge.sources, one)));
  return words.join("\n");
}
