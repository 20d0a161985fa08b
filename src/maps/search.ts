import { isSubject, TELLING } from "./common-words.ts";
import { buildIndex } from "./search-index.ts";
import { buildNames } from "./search-names.ts";
import type { Postings } from "./search-postings.ts";
import { buildReader, type QueryWord } from "./search-query.ts";

export interface Document {
  id: number;
  /** Text by field name. */
  fields: Record<string, string>;
}

export interface Hit {
  id: number;
  /** 0 to 1, calibrated: THRESHOLD and more means that the document answers the question. */
  score: number;
  /** The words of the question that the document has, in lower case. */
  matched: string[];
}

export interface Search {
  /** Hits, best first; where there is none, the nearest documents. */
  find(query: string, limit?: number): { hits: Hit[]; near: number[] };
}

/** The least share of what a question says that a document must have to be its answer. */
export const THRESHOLD = 0.27;

const LIMIT = 5;
const NEAR = 3;
/** Documents whose names are held against the question. */
const CANDIDATES = 12;
/** What is left of a common word that no document has. */
const FILLER = 0.3;
/** What a subject that no document has tells: the question is about something else. */
const SUBJECT = 2.5;
/** A word that even its best document has less strongly than this stands at the margin of all of them. */
const SURE = 0.7;
/** What is left of another word that no document has: of how many words, and what each one more takes away. */
const VAGUE = { most: 0.8, words: 2, step: 0.07, least: 0.5 };

interface Ranked {
  at: number;
  score: number;
}

/** A word of the question with what is known of it, and how much it tells documents apart. */
interface Asked extends QueryWord {
  known: { share: number; postings: Postings }[];
  information: number;
}

/** Builds a search over documents in memory: BM25F over weighted fields; a field without a weight weighs 1. */
export function buildSearch(documents: Document[], weights: Record<string, number>): Search {
  const index = buildIndex(documents, weights);
  const read = buildReader(index);
  const names = buildNames(documents, weights);
  const unknown = Math.log(1 + index.size / 0.5);
  // By position of the document; all zero again after each question.
  const totals = new Float64Array(index.size);
  const strengths = new Float64Array(index.size);
  const touched = new Int32Array(index.size);
  const here = new Int32Array(index.size);

  return {
    find(query, limit = LIMIT) {
      const words = read(query);
      const vague = vagueness(words);
      const asked = words.map((word) => look(word, vague));
      const nearest = best(sumUp(asked), Math.max(limit, CANDIDATES));
      const ranked = nearest.map(({ at, score }) => ({ at, score: names.lift(at, score / wholeFor(at, asked, vague), asked, unknown) })).sort(byScore);
      const hits = ranked.filter(({ score }) => score >= THRESHOLD).slice(0, limit);
      return {
        hits: hits.map(({ at, score }) => ({ id: idOf(at), score, matched: asked.filter(({ known }) => known.some(({ postings }) => has(postings, at))).map(({ word }) => word) })),
        near: hits.length > 0 ? [] : ranked.slice(0, NEAR).map(({ at }) => idOf(at)),
      };
    },
  };

  /** What the question says. A word that was guessed may mean nothing of the kind where a document has none of the guesses. */
  function wholeFor(at: number, asked: Asked[], vague: number): number {
    return asked.reduce((sum, { information, guessed, known }) => sum + information * (guessed && !known.some(({ postings }) => has(postings, at)) ? vague : 1), 0);
  }

  function idOf(at: number): number {
    return documents[at]?.id ?? at;
  }

  /** A word that only few documents have strongly tells most; of one that nobody has it depends on what word it is. */
  function look(word: QueryWord, vague: number): Asked {
    const known = [...word.terms].flatMap(([term, share]) => {
      const postings = index.postings(term);
      return postings ? [{ share, postings }] : [];
    });
    if (known.length === 0) return { ...word, known, information: unknown * word.weight * (word.weight < TELLING ? FILLER : word.subject || isSubject(word.word) ? SUBJECT : vague) };
    let strongest = 0;
    let squares = 0;
    for (const { share, postings } of known) {
      strongest = Math.max(strongest, share * postings.strongest);
      squares += share ** 2 * postings.squares;
    }
    const telling = Math.log(1 + (index.size * strongest ** 2) / squares);
    return { ...word, known, information: word.weight * telling * Math.max(vague, Math.min(1, strongest / SURE)) };
  }

  /** Fills `totals`, and the head of `touched` with the documents that have any; gives how many. */
  function sumUp(asked: Asked[]): number {
    let reached = 0;
    for (const { known, information } of asked) {
      const found = gather(known);
      for (let position = 0; position < found; position += 1) {
        const at = here[position] ?? 0;
        const before = totals[at] ?? 0;
        if (before === 0) touched[reached++] = at;
        totals[at] = before + information * (strengths[at] ?? 0);
        strengths[at] = 0;
      }
    }
    return reached;
  }

  /** Fills `strengths` by the best of a word's terms, and the head of `here` with the documents that have one. */
  function gather(known: Asked["known"]): number {
    let found = 0;
    for (const { share, postings } of known) {
      for (let position = 0; position < postings.documents.length; position += 1) {
        const at = postings.documents[position] ?? 0;
        const strength = share * (postings.strengths[position] ?? 0);
        const before = strengths[at] ?? 0;
        if (before === 0) here[found++] = at;
        if (strength > before) strengths[at] = strength;
      }
    }
    return found;
  }

  /** The highest of so many `totals`, in order; clears them. */
  function best(reached: number, limit: number): Ranked[] {
    const top: Ranked[] = [];
    let least = 0;
    for (let position = 0; position < reached; position += 1) {
      const at = touched[position] ?? 0;
      const score = totals[at] ?? 0;
      totals[at] = 0;
      if (score < least) continue;
      top.push({ at, score });
      if (top.length < limit * 4) continue;
      top.sort(byScore).length = limit;
      least = top.at(-1)?.score ?? 0;
    }
    return top.sort(byScore).slice(0, limit);
  }
}

/** Documents of postings are in order. */
function has({ documents }: Postings, at: number): boolean {
  let from = 0;
  let to = documents.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((documents[middle] ?? 0) < at) from = middle + 1;
    else to = middle;
  }
  return documents[from] === at;
}

/** Of few words each is meant; in a long question many only tell a story. */
function vagueness(words: QueryWord[]): number {
  const telling = words.filter(({ weight }) => weight >= TELLING).length;
  return Math.max(VAGUE.least, VAGUE.most - VAGUE.step * Math.max(0, telling - VAGUE.words));
}

function byScore(one: Ranked, two: Ranked): number {
  return two.score - one.score || one.at - two.at;
}
