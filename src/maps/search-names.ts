import { TELLING, weightOfWord } from "./common-words.ts";
import type { QueryWord } from "./search-query.ts";
import { rawWords, termsOf } from "./words.ts";

/** A field that weighs at least this much names its document. */
const NAMING = 5;
/** A term that stands for a word of the question this well counts as said. */
const SAID = 0.75;
/** How far a name that stands whole in the question lifts a document towards 1. */
const LIFT = 0.55;
/** A name that says as much as this many unknown words answers whatever else the question says, as in a long line of a log. */
const ANSWERS = 1.0;
/** What such a document has at least and at most. */
const FLOOR = [0.4, 0.7] as const;

interface Asked extends QueryWord {
  information: number;
}

/** Names of documents: what stands between line ends, commas and semicolons in their heaviest fields. */
export function buildNames(documents: { fields: Record<string, string> }[], weights: Record<string, number>): {
  /** The score of a document whose name may stand whole in the question; `unknown` is what a word tells that nobody has. */
  lift(at: number, score: number, asked: Asked[], unknown: number): number;
} {
  const read = new Map<number, string[][]>();
  const namesOf = (at: number): string[][] => {
    let names = read.get(at);
    if (!names) read.set(at, (names = split(documents[at]?.fields ?? {}, weights)));
    return names;
  };
  return {
    lift(at, score, asked, unknown) {
      const whole = asked.reduce((sum, { information }) => sum + information, 0);
      let lifted = score;
      for (const name of namesOf(at)) {
        const words = new Set<Asked>();
        const said = name.every((term) => {
          const word = asked.find(({ terms }) => (terms.get(term) ?? 0) >= SAID);
          if (word) words.add(word);
          return word !== undefined;
        });
        if (!said) continue;
        const information = [...words].reduce((sum, word) => sum + word.information, 0);
        lifted = Math.max(lifted, score + ((1 - score) * LIFT * information) / whole);
        const telling = [...words].filter(({ weight }) => weight >= TELLING).length;
        if (telling >= 2 && information >= ANSWERS * unknown) lifted = Math.max(lifted, Math.min(FLOOR[1], FLOOR[0] + (0.1 * information) / unknown));
      }
      return lifted;
    },
  };
}

function split(fields: Record<string, string>, weights: Record<string, number>): string[][] {
  const naming = Object.entries(fields).filter(([field]) => (weights[field] ?? 1) >= NAMING);
  return naming.flatMap(([, text]) => text.split(/[,;\n]/).map(termsOfName)).filter((name) => name.length > 0);
}

function termsOfName(name: string): string[] {
  const wholes = rawWords(name).flatMap((raw) => termsOf(raw).slice(0, 1));
  return wholes.filter(({ surface }) => weightOfWord(surface) > 0).map(({ term }) => term);
}
