/** A part of a text and what is put in its place. */
export interface Span {
  start: number;
  end: number;
  label: string;
}

/** A text to look for. `whole-word`: only where no letter, digit or underscore goes on before or after it. */
export interface Literal {
  text: string;
  label: string;
  where: "anywhere" | "whole-word";
}

const prefixLength = 4;

/**
 * Finds any of many literals in one pass: a table of hashed four-character beginnings sorts out nearly every position,
 * then the literals of that beginning are looked up by length, longest first. Shorter literals than four are ignored.
 */
export class LiteralFinder {
  readonly #seen = new Uint8Array(1 << 16);
  readonly #groups = new Map<string, { lengths: number[]; literals: Map<string, Literal> }>();

  constructor(literals: Iterable<Literal>) {
    for (const literal of literals) if (literal.text.length >= prefixLength) this.#add(literal);
    for (const group of this.#groups.values()) {
      group.lengths = [...new Set([...group.literals.keys()].map((text) => text.length))].sort((a, b) => b - a);
    }
  }

  find(text: string): Span[] {
    const spans: Span[] = [];
    let covered = 0;
    if (this.#groups.size === 0) return spans;
    for (let start = 0; start + prefixLength <= text.length; start += 1) {
      if (this.#seen[hashAt(text, start)] === 0) continue;
      const literal = this.#longestAt(text, start);
      if (!literal || start + literal.text.length <= covered) continue;
      covered = start + literal.text.length;
      spans.push({ start, end: covered, label: literal.label });
    }
    return spans;
  }

  #add(literal: Literal): void {
    const prefix = literal.text.slice(0, prefixLength);
    const group = this.#groups.get(prefix) ?? { lengths: [], literals: new Map<string, Literal>() };
    const known = group.literals.get(literal.text);
    if (!known || (known.where === "whole-word" && literal.where === "anywhere")) group.literals.set(literal.text, literal);
    this.#groups.set(prefix, group);
    this.#seen[hashAt(prefix, 0)] = 1;
  }

  #longestAt(text: string, start: number): Literal | undefined {
    const group = this.#groups.get(text.slice(start, start + prefixLength));
    for (const length of group?.lengths ?? []) {
      const literal = group?.literals.get(text.slice(start, start + length));
      if (literal && (literal.where === "anywhere" || standsAlone(text, start, start + length))) return literal;
    }
    return undefined;
  }
}

function hashAt(text: string, start: number): number {
  let hash = 0;
  for (let index = start; index < start + prefixLength; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x9e3779b1);
  return hash >>> 16;
}

function standsAlone(text: string, start: number, end: number): boolean {
  return !(isWordAt(text, start - 1) && isWordAt(text, start)) && !(isWordAt(text, end - 1) && isWordAt(text, end));
}

function isWordAt(text: string, index: number): boolean {
  return index >= 0 && index < text.length && /[\p{L}\p{N}_]/u.test(text.charAt(index));
}
