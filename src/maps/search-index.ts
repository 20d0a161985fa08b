import { Numbers } from "./numbers.ts";
import { buildPostings, type Postings, type Rows } from "./search-postings.ts";
import { eachRawWord, termsOf } from "./words.ts";

export interface Index {
  size: number;
  /** Of a term; undefined where no document has it. */
  postings(term: string): Postings | undefined;
  /** Every word as it is written, in lower case, without digits and separators. */
  surfaces(): Set<string>;
}

/** A word within a name counts less than a word of its own. */
const PART = 0.5;
/** How much a field's length takes away from each of its words. */
const LENGTH = 0.4;
/** The weighted count at which a document is half about a term. */
const HALF = 0.8;

interface Field {
  weight: number;
  /** Words in all documents. */
  total: number;
  /** Documents that have it. */
  count: number;
}

/** The terms of every word that was met, by the word's number: those of word n from `starts[n]` to `starts[n + 1]`. */
class Vocabulary {
  readonly numbers = new Map<string, number>();
  readonly terms = new Map<string, number>();
  readonly starts = new Numbers();
  readonly ids = new Numbers();
  /** Whether each of them is a part of a name. */
  readonly parts = new Numbers();

  constructor() {
    this.starts.push(0);
  }

  numberOf(raw: string): number {
    const known = this.numbers.get(raw);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(raw, number);
    for (const { term, part } of termsOf(raw)) {
      let id = this.terms.get(term);
      if (id === undefined) this.terms.set(term, (id = this.terms.size));
      this.ids.push(id);
      this.parts.push(part ? 1 : 0);
    }
    this.starts.push(this.ids.length);
    return number;
  }
}

/** Where the words of one field of a document stand: four numbers each, document, field, first word, behind the last. */
interface Places {
  spans: Numbers;
  words: Numbers;
  fields: Field[];
}

/** Indexes documents by BM25F: every field counts by its weight, its length, and less with each repetition. */
export function buildIndex(documents: { fields: Record<string, string> }[], weights: Record<string, number>): Index {
  const vocabulary = new Vocabulary();
  const places = readPlaces(documents, weights, vocabulary);
  const postings = buildPostings(countTerms(places, vocabulary), vocabulary.terms.size);
  return {
    size: documents.length,
    postings: (term) => {
      const id = vocabulary.terms.get(term);
      return id === undefined ? undefined : postings(id);
    },
    surfaces: () => {
      const surfaces = new Set<string>();
      for (const raw of vocabulary.numbers.keys()) for (const piece of raw.toLowerCase().split(/[\d_\-./:@#+]+/)) surfaces.add(piece);
      return surfaces;
    },
  };
}

function readPlaces(documents: { fields: Record<string, string> }[], weights: Record<string, number>, vocabulary: Vocabulary): Places {
  const names = [...new Set(documents.slice(0, 50).flatMap(({ fields }) => Object.keys(fields)).concat(Object.keys(weights)))];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const fields = names.map((name): Field => ({ weight: weights[name] ?? 1, total: 0, count: 0 }));
  const spans = new Numbers();
  const words = new Numbers();
  const take = (word: string): void => words.push(vocabulary.numberOf(word));
  for (const [at, document] of documents.entries()) {
    for (const name in document.fields) {
      const text = document.fields[name] ?? "";
      let number = numbers.get(name);
      if (number === undefined) {
        numbers.set(name, (number = fields.length));
        fields.push({ weight: weights[name] ?? 1, total: 0, count: 0 });
      }
      const field = fields[number];
      if (text === "" || !field || field.weight <= 0) continue;
      const first = words.length;
      eachRawWord(text, take);
      if (words.length === first) continue;
      field.total += words.length - first;
      field.count += 1;
      spans.push(at);
      spans.push(number);
      spans.push(first);
      spans.push(words.length);
    }
  }
  return { spans, words, fields };
}

/** How strongly each document is about each of its terms. */
function countTerms({ spans, words, fields }: Places, { terms, starts, ids, parts }: Vocabulary): Rows {
  const rows: Rows = { terms: new Numbers(), documents: new Numbers(), strengths: new Numbers(Float32Array) };
  // By number of the term; all zero again after each field, and after each document.
  const counts = new Float64Array(terms.size);
  const sums = new Float64Array(terms.size);
  const here = new Int32Array(terms.size);
  const touched = new Int32Array(terms.size);
  let found = 0;
  const finish = (at: number): void => {
    for (let index = 0; index < found; index += 1) {
      const id = touched[index] ?? 0;
      const sum = sums[id] ?? 0;
      sums[id] = 0;
      rows.terms.push(id);
      rows.documents.push(at);
      rows.strengths.push(sum / (sum + HALF));
    }
    found = 0;
  };
  for (let span = 0; span < spans.length; span += 4) {
    const at = spans.values[span] ?? 0;
    const { weight, total, count } = fields[spans.values[span + 1] ?? 0] ?? { weight: 0, total: 1, count: 1 };
    const first = spans.values[span + 2] ?? 0;
    const last = spans.values[span + 3] ?? 0;
    const norm = 1 - LENGTH + (LENGTH * (last - first) * count) / total;
    let distinct = 0;
    for (let position = first; position < last; position += 1) {
      const word = words.values[position] ?? 0;
      const behind = starts.values[word + 1] ?? 0;
      for (let index = starts.values[word] ?? 0; index < behind; index += 1) {
        const id = ids.values[index] ?? 0;
        if (counts[id] === 0) here[distinct++] = id;
        counts[id] = (counts[id] ?? 0) + (parts.values[index] === 1 ? PART : 1);
      }
    }
    for (let index = 0; index < distinct; index += 1) {
      const id = here[index] ?? 0;
      const share = (counts[id] ?? 0) / norm;
      counts[id] = 0;
      if (sums[id] === 0) touched[found++] = id;
      sums[id] = (sums[id] ?? 0) + (weight * 2 * share) / (share + 1);
    }
    if (span + 4 >= spans.length || spans.values[span + 4] !== at) finish(at);
  }
  return rows;
}
