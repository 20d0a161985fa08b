import { stem } from "./stem.ts";

/** What a text is searched by. */
export interface Term {
  /** A stem, or a name as a whole: `docker-compose.dev.yml`, `check_ports_available`, `sveltekit`. */
  term: string;
  /** As it is written, in lower case. */
  surface: string;
  /** It is one of the words within a name. */
  part?: boolean;
}

const LONGEST = 80;

/** The names and words of a text in its order, without the punctuation around them. */
export function rawWords(text: string): string[] {
  const words: string[] = [];
  eachRawWord(text, (word) => words.push(word));
  return words;
}

/** Scanned by hand, word by word: ten thousand entries are read before the first answer, and patterns and lists take three times as long. */
export function eachRawWord(text: string, take: (word: string) => void): void {
  let from = -1;
  let to = -1;
  let apostrophe = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (isAlphanumeric(code)) {
      if (from < 0) {
        from = at;
        apostrophe = false;
      }
      to = at;
    } else if (from >= 0) {
      if (isJoint(code)) {
        apostrophe ||= code === APOSTROPHE || code === CURLY;
        continue;
      }
      const word = text.slice(from, to + 1);
      const bare = apostrophe ? unapostrophed(word) : word;
      if (bare !== "") take(bare);
      from = -1;
    }
  }
}

const SPACE = 32;
const APOSTROPHE = 39;
const CURLY = 0x2019;

/** What may stand within a name: `_-./:@#+'’`. */
function isJoint(code: number): boolean {
  return code === 95 || (code >= 45 && code <= 47) || code === 58 || code === 64 || code === 35 || code === 43 || code === APOSTROPHE || code === CURLY;
}

/** ASCII letters and digits, and what is neither punctuation nor a symbol beyond. */
function isAlphanumeric(code: number): boolean {
  if (code < 0x80) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return code >= 0xc0 && code !== 0xd7 && code !== 0xf7 && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && !(code >= 0xd800 && code <= 0xf8ff);
}

function unapostrophed(word: string): string {
  return word.replace(/['’](s|re|ve|ll|d|m)$/i, "").replace(/['’]/g, "");
}

/** A raw word as it is looked up: the whole of it first, then the words within it where it is a name of several. */
export function termsOf(raw: string): Term[] {
  const cut = raw.slice(0, LONGEST);
  const whole = cut.toLowerCase();
  const parts = cut.split(/[_\-./:@#+'’]+/).flatMap(humps);
  if (parts.length < 2) return [word(parts[0] ?? whole)];
  const base = whole.slice(whole.lastIndexOf("/") + 1);
  const wholes = base === whole || !/[._-]/.test(base) ? [whole] : [whole, base];
  // People write sign-in, sign in and signin; nobody writes docker-compose.dev.yml in one word.
  if (/^\p{L}+-\p{L}+$/u.test(whole)) wholes.push(whole.replace("-", ""));
  return [...wholes.map((name) => ({ term: name, surface: name })), ...parts.map((part) => ({ ...word(part), part: true }))];
}

function word(surface: string): Term {
  return { term: stem(surface), surface };
}

/** `SvelteKit` is two words; `iOS` and `gRPC` are one. */
function humps(piece: string): string[] {
  if (piece === "") return [];
  const parts = piece.match(/\p{Lu}+(?!\p{Ll})\p{N}*|\p{Lu}?[^\p{Lu}\p{N}]+\p{N}*|\p{N}+/gu) ?? [];
  return (parts.some((part) => part.length < 2) ? [piece] : parts).map((part) => part.toLowerCase());
}
