import { isSubject, TELLING, weightOfWord } from "./common-words.ts";
import type { Index } from "./search-index.ts";
import { buildMeanings, type Meaning } from "./search-terms.ts";
import { stem } from "./stem.ts";
import { rawWords, termsOf, type Term } from "./words.ts";

/** A word of a question. */
export interface QueryWord extends Meaning {
  /** In lower case. */
  word: string;
  /** How much it says in any question, 0 to 1. */
  weight: number;
}

/** Of a name that is known as a whole: the words of a file or an identifier say little, hyphened ones more. */
const WITHIN = { exact: 0.35, hyphened: 0.6 };
/** What is left of the weight of a word that is not known, within a name that is not known. */
const UNKNOWN_PART = 0.3;
/** A question; of a whole log, its beginning. */
const MOST_WORDS = 64;
/** What makes one word with the verb before it: log in, set up, back up. */
const PARTICLES = new Set(["in", "on", "up", "out", "off", "down"]);

interface Plain {
  surface: string;
  part: boolean;
}

/** Reads questions for an index. */
export function buildReader(index: Index): (query: string) => QueryWord[] {
  const meanings = buildMeanings(index);
  const has = ({ term }: Term): boolean => index.postings(term) !== undefined;

  const wordOf = (surface: string, joined: string[]): QueryWord => {
    const weight = Math.min(weightOfWord(surface), weightOfWord(stem(surface)));
    return { word: surface, weight, ...meanings.of(surface, joined.map(stem).filter(meanings.known), weight >= TELLING && !isSubject(surface)) };
  };

  const nameOf = (terms: Term[]): QueryWord => {
    const word = terms[0]?.surface ?? "";
    const within = /[./_]/.test(word) ? WITHIN.exact : WITHIN.hyphened;
    const parts = terms.filter((one) => one.part && has(one) && weightOfWord(one.surface) >= TELLING);
    const wholes = terms.filter((one) => !one.part && has(one));
    return { word, weight: 1, guessed: false, terms: new Map([...parts.map(({ term }) => [term, within] as const), ...wholes.map(({ term }) => [term, 1] as const)]) };
  };

  const plainWords = (plain: Plain[]): QueryWord[] => {
    const words: QueryWord[] = [];
    for (let at = 0; at < plain.length; at += 1) {
      const { surface, part } = plain[at] ?? { surface: "", part: false };
      const next = plain[at + 1]?.surface ?? "";
      const previous = plain[at - 1]?.surface ?? "";
      if (PARTICLES.has(next) && meanings.known(stem(surface + next))) {
        words.push(wordOf(surface + next, []));
        at += 1;
        continue;
      }
      if (weightOfWord(surface) === 0) continue;
      const word = wordOf(surface, [...(next === "" ? [] : [surface + next]), ...(previous === "" || weightOfWord(previous) === 0 ? [] : [previous + surface])]);
      const unknown = word.guessed || word.terms.size === 0;
      if (unknown && isNoise(surface, part)) continue;
      words.push(unknown && part && !word.subject && !isSubject(surface) ? { ...word, weight: word.weight * UNKNOWN_PART } : word);
    }
    return words;
  };

  return (query) => {
    const names: QueryWord[] = [];
    const plain: Plain[] = [];
    for (const raw of rawWords(query).slice(0, MOST_WORDS)) {
      const terms = termsOf(raw);
      const parts = terms.filter(({ part }) => part);
      const joined = parts.length === 2 ? parts.map(({ surface }) => surface).join("") : "";
      // `e-mail` is one word, and so is a subject that is written with a hyphen.
      const single = joined !== "" && (isSubject(joined) || parts.some(({ surface }) => surface.length === 1)) && /^\p{L}+$/u.test(joined);
      if (single && !terms.some((one) => !one.part && has(one))) plain.push({ surface: joined, part: false });
      else if (parts.length === 0) plain.push(...terms.map(({ surface }) => ({ surface, part: false })));
      else if (terms.some((one) => !one.part && has(one))) names.push(nameOf(terms));
      else plain.push(...parts.map(({ surface }) => ({ surface, part: true })));
    }
    const words = [...names, ...plainWords(plain)].filter(({ weight }) => weight > 0);
    return [...new Map(words.map((word) => [word.word, word])).values()];
  };
}

/** Numbers within addresses and times, and ids: where nobody has them they say nothing. */
function isNoise(word: string, part: boolean): boolean {
  return part ? /^\d+$/.test(word) : word.length >= 6 && /^[\da-f]+$/.test(word) && /\d/.test(word) && /[a-f]/.test(word);
}
