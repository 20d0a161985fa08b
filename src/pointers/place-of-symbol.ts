import type { Place } from "./place.ts";
import { membersIn } from "./source-members.ts";
import { symbolsIn, type Language, type SourceSymbol } from "./source-symbols.ts";

const KEYWORDS = /^(?:(?:export|default|public|private|protected|static|abstract|declare|async|readonly)\s+)*(?:class|def|function\*?|func|const|let|var|type|interface|enum|struct|namespace|method|variable|target)\s+(?=\S)/;

/** Of definitions with one name so many are looked into. */
const MOST = 20;

/** Where a symbol of a source file stands, or else how far its path could be followed. */
export interface SymbolSearch {
  place?: Place;
  /** The names of the path. */
  names: string[];
  /** What the names before the one that was not found take up; of several that are called so, each. */
  within: Place[];
}

/** A path of names, as class and method; `name()`, `def name` and `func (s *Server) Start` are names too. */
export function placeOfSymbol(lines: string[], language: Language, anchor: string[]): SymbolSearch {
  const names = anchor.flatMap(namesOf);
  const symbols = symbolsIn(lines, language);
  let members: SourceSymbol[] | undefined;
  let outer: SourceSymbol[] = [];
  for (const [index, name] of names.entries()) {
    const around = outer;
    const fits = (one: SourceSymbol): boolean => (one.name === name || one.name === `#${name}`) && (index === 0 || around.some((other) => one !== other && (one.owner === other.name || (one.line >= other.line && one.line <= other.end_line))));
    outer = symbols.filter(fits).slice(0, MOST);
    // What has a keyword is defined; a member may only be used.
    if (outer.length === 0) outer = (members ??= membersIn(lines, language)).filter(fits).slice(0, MOST);
    // The type of a Go method may stand in another file.
    const method = index === 0 ? symbols.find((one) => one.owner === name && one.name === names[1]) : undefined;
    if (outer.length === 0 && method && names.length === 2) return { names, within: [], place: { line: method.line, end_line: method.end_line } };
    if (outer.length === 0) return { names, within: around };
  }
  const [first] = outer;
  return { names, within: [], ...(first ? { place: { line: first.line, end_line: first.end_line } } : {}) };
}

function namesOf(part: string): string[] {
  const method = /^(?:func\s+)?\(\s*(?:\w+\s+)?\*?(\w+)\s*\)[.\s]\s*(\w+)/.exec(part.trim());
  if (method) return [method[1] ?? "", method[2] ?? ""];
  return part.trim().replace(KEYWORDS, "").replace(/[([<{:=].*$/s, "").replace(/\s+(?:class|function|method|type|constant|variable|component|handler|hook)$/i, "").trim().split(/\.|::|#(?=\w)/).filter((name) => name !== "");
}
