import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Place } from "./place.ts";
import { topOf, type YamlSource } from "./yaml-source.ts";

/** What a path in a YAML document names. */
export interface YamlFound extends Place {
  /** Its key, or for an item of a list what names it. */
  name: string;
  /** The keys before it, `services` and the service included. */
  above: string[];
  /** Null where the key has no value. */
  value: Node | null;
}

/**
 * The places that a path names: `services` may be left out, and a key that only services have, or `X sections for each
 * service`, is that key in every service. Empty where there is none.
 */
export function findInYaml(source: YamlSource, anchor: string[]): YamlFound[] {
  const top = topOf(source);
  const wanted = anchor.map((part) => part.replace(/\s+(?:(?:for|of|in)\s+(?:each|every|all)(?:\s+the)?\s+services?)$/i, "").replace(/\s+(?:sections?|blocks?|keys?|services?|entries)$/i, "").trim());
  if (!top) return follow(source, source.document.contents, wanted, []);
  const direct = follow(source, top, wanted, []);
  const below = follow(source, top, ["services", ...wanted], []);
  const found = direct.length > 0 ? direct : below;
  if (found.length > 0) return found;
  const [only = ""] = wanted;
  const split = wanted.length === 1 && /[./]/.test(only) ? findInYaml(source, only.split(/[./]/).filter((part) => part !== "")) : [];
  return split.length > 0 ? split : servicesIn(source).flatMap((service) => follow(source, service.value, wanted, ["services", service.name]));
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
  if (isSeq(node)) return node.items.flatMap((item, index) => (isNodeLike(item) ? [{ name: itemName(source, item) ?? String(index), above: path, value: item, ...placeOf(source, item, item) }] : []));
  return [];
}

function follow(source: YamlSource, start: Node | null, wanted: string[], above: string[]): YamlFound[] {
  const path = [...above];
  let found: YamlFound | undefined;
  for (const name of wanted) {
    const entries = entriesOf(source, { value: found ? found.value : start, name: "", above: [] });
    const next = entries.find((one) => one.name === name) ?? entries.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? (/^\[?\d{1,6}\]?$/.test(name) ? entries[Number(name.replace(/[[\]]/g, ""))] : undefined);
    if (!next) return [];
    found = { ...next, above: path.slice() };
    path.push(next.name);
  }
  return found ? [found] : [];
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
