import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import { buildSearch } from "../maps/search.ts";
import { COMPONENT_WEIGHTS } from "../maps/search-weights.ts";
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

/** The components that a question is about, by their own words and those of the sources that they point to. */
export async function findComponents(knowledge: Knowledge, query: string, category: string | undefined): Promise<FoundComponents> {
  const entries = inCategory(knowledge.components.entries, category);
  const documents = await Promise.all(
    entries.map(async (entry, id) => ({
      id,
      fields: {
        name: entry.title,
        category: entry.category,
        aliases: textOf(entry, ["alias"]),
        there: textOf(entry, ["whats there"]),
        pointers: entry.fields.filter((field) => !["alias", "whats there"].includes(field.key)).map((field) => [field.label, field.text, ...field.items].join(" ")).join("\n"),
        vocabulary: entries.length > HARVESTED ? "" : await harvested(knowledge, entry),
      },
    })),
  );
  const { hits, near } = buildSearch(documents, COMPONENT_WEIGHTS).find(query);
  const entryOf = (id: number) => entries[id] ?? [];
  return { hits: hits.flatMap(({ id, score }) => [entryOf(id)].flat().map((entry) => ({ entry, score }))), near: near.flatMap((id) => [entryOf(id)].flat().map((entry) => entry.title)) };
}

/** Entries of a category, named in any case or by a part of its name. */
export function inCategory(entries: MapEntry[], category: string | undefined): MapEntry[] {
  const wanted = category?.trim().toLowerCase();
  return wanted ? entries.filter((entry) => entry.category.toLowerCase().includes(wanted)) : entries;
}

function textOf(entry: MapEntry, keys: string[]): string {
  return entry.fields.filter((field) => keys.includes(field.key)).map((field) => [field.text, ...field.items].join("\n")).join("\n");
}

async function harvested(knowledge: Knowledge, entry: MapEntry): Promise<string> {
  const pointers = await resolveAll(knowledge, entry, pointersIn(entry, knowledge.defaults));
  const words = await Promise.all(pointers.filter((one) => one.status === "ok").map((one) => vocabulary(knowledge.sources, one)));
  return words.join("\n");
}
