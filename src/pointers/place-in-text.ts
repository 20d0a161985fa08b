import { placeOfWord, type Place } from "./place.ts";

const KINDS = /^(?:class|def|function|func|fn|method|type|struct|interface|enum|trait|impl|module|const|let|var|table|stage|target|job|step|key|section|block|service|variable|resource|rule)\s+(?=\S+$)/i;

/**
 * Where an anchor stands in a file of no known kind: its words anywhere, `Orders.findAll()` by its names. Several words
 * that do not stand there together are a description, and cannot be told.
 */
export function placeInText(lines: string[], anchor: string[]): Place | "unchecked" | undefined {
  let within: Place = { line: 1, end_line: lines.length };
  let place: Place | "unchecked" | undefined;
  for (const part of anchor) {
    place = placeOf(lines, part.trim(), within) ?? placeOf(lines, part.trim(), { line: 1, end_line: lines.length });
    if (place === undefined || place === "unchecked") return place;
    within = { line: place.line, end_line: lines.length };
  }
  return place;
}

function placeOf(lines: string[], part: string, within: Place): Place | "unchecked" | undefined {
  const whole = placeOfWord(lines, part, within);
  if (whole) return whole;
  const bare = part.replace(KINDS, "").replace(/\s+(?:stage|block|directive|instruction|section|line|table|column|rule|target)$/i, "").replace(/\(.*$/s, "");
  const names = bare.split(/::|->|[.#]/).filter((name) => name !== "");
  const places = names.map((name) => placeOfWord(lines, name, within) ?? insensitive(lines, name, within));
  if (!/\s/.test(bare) && places.length > 0 && places.every((one) => one !== undefined)) return places.at(-1);
  return /\s/.test(bare) ? (spaced(lines, bare, within) ?? "unchecked") : undefined;
}

function insensitive(lines: string[], word: string, within: Place): Place | undefined {
  return placeOfWord(lines.map((line) => line.toLowerCase()), word.toLowerCase(), within);
}

/** Words with any blanks between them: `proxy_pass   http://server`. */
function spaced(lines: string[], words: string, within: Place): Place | undefined {
  const wanted = words.replace(/\s+/g, " ").toLowerCase();
  const at = lines.findIndex((line, index) => index + 1 >= within.line && line.replace(/\s+/g, " ").toLowerCase().includes(wanted));
  return at === -1 ? undefined : { line: at + 1, end_line: at + 1 };
}
