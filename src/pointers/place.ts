/** Lines of a source that something named takes up, both 1-based and inclusive. */
export interface Place {
  line: number;
  end_line: number;
}

/** The line of a text in which a word stands by itself, letter by letter; `from` and `to` narrow the search. */
export function placeOfWord(lines: string[], word: string, within: Place = { line: 1, end_line: lines.length }): Place | undefined {
  if (word === "") return undefined;
  for (let number = within.line; number <= within.end_line; number += 1) {
    if (hasWord(lines[number - 1] ?? "", word)) return { line: number, end_line: number };
  }
  return undefined;
}

function hasWord(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at !== -1; at = line.indexOf(word, at + 1)) {
    const before = /\w/.test(word.charAt(0)) && /\w/.test(line.charAt(at - 1));
    const after = /\w/.test(word.charAt(word.length - 1)) && /\w/.test(line.charAt(at + word.length));
    if (!before && !after) return true;
  }
  return false;
}

export function isVariable(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}
