import { isSubject, subjects } from "./common-words.ts";
import type { Index } from "./search-index.ts";
import { stem } from "./stem.ts";
import { synonymsOf, wordsWithSynonyms } from "./synonyms.ts";
import { buildTypos, type Guess } from "./typos.ts";

/** Terms of the index that a word may stand for. */
export interface Meaning {
  /** How well each stands for the word, 0 to 1; none where nothing is known of it. */
  terms: Map<string, number>;
  /** They were guessed from its letters. */
  guessed: boolean;
  /** It names a subject of its own, or is a typo of one. */
  subject?: boolean;
}

const SYNONYM = 0.4;
const JOINED = 0.95;
const HALF = 0.6;
/** By the number of wrong letters. */
const GUESSED = [0.8, 0.9, 0.75];
/** A wrong letter leaves less of a word of up to so many. */
const SHORT = { letters: 5, share: 0.5 };

/** Says what words mean to an index: themselves, the field's other words for the same, and what they may be typos of. */
export function buildMeanings(index: Index): {
  /** Whether the index or the table of synonyms knows a term. */
  known(term: string): boolean;
  /** `joined` are terms that the word makes with its neighbours; a common word is not `guessable`. */
  of(word: string, joined: string[], guessable: boolean): Meaning;
} {
  let nearby: ((word: string) => Guess[]) | undefined;

  const has = (term: string): boolean => index.postings(term) !== undefined;
  const add = (terms: Map<string, number>, term: string, share: number): void => {
    if (share > (terms.get(term) ?? 0) && has(term)) terms.set(term, share);
  };
  const addWithSynonyms = (terms: Map<string, number>, term: string, share: number, others = SYNONYM): void => {
    add(terms, term, share);
    // Another word for a subject of its own is such a subject too.
    const subject = isSubject(term);
    for (const other of synonymsOf(term)) if (!subject || isSubject(other)) add(terms, other, others);
  };
  const near = (word: string): Guess[] => (nearby ??= buildTypos(new Set([...index.surfaces(), ...wordsWithSynonyms(), ...subjects()])))(word);
  const guess = (word: string, guesses: Guess[]): Map<string, number> => {
    const terms = new Map<string, number>();
    for (const { word: other, distance } of guesses) {
      const share = distance > 0 && word.length <= SHORT.letters ? SHORT.share : (GUESSED[distance] ?? 0);
      add(terms, other, share);
      addWithSynonyms(terms, stem(other), share, share * SYNONYM);
    }
    if (terms.size === 0) for (const half of halvesOf(word, has)) add(terms, half, HALF);
    return terms;
  };

  return {
    known: (term) => has(term) || synonymsOf(term).length > 0,
    of(word, joined, guessable) {
      const term = stem(word);
      const terms = new Map<string, number>();
      addWithSynonyms(terms, term, 1);
      for (const one of joined) addWithSynonyms(terms, one, JOINED);
      const guessed = guessable && terms.size === 0 && synonymsOf(term).length === 0;
      if (!guessed) return { terms, guessed };
      const guesses = near(word);
      // A typo of a subject that no document has.
      if (guesses.some(({ word: other, distance }) => distance === 1 && isSubject(other) && !has(stem(other)))) return { terms, guessed: false, subject: true };
      return { terms: guess(word, guesses), guessed };
    },
  };
}

/** `healthendpoint` as two words that the index has. */
function halvesOf(word: string, has: (term: string) => boolean): string[] {
  for (let at = 3; at <= word.length - 3; at += 1) {
    const pair = [stem(word.slice(0, at)), stem(word.slice(at))];
    if (pair.every(has)) return pair;
  }
  return [];
}
