import type { MapEntry } from "./parse-map.ts";
import { pointerHead } from "./pointer-shape.ts";
import { pointersInText, type ReadingManner } from "./pointers-in-text.ts";
import type { WrittenPointer } from "./written-pointer.ts";

interface Defaults {
  makefile: string;
  envTemplate: string;
}

/** Fields that hold words or literals, not places. */
const WITHOUT = ["alias", "signal", "proof", "status"];
/** Fields whose code spans are paths when they hold a slash. */
const OF_PATHS = ["definitive source", "spec", "discussion", "location", "index", "template", "docker", "dockerfile", "compose file", "where used", "structure", "see", "solution"];
const OF_VARIABLES = ["env var", "required variable", "environment variable", "variable"];

/**
 * The pointers in all fields of an entry, in order, each place once. A file named without its folder is the one that
 * the entry names with it. `defaults`: the files that `make X` and a bare variable name point into.
 */
export function pointersIn(entry: MapEntry, defaults: Defaults): WrittenPointer[] {
  const first = writtenIn(entry, defaults);
  const named = new Set(first.filter(({ path }) => path.includes("/") && !/^https?:/.test(path)).map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
  const all = named.size === 0 ? first : writtenIn(entry, defaults, named);
  const paths = [...new Set(all.map((one) => one.path))];
  const seen = new Set<string>();
  return all
    .map((one) => ({ ...one, path: withFolder(one.path, paths) }))
    .filter(({ path, anchor }) => {
      const key = JSON.stringify([path, anchor]);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
}

function writtenIn(entry: MapEntry, defaults: Defaults, named?: ReadonlySet<string>): WrittenPointer[] {
  return entry.fields.flatMap((field) => {
    if (WITHOUT.includes(field.key)) return [];
    const manner: ReadingManner = { ...defaults, known: OF_PATHS.includes(field.key), variables: OF_VARIABLES.includes(field.key), spansOnly: field.key === "symptom", ...(named ? { named } : {}) };
    const parts = [{ text: field.text, line: field.line }, ...field.items.map((text, index) => ({ text, line: field.itemLines[index] ?? field.line }))];
    // What is quoted is told, not pointed to.
    const own = parts.filter(({ text }) => !text.startsWith(">"));
    return own.flatMap(({ text, line }) => pointersInText(text, manner).map((one): WrittenPointer => ({ role: field.label, ...one, line })));
  });
}

/** `preflight.sh` beside `scripts/preflight.sh` in the same entry is that file. */
function withFolder(path: string, paths: string[]): string {
  if (path.includes("/")) return path;
  const longer = paths.filter((other) => other.endsWith(`/${path}`) && !/^https?:/.test(other));
  return longer.length === 1 ? (longer[0] ?? path) : path;
}

/**
 * One pointer as an argument gives it: `path → a → b`, `path -> a`, `path#a`, `path:42`, with or without code marks,
 * also `make x` and, for a field of variables, a bare name. Undefined where the text is no pointer.
 */
export function parsePointer(text: string, role: string, defaults: Defaults): WrittenPointer | undefined {
  const written = text.trim();
  if (written === "" || written.length > 1000 || /[\n\0]/.test(written)) return undefined;
  const [first = "", ...rest] = written.replace(/`/g, "").split(/→|->/).map((part) => part.trim());
  const manner: ReadingManner = { ...defaults, known: true, variables: /\b(?:variables?|env vars?)\b/i.test(role), spansOnly: false };
  const marked = [first, ...rest].map((part) => `\`${part}\``).join(" → ");
  const [found] = /^make\s|^[A-Z][A-Z0-9_]*$/.test(first) || /\(\w+:/.test(first) ? pointersInText(rest.length > 0 ? marked : /^make\s|^\S+$/.test(first) ? `\`${first}\`` : first, manner) : [];
  if (found) return { role, ...found, line: 0, written };
  if (rest.includes("")) return undefined;
  if (/^https?:\/\/\S+$/.test(first)) return rest.length > 0 ? undefined : { role, path: first, anchor: [], line: 0, written };
  const [, path = first, anchor] = /^([^#]+)#(.+)$/.exec(first) ?? /^(.*\.\w+):(\d{1,7}(?:-\d{1,7})?)$/.exec(first) ?? [];
  if (path === "" || /["'<>|\n]|:\/\//.test(path) || (/\s/.test(path) && !pointerHead(path, { loose: true, known: true }))) return undefined;
  const inside = anchor === undefined ? [] : [/^\d/.test(anchor) ? `L${anchor.replace("-", "-L")}` : anchor];
  return { role, path, anchor: [...inside, ...rest], line: 0, written };
}
