import { Document, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseAllDocuments, type Pair, type YAMLMap } from "yaml";
import { excessOf, excessOfText } from "../compose/yaml-limits.ts";
import { splitLines } from "../maps/text-lines.ts";
import type { Refusal } from "./entry-refusals.ts";

/** A compose file as text and as a tree that knows where its parts stand. */
export interface ComposeDocument {
  /** Without the byte-order mark, which yaml's offsets count otherwise. */
  text: string;
  /** Without their line ends. */
  lines: string[];
  document: Document;
  /** Undefined where the file holds nothing but comments. */
  root: YAMLMap | undefined;
  /** From 0. */
  lineOf(offset: number): number;
}

/** Reads a compose file that is to be edited; refused where it is no single block map within the limits. */
export function composeDocument(given: string): ComposeDocument | { refused: Refusal } {
  const text = given.replace(/^\uFEFF/, "");
  const excess = text.includes("\0") ? "it is not a text file" : excessOfText(text);
  if (excess !== undefined) return unfit("compose-refused", `it is not read: ${excess}`);
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { merge: true, logLevel: "silent", lineCounter: counter });
  const documents: Document[] = Array.isArray(parsed) ? parsed : [];
  if (documents.length > 1) return unfit("multiple-documents", "it holds several documents");
  const document = documents[0] ?? new Document();
  const [error] = document.errors;
  if (error) return unfit("invalid-yaml", `it is not valid YAML: ${error.message.split("\n")[0] ?? ""}`);
  const more = excessOf(document);
  if (more !== undefined) return unfit("compose-refused", `it is not read: ${more}`);
  const { contents } = document;
  const empty = contents === null || (isScalar(contents) && contents.range?.[0] === contents.range?.[1]);
  if (!empty && !isMap(contents)) return unfit("not-a-map", "its top level is no map");
  if (isMap(contents) && contents.flow === true) return unfit("flow-map", "it is written in braces, and a line more would change others");
  const lines = splitLines(text).map((line) => line.replace(/\r?\n$/, ""));
  return { text, lines, document, root: isMap(contents) ? contents : undefined, lineOf: (offset) => Math.max(counter.linePos(offset).line - 1, 0) };
}

function unfit(code: string, why: string): { refused: Refusal } {
  return { refused: { code, message: `The compose file is left as it is: ${why}.`, fix: "Add the service by hand, or bring the file into the usual form first." } };
}

/** The pair of a map by its plain key. */
export function pairOf(map: YAMLMap | undefined, key: string): Pair | undefined {
  return map?.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** How deep a key stands, in spaces; of an explicit key, its question mark. */
export function indentOf({ text }: ComposeDocument, pair: Pair): number {
  const start = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const mark = before.indexOf("?");
  if (before.trimStart().startsWith(":")) return mark === -1 ? before.length : mark;
  return /^ */.exec(before)?.[0].length ?? 0;
}

/** The index of the line behind the last one that belongs to a pair's value, without blank lines and comments below it. */
export function lineAfter({ text, lines, lineOf }: ComposeDocument, pair: Pair): number {
  const { end, keep } = endOf(pair, text);
  let after = lineOf(Math.max(end - 1, 0)) + 1;
  while (!keep && after > 1 && (lines[after - 1] ?? "").trim() === "") after -= 1;
  return after;
}

/** Whether a blank line behind a pair would become part of its text, which ends in a block that keeps them (`|+`). */
export function keepsBlanks({ text }: ComposeDocument, pair: Pair): boolean {
  return endOf(pair, text).keep;
}

/**
 * The keys of the text in a block (`|`, `>`) that the file ends in without a line end; undefined where it ends otherwise.
 * A line more behind it would add a line end to that text.
 */
export function openText({ text, root }: ComposeDocument): string[] | undefined {
  if (text.endsWith("\n")) return undefined;
  const path: string[] = [];
  let node: unknown = root;
  while (isCollection(node)) {
    const last: unknown = node.items.at(-1);
    if (isPair(last) && isScalar(last.key)) path.push(String(last.key.value));
    node = isPair(last) ? last.value : last;
  }
  const head = isScalar(node) && node.type?.startsWith("BLOCK") === true ? text.slice(node.range?.[0] ?? 0).slice(0, 3) : "";
  // Spaces alone in the last line are no text, but where blank lines are kept.
  const open = text.split("\n").at(-1)?.trim() === "" ? head.includes("+") : head !== "" && !head.includes("-");
  return open && isScalar(node) && (node.range?.[1] ?? 0) >= text.trimEnd().length ? path : undefined;
}

/** `keep`: a block scalar whose trailing blank lines are part of it. */
function endOf(node: unknown, text: string): { end: number; keep: boolean } {
  if (isPair(node)) {
    const key = endOf(node.key, text);
    const value = endOf(node.value, text);
    return value.end > key.end ? value : key;
  }
  if (isCollection(node) && node.flow !== true && node.items.length > 0) return endOf(node.items.at(-1), text);
  const range = isNode(node) ? node.range : undefined;
  if (!range) return { end: 0, keep: false };
  return { end: range[1], keep: isScalar(node) && node.type?.startsWith("BLOCK") === true && /^[|>]\d?\+/.test(text.slice(range[0], range[0] + 3)) };
}
