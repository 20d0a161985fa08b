/** A known word that a misspelt or unfinished one may stand for. */
export interface Guess {
  word: string;
  /** Letters wrong, missing, too many or exchanged with their neighbour; 0 where the word only goes on. */
  distance: number;
}

/** Fewer letters than this are never taken for a typo of something else. */
const SHORTEST = 4;
const SHORTEST_PREFIX = 5;
const LONGEST = 32;
/** Guesses of the same distance; more of them say nothing any more. */
const MOST = 8;

/**
 * Finds known words near an unknown one: one letter off from 4 letters on, two from 8. The first two or the last two
 * letters must be right. Only letters count; names with digits or separators are not guessed at.
 */
export function buildTypos(known: Iterable<string>): (word: string) => Guess[] {
  const heads = new Map<number, Entry[]>();
  const tails = new Map<number, Entry[]>();
  for (const word of known) {
    if (!isGuessable(word)) continue;
    const entry = { word, letters: lettersOf(word) };
    file(heads, headOf(word), entry);
    file(tails, tailOf(word), entry);
  }
  return (word) => {
    if (!isGuessable(word)) return [];
    const allowed = word.length >= 8 ? 2 : 1;
    const guesses = new Map<string, number>();
    const letters = lettersOf(word);
    const consider = ({ word: other, letters: theirs }: Entry, prefixes: boolean): void => {
      if (prefixes && word.length >= SHORTEST_PREFIX && other.startsWith(word)) guesses.set(other, 0);
      else if (Math.abs(other.length - word.length) <= allowed && bits(letters ^ theirs) <= 2 * allowed) {
        const distance = distanceOf(word, other, allowed);
        if (distance <= allowed) guesses.set(other, distance);
      }
    };
    for (const other of heads.get(headOf(word)) ?? []) consider(other, true);
    for (const other of tails.get(tailOf(word)) ?? []) consider(other, false);
    const nearest = Math.min(...guesses.values());
    return [...guesses].filter(([, distance]) => distance === nearest).slice(0, MOST).map(([other, distance]) => ({ word: other, distance }));
  };
}

interface Entry {
  word: string;
  /** One bit a letter: two words whose letters differ too much need no closer look. */
  letters: number;
}

function lettersOf(word: string): number {
  let letters = 0;
  for (let at = 0; at < word.length; at += 1) letters |= 1 << (word.charCodeAt(at) & 31);
  return letters;
}

function bits(number: number): number {
  let count = 0;
  for (let rest = number; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function file(ends: Map<number, Entry[]>, end: number, entry: Entry): void {
  const list = ends.get(end);
  if (list) list.push(entry);
  else ends.set(end, [entry]);
}

function headOf(word: string): number {
  return word.charCodeAt(0) * 0x10000 + word.charCodeAt(1);
}

function tailOf(word: string): number {
  return word.charCodeAt(word.length - 2) * 0x10000 + word.charCodeAt(word.length - 1);
}

function isGuessable(word: string): boolean {
  if (word.length < SHORTEST || word.length > LONGEST) return false;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code < 97 || (code > 122 && code < 0xc0)) return false;
  }
  return true;
}

// Kept between calls: a question may compare thousands of words.
let above: number[] = [];
let current: number[] = [];
let before: number[] = [];

/** Edits between two words, neighbours exchanged as one; anything above `most` once it is passed. */
function distanceOf(one: string, two: string, most: number): number {
  for (let at = 0; at <= two.length; at += 1) above[at] = at;
  for (let row = 1; row <= one.length; row += 1) {
    const code = one.charCodeAt(row - 1);
    current[0] = row;
    let least = row;
    for (let at = 1; at <= two.length; at += 1) {
      const other = two.charCodeAt(at - 1);
      let edits = Math.min((above[at] ?? 0) + 1, (current[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + (code === other ? 0 : 1));
      const exchanged = row > 1 && at > 1 && code === two.charCodeAt(at - 2) && other === one.charCodeAt(row - 2);
      if (exchanged) edits = Math.min(edits, (before[at - 2] ?? 0) + 1);
      current[at] = edits;
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    [before, above, current] = [above, current, before];
  }
  return above[two.length] ?? most + 1;
}
