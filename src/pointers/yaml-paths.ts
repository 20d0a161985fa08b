import { isAlias, isMap, isPair, isScalar, isSeq, visit, type Node, type Pair, type YAMLMap } from "yaml";
import type { Place } from "./place.ts";
import { topOf, type YamlSource } from "./yaml-source.ts";

/** No path goes deeper. */
const MAX_PARTS = 24;

/** What a path in a YAML document names. */
export interface YamlFound extends Place {
  /** Its key, or for an item of a list what names it. */
  name: string;
  /** The keys before it, `services` and the service included. */
  above: string[];
  /** Null where the key has no value. */
  value: Node | null;
  /** It is an item of a list. */
  isItem?: true;
}

/**
 * The places that a path names: `services` may be left out, and a key that only services have, or `X sections for each
 * service`, is that key in every service. Outside of compose files a single key may stand at any depth. Of several
 * documents the first that has it. Empty where there is none.
 */
export function findInYaml(source: YamlSource, anchor: string[]): YamlFound[] {
  for (const document of [source, ...source.others]) {
    for (const wanted of readings(anchor)) {
      const found = findIn(document, wanted);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** As written, without the nouns around its names, and cut at dots, slashes and brackets. */
function readings(anchor: string[]): string[][] {
  const plain = anchor.map((part) => part.trim());
  const bare = plain.map((part) => part.replace(/^(?:services?|keys?|variable|job|stage)\s+(?=\S+$)/i, "").replace(/\s+(?:(?:for|of|in)\s+(?:each|every|all)(?:\s+the)?\s+services?)$/i, "").replace(/\s+(?:sections?|blocks?|keys?|services?|entries)$/i, "").trim());
  const cut = bare.flatMap((part) => part.split(/[./]|(?=\[\d{1,6}\])/)).filter((part) => part !== "");
  return [plain, bare, cut].filter((one, index, all) => one.length > 0 && one.length <= MAX_PARTS && (index === 0 || JSON.stringify(one) !== JSON.stringify(all[index - 1])));
}

function findIn(source: YamlSource, wanted: string[]): YamlFound[] {
  const top = topOf(source);
  if (!top) return follow(source, source.document.contents, wanted, []);
  const direct = follow(source, top, wanted, []);
  const below = direct.length > 0 ? direct : follow(source, top, ["services", ...wanted], []);
  if (below.length > 0) return below;
  const services = servicesIn(source);
  if (services.length > 0) return services.flatMap((service) => follow(source, service.value, wanted, ["services", service.name]));
  return wanted.length === 1 ? anywhere(source, wanted[0] ?? "") : [];
}

/** Whether what is not found may come from another file: one that is included, or that a service extends. */
export function takesFromElsewhere(source: YamlSource, anchor: string[]): boolean {
  if (topOf(source)?.has("include") === true) return true;
  const [parent] = anchor.length > 1 ? findInYaml(source, anchor.slice(0, -1)) : [];
  return parent !== undefined && entriesOf(source, parent).some(({ name }) => name === "extends");
}

/** The first place of a key at any depth. */
function anywhere(source: YamlSource, name: string): YamlFound[] {
  let found: YamlFound | undefined;
  visit(source.document, {
    Pair: (_, pair, path) => {
      if (keyName(pair) !== name) return undefined;
      found = ofPair(source, pair, path.flatMap((one) => (isPair(one) ? [keyName(one)] : [])));
      return visit.BREAK;
    },
  });
  return found ? [found] : [];
}

/** The services of a compose file. */
export function servicesIn(source: YamlSource): YamlFound[] {
  const [services] = follow(source, topOf(source) ?? null, ["services"], []);
  return services ? entriesOf(source, services) : [];
}

/** The keys of a mapping, or the items of a list, in order; what is merged into it included. */
export function entriesOf(source: YamlSource, { value, name, above }: Pick<YamlFound, "value" | "name" | "above">): YamlFound[] {
  const node = real(source, value);
  const path = [...above, name];
  if (isMap(node)) return pairsOf(source, node).map((pair) => ofPair(source, pair, path));
  if (isSeq(node)) return node.items.flatMap((item, index) => (isNodeLike(item) ? [{ name: itemName(source, item) ?? String(index), above: path, value: item, isItem: true as const, ...placeOf(source, item, item) }] : []));
  return [];
}

function follow(source: YamlSource, start: Node | null, wanted: string[], above: string[]): YamlFound[] {
  const path = [...above];
  let found: YamlFound | undefined;
  for (const name of wanted) {
    const value = found ? found.value : start;
    const entries = entriesOf(source, { value, name: "", above: [] });
    const lower = name.toLowerCase();
    const next =
      entries.find((one) => one.name === name) ??
      entries.find((one) => isWritten(source, one, name)) ??
      entries.find((one) => one.name.toLowerCase() === lower) ??
      (/^\[?\d{1,6}\]?$/.test(name) ? entries[Number(name.replace(/[[\]]/g, ""))] : undefined) ??
      (found && isValue(source, found.value, name) ? found : undefined);
    if (!next) return [];
    // The value of a key stands where the key does.
    if (next === found) continue;
    found = { ...next, above: path.slice() };
    path.push(next.name);
  }
  return found ? [found] : [];
}

/** Whether an item of a list is this value, or a mapping that has it: `8000:8000`, `actions/checkout@v4`. */
function isWritten(source: YamlSource, { isItem, value }: YamlFound, name: string): boolean {
  if (!isItem) return false;
  const node = real(source, value);
  return isValue(source, node, name) || (isMap(node) && node.items.some((pair) => isNodeLike(pair.value) && isValue(source, pair.value, name)));
}

/** Whether a scalar is this value, defaults put in the places of variables. */
function isValue(source: YamlSource, value: Node | null, name: string): boolean {
  const node = real(source, value);
  if (!isScalar(node)) return false;
  const text = typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
  return text === name || (text.includes("$") && text.replace(/\$\{\w+:?-([^${}]*)\}/g, "$1") === name);
}

/** `A=b` and `A` are named A, `./src:/app` by what is before the colon, a mapping by its name. */
function itemName(source: YamlSource, item: Node): string | undefined {
  const node = real(source, item);
  if (isScalar(node)) return /^([^=:\s]+)(?:[=:].*)?$/s.exec(String(node.value))?.[1] ?? String(node.value);
  if (!isMap(node)) return undefined;
  const named = ["name", "id", "key", "source"].map((key) => node.get(key)).find((value) => typeof value === "string");
  return typeof named === "string" ? named : undefined;
}

function pairsOf(source: YamlSource, map: YAMLMap): Pair[] {
  const own = map.items.filter((pair) => !isMerge(pair));
  const merged = map.items.filter(isMerge).flatMap((pair) => {
    const value = real(source, isNodeLike(pair.value) ? pair.value : null);
    const maps = isSeq(value) ? value.items.map((item) => real(source, isNodeLike(item) ? item : null)) : [value];
    return maps.flatMap((one) => (isMap(one) ? pairsOf(source, one) : []));
  });
  const names = new Set(own.map(keyName));
  return [...own, ...merged.filter((pair) => !names.has(keyName(pair)) && names.add(keyName(pair)))];
}

function isMerge(pair: Pair): boolean {
  return keyName(pair) === "<<";
}

/** With merges on, the parser gives `<<` as a symbol. */
function keyName({ key }: Pair): string {
  if (!isScalar(key)) return String(key);
  return typeof key.value === "symbol" ? (key.value.description ?? "") : String(key.value);
}

function ofPair(source: YamlSource, pair: Pair, above: string[]): YamlFound {
  const value = isNodeLike(pair.value) ? pair.value : null;
  return { name: keyName(pair), above, value, ...placeOf(source, isNodeLike(pair.key) ? pair.key : value, value) };
}

/** From the start of the key to the last character of the value that is not blank. */
function placeOf(source: YamlSource, first: Node | null, last: Node | null): Place {
  const start = first?.range?.[0] ?? 0;
  let end = Math.max(last?.range?.[1] ?? 0, first?.range?.[1] ?? 0, start + 1);
  while (end > start + 1 && /\s/.test(source.text.charAt(end - 1))) end -= 1;
  return { line: source.lineAt(start), end_line: source.lineAt(end - 1) };
}

function real(source: YamlSource, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(source.document) ?? null) : node;
}

function isNodeLike(value: unknown): value is Node {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value);
}
