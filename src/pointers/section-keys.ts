import { placeOfWord, type Place } from "./place.ts";

/** A table, section or key with the names that lead to it, in small letters. */
interface Named extends Place {
  path: string[];
}

/**
 * A path in TOML or INI text: tables and sections by their header, then keys, dotted and quoted ones too; its beginning may
 * be left out. The last name may also be a value in what the rest names. Undefined where it is not there.
 */
export function placeInSections(lines: string[], anchor: string[]): Place | undefined {
  const wanted = namesOf(anchor);
  const named = namedIn(lines);
  const begins = ({ path }: Named): boolean => path.length > wanted.length && wanted.every((name, index) => path[index] === name);
  const found = named.find((one) => isSame(one.path, wanted)) ?? named.find(begins) ?? named.find(({ path }) => path.length > wanted.length && isSame(path.slice(-wanted.length), wanted));
  if (found) return { line: found.line, end_line: found.end_line };
  const told = lines.map((line) => (/^\s*[#;]/.test(line) ? "" : line.toLowerCase()));
  const value = anchor.at(-1)?.trim().toLowerCase() ?? "";
  return within(named, told, namesOf(anchor.slice(0, -1)), [value]) ?? wanted.map((_, index) => within(named, told, wanted.slice(0, -1 - index), wanted.slice(-1 - index))).find((one) => one !== undefined);
}

function namesOf(anchor: string[]): string[] {
  return anchor.flatMap((part) => dotted(part.trim().replace(/^\[+|\]+$/g, ""))).map((name) => name.toLowerCase());
}

/** Where the last of the words stands in what a path names, the others standing there too. */
function within(named: Named[], lines: string[], path: string[], words: string[]): Place | undefined {
  const around = path.length === 0 ? [] : named.filter((one) => isSame(one.path, path));
  for (const one of around) {
    const places = words.map((word) => placeOfWord(lines, word, one));
    if (places.every((place) => place !== undefined)) return places.at(-1);
  }
  return undefined;
}

function isSame(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function namedIn(lines: string[]): Named[] {
  const named: Named[] = [];
  let section: Named | undefined;
  let closes = true;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const header = headerOf(line);
    if (header !== undefined) {
      section = { path: dotted(header).map((name) => name.toLowerCase()), line: index + 1, end_line: index + 1 };
      named.push(section);
      continue;
    }
    if (section && line.trim() !== "") section.end_line = index + 1;
    const at = separatorIn(line);
    if (at === -1) continue;
    const end: number = closes ? endOfValue(lines, index, at + 1) : index;
    if (end === lines.length) closes = false;
    const last = end === lines.length ? index : end;
    named.push({ path: [...(section?.path ?? []), ...dotted(line.slice(0, at)).map((name) => name.toLowerCase())], line: index + 1, end_line: last + 1 });
    if (section) section.end_line = last + 1;
    index = last;
  }
  return named;
}

function headerOf(line: string): string | undefined {
  const text = line.trim();
  return /^\[{1,2}[^[\]]+\]{1,2}\s*(?:[#;].*)?$/.test(text) ? text.replace(/^\[+/, "").split("]")[0] : undefined;
}

/** Where the `=` or `:` behind a key stands; -1 in a line without one. */
function separatorIn(line: string): number {
  const [whole = ""] = /^\s*(?:"[^"]*"|'[^']*'|[^\s=:#;"'[{(<])(?:"[^"]*"|'[^']*'|[^=:"'[{(<])*(?=[=:])/.exec(line.slice(0, 1_000)) ?? [];
  return whole === "" ? -1 : whole.length;
}

/** The names of a dotted key; quotes hold one together, and are taken off. */
function dotted(key: string): string[] {
  const names = key.match(/(?:"[^"]*"|'[^']*'|[^."'])+/g) ?? [];
  return names.map((name) => name.trim().replace(/["']/g, "")).filter((name) => name !== "");
}

/** The index of the last line of a value that begins at `from`, in brackets or threefold quotes; of all lines where it never ends. */
function endOfValue(lines: string[], start: number, from: number): number {
  let depth = 0;
  let quote = "";
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (index > start && quote === "" && /^\[{1,2}[\w. "'-]+\]{1,2}\s*$/.test(line)) return lines.length;
    for (const [mark] of line.slice(index === start ? from : 0).matchAll(quote === "" ? /"""|'''|"(?:[^"\\]|\\.)*"?|'[^']*'|[[\]{}]|#.*/g : /"""|'''/g)) {
      if (mark === '"""' || mark === "'''") quote = quote === "" ? mark : quote === mark ? "" : quote;
      else if (quote === "" && /^[[{]$/.test(mark)) depth += 1;
      else if (quote === "" && /^[\]}]$/.test(mark)) depth -= 1;
    }
    if (depth <= 0 && quote === "") return index;
  }
  return lines.length;
}
