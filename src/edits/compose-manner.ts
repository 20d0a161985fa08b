import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import { indentOf, lineAfter, type ComposeDocument } from "./compose-document.ts";
import { mergeOrder } from "./key-order.ts";
import { isPlainSafe, type Quotes } from "./yaml-scalar.ts";

/** How a compose file is written, as far as a service more needs to know. Indentations are in spaces. */
export interface Manner {
  /** Of a service's name. */
  service: number;
  /** From a key to the keys below it. */
  step: number;
  /** From a key to the dashes of its list. */
  list: number;
  /** Blank lines between two services. */
  gap: number;
  /** The keys of a service in the order that the file's services have them. */
  order: string[];
  /** The quotes around strings that need none, by the key they belong to, "" for all; with `[]` before it in brackets. */
  quotes: ReadonlyMap<string, Quotes>;
  /** The quotes around keys that need none. */
  keys: Quotes;
  /** `y` and `n` where the file has them as texts without quotes: old readers take them for yes and no. */
  letters: ReadonlySet<string>;
  /** The quotes where some are needed. */
  preferred: "single" | "double";
  /** Whether the lists of a key are written in brackets. */
  brackets: ReadonlyMap<string, boolean>;
  /** `[ a ]`, not `[a]`. */
  padded: boolean;
  environment?: "map" | "list";
  ports?: "short" | "long";
  dependsOn?: "map" | "list";
}

const DEFAULT_STEP = 2;

/** Keys whose own keys are free names: what they hold is written alike. */
export const FREE = ["environment", "labels", "args", "extra_hosts", "sysctls"];

/** Reads the manner of a compose file from its services; what no service shows is as most files have it. */
export function composeManner(file: ComposeDocument, services: Pair | undefined): Manner {
  const map = isMap(services?.value) ? services.value : undefined;
  const all = map?.items ?? [];
  const bodies = all.flatMap((pair) => (isMap(pair.value) && pair.value.flow !== true && pair.value.items.length > 0 ? [{ pair, body: pair.value }] : []));
  const [first] = all;
  const [root] = file.root?.items ?? [];
  const rootIndent = services ? indentOf(file, services) : root ? indentOf(file, root) : 0;
  const service = first && map?.flow !== true ? indentOf(file, first) : rootIndent + (otherStep(file) ?? DEFAULT_STEP);
  const step = most(bodies.flatMap(({ pair, body }) => firstKey(body).map((key) => indentOf(file, key) - indentOf(file, pair)))) ?? (service - rootIndent || DEFAULT_STEP);
  const seen = seenIn(file, bodies.map(({ body }) => body));
  const keys = most([...all.flatMap(({ key }) => quotesOf(key)), ...seen.keys]) ?? "plain";
  const form = (key: string): string | undefined => most(bodies.flatMap(({ body }) => formOf(valueOf(body, key)) ?? []));
  const environment = form("environment");
  const dependsOn = form("depends_on");
  const ports = most(bodies.flatMap(({ body }) => itemsOf(valueOf(body, "ports")).map((item) => (isMap(item) ? "long" as const : "short" as const))));
  return {
    service,
    step,
    list: most(seen.lists) ?? step,
    gap: most(all.slice(1).map((pair, index) => blanksBetween(file, all[index], pair))) ?? 1,
    order: bodies.map(({ body }) => keysOf(body)).toSorted((a, b) => b.length - a.length).reduce(mergeOrder, []),
    quotes: new Map([...seen.quotes].map(([key, values]) => [key, most(values) ?? "plain"])),
    keys,
    letters: seen.letters,
    preferred: most(seen.quoted) ?? (keys === "plain" ? "double" : keys),
    brackets: new Map([...seen.brackets].map(([key, values]) => [key, most(values) ?? false])),
    padded: most(seen.padded) ?? false,
    ...(environment === "map" || environment === "list" ? { environment } : {}),
    ...(dependsOn === "map" || dependsOn === "list" ? { dependsOn } : {}),
    ...(ports ? { ports } : {}),
  };
}

/** What most of the values are; the first of two that are as many. */
function most<T>(values: T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<[T, number] | undefined>((best, one) => (best && best[1] >= one[1] ? best : one), undefined)?.[0];
}

function keysOf(map: YAMLMap): string[] {
  return map.items.flatMap(({ key }) => (isScalar(key) && typeof key.value === "string" && key.value !== "<<" ? [key.value] : []));
}

function valueOf(map: YAMLMap, key: string): unknown {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
}

/** How a text is quoted; nothing for a block, and for what is no text. */
function quotesOf(node: unknown): Quotes[] {
  if (!isScalar(node) || typeof node.value !== "string") return [];
  return node.type === "QUOTE_DOUBLE" ? ["double"] : node.type === "QUOTE_SINGLE" ? ["single"] : node.type === "PLAIN" ? ["plain"] : [];
}

function itemsOf(value: unknown): unknown[] {
  return isSeq(value) ? value.items : [];
}

function formOf(value: unknown): "map" | "list" | undefined {
  return isMap(value) ? "map" : isSeq(value) ? "list" : undefined;
}

function firstKey(map: YAMLMap): Pair[] {
  return map.items.slice(0, 1);
}

/** How deep the keys below the file's other top-level keys stand. */
function otherStep(file: ComposeDocument): number | undefined {
  const steps = (file.root?.items ?? []).flatMap((pair) => (isMap(pair.value) && pair.value.flow !== true ? firstKey(pair.value).map((key) => indentOf(file, key) - indentOf(file, pair)) : []));
  return most(steps.filter((step) => step > 0));
}

function blanksBetween(file: ComposeDocument, before: Pair | undefined, pair: Pair): number {
  const start = isScalar(pair.key) ? file.lineOf(pair.key.range?.[0] ?? 0) : 0;
  const end = before ? lineAfter(file, before) : start;
  let [longest, run] = [0, 0];
  for (const line of file.lines.slice(end, start)) {
    run = line.trim() === "" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

interface Seen {
  lists: number[];
  quotes: Map<string, Quotes[]>;
  keys: Quotes[];
  letters: Set<string>;
  quoted: ("single" | "double")[];
  brackets: Map<string, boolean[]>;
  padded: boolean[];
}

function seenIn(file: ComposeDocument, bodies: YAMLMap[]): Seen {
  const seen: Seen = { lists: [], quotes: new Map(), keys: [], letters: new Set(), quoted: [], brackets: new Map(), padded: [] };
  const add = <T>(to: Map<string, T[]>, key: string, value: T): void => {
    const values = to.get(key);
    if (values) values.push(value);
    else to.set(key, [value]);
  };

  function look(node: unknown, key: string, flow: boolean): void {
    if (isMap(node)) {
      for (const pair of node.items) lookAtPair(pair, key, flow || node.flow === true);
    } else if (isSeq(node)) {
      const inBrackets = flow || node.flow === true;
      if (node.flow === true && node.range && node.items.length > 0) seen.padded.push(file.text[node.range[0] + 1] === " ");
      for (const item of node.items) look(item, key, inBrackets);
    } else if (isScalar(node) && typeof node.value === "string") {
      const [quotes] = quotesOf(node);
      if (!quotes || node.range?.[0] === node.range?.[1]) return;
      if (quotes === "plain" && /^[ny]$/i.test(node.value)) seen.letters.add(node.value);
      if (quotes !== "plain" && !node.value.includes('"') && !node.value.includes("'")) seen.quoted.push(quotes);
      if (quotes !== "plain" && key !== "ports" && !isPlainSafe(node.value)) return;
      const kind = flow ? "[]" : "";
      add(seen.quotes, `${kind}${key}`, quotes);
      if (flow || key !== "ports") add(seen.quotes, kind, quotes);
    }
  }

  function lookAtPair(pair: Pair, outer: string, flow: boolean): void {
    const key = FREE.includes(outer) || !isScalar(pair.key) ? outer : String(pair.key.value);
    if (!FREE.includes(outer)) seen.keys.push(...quotesOf(pair.key));
    if (isSeq(pair.value) && pair.value.items.length > 0) {
      add(seen.brackets, key, pair.value.flow === true);
      const dash = pair.value.range?.[0];
      if (pair.value.flow !== true && dash !== undefined && !flow) seen.lists.push(dash - file.text.lastIndexOf("\n", dash - 1) - 1 - indentOf(file, pair));
    }
    look(pair.value, key, flow);
  }

  for (const body of bodies) look(body, "", body.flow === true);
  return seen;
}
