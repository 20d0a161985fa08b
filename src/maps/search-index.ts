import { buildPostings, type Postings, type Rows } from "./search-postings.ts";
import { rawWords, termsOf } from "./words.ts";

export interface Index {
  size: number;
  /** Of a term; undefined where no document has it. */
  postings(term: string): Postings | undefined;
  /** Every word as it is written, in lower case, without digits and separators. */
  surfaces(): Set<string>;
}

/** A word within a name counts less than a word of its own. */
const PART = 0.5;
const ALONE = [1];
/** How much a field's length takes away from each of its words. */
const LENGTH = 0.4;
/** The weighted count at which a document is half about a term. */
const HALF = 0.8;

/** The terms of a word by number, and what each counts. */
interface Word {
  ids: number[];
  shares: number[];
}

interface Field {
  weight: number;
  /** Words in all documents. */
  total: number;
  /** Documents that have it. */
  count: number;
}

/** What stands in one field of a document. */
interface Place {
  field: Field;
  found: Word[];
}

/** Indexes documents by BM25F: every field counts by its weight, its length, and less with each repetition. */
export function buildIndex(documents: { fields: Record<string, string> }[], weights: Record<string, number>): Index {
  const words = new Map<string, Word>();
  const ids = new Map<string, number>();
  const fields = new Map<string, Field>();
  const idOf = (term: string): number => entryOf(ids, term, () => ids.size);
  const wordOf = (raw: string): Word =>
    entryOf(words, raw, () => {
      const terms = termsOf(raw);
      return { ids: terms.map(({ term }) => idOf(term)), shares: terms.length === 1 ? ALONE : terms.map(({ part }) => (part ? PART : 1)) };
    });
  const placesOf = (texts: Record<string, string>): Place[] => {
    const places: Place[] = [];
    for (const name of Object.keys(texts)) {
      const field = entryOf(fields, name, () => ({ weight: weights[name] ?? 1, total: 0, count: 0 }));
      const found = field.weight > 0 ? rawWords(texts[name] ?? "").map(wordOf) : [];
      if (found.length === 0) continue;
      field.total += found.length;
      field.count += 1;
      places.push({ field, found });
    }
    return places;
  };

  const postings = buildPostings(countTerms(documents.map((document) => placesOf(document.fields)), ids.size), ids.size);
  return {
    size: documents.length,
    postings: (term) => {
      const id = ids.get(term);
      return id === undefined ? undefined : postings(id);
    },
    surfaces: () => {
      const surfaces = new Set<string>();
      for (const raw of words.keys()) for (const piece of raw.toLowerCase().split(/[\d_\-./:@#+]+/)) surfaces.add(piece);
      return surfaces;
    },
  };
}

/** How strongly each document is about each of its terms. */
function countTerms(documents: Place[][], size: number): Rows {
  const rows: Rows = { terms: [], documents: [], strengths: [] };
  // By number of the term; all zero again after each field, and after each document.
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  for (const [at, places] of documents.entries()) {
    const touched: number[] = [];
    for (const { field, found } of places) {
      const norm = 1 - LENGTH + (LENGTH * found.length * field.count) / field.total;
      const here: number[] = [];
      for (const { ids, shares } of found) {
        for (let index = 0; index < ids.length; index += 1) {
          const id = ids[index] ?? 0;
          if (counts[id] === 0) here.push(id);
          counts[id] = (counts[id] ?? 0) + (shares[index] ?? 1);
        }
      }
      for (const id of here) {
        const count = (counts[id] ?? 0) / norm;
        counts[id] = 0;
        if (sums[id] === 0) touched.push(id);
        sums[id] = (sums[id] ?? 0) + (field.weight * 2 * count) / (count + 1);
      }
    }
    for (const id of touched) {
      const sum = sums[id] ?? 0;
      sums[id] = 0;
      rows.terms.push(id);
      rows.documents.push(at);
      rows.strengths.push(sum / (sum + HALF));
    }
  }
  return rows;
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
