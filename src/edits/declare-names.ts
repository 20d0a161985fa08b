import { isMap, isScalar } from "yaml";
import { indentOf, keepsBlanks, lineAfter, pairOf, type ComposeDocument } from "./compose-document.ts";
import type { Manner } from "./compose-manner.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { LinesAt } from "./insert-lines.ts";
import { writeKey } from "./yaml-scalar.ts";

/** The lines that declare names under a top-level `volumes:` or `networks:`; a section that is not there is put at the end. */
export function declareNames(file: ComposeDocument, section: "volumes" | "networks", names: string[], manner: Manner): { inserts: Splice[]; declared: Record<string, unknown> } | { refused: Refusal } {
  const pair = pairOf(file.root, section);
  const value = pair?.value;
  const there = isMap(value) ? value.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [];
  const fresh = names.filter((name, index) => !there.includes(name) && names.indexOf(name) === index);
  const declared = Object.fromEntries(fresh.map((name): [string, unknown] => [name, null]));
  if (fresh.length === 0) return { inserts: [], declared };
  const written = (indent: number, tail = "") => fresh.map((name) => `${" ".repeat(indent)}${writeKey(name, manner.keys, manner.preferred)}:${tail}`);
  if (!pair) return { inserts: [sectionAtEnd(file, section, written(manner.service - sectionIndent(file)))], declared };
  if (isMap(value) && value.flow !== true && value.items.length > 0) {
    const [first, second] = value.items;
    const last = value.items.at(-1);
    if (!first || !last) return { inserts: [], declared };
    const braces = value.items.every((one) => isMap(one.value) && one.value.flow === true && one.value.items.length === 0);
    const blank = second !== undefined && isBlank(file, lineAfter(file, first));
    const lines = written(indentOf(file, first), braces ? " {}" : "");
    const spaced = blank && !keepsBlanks(file, last);
    return { inserts: [{ at: behindComments(file, lineAfter(file, last), indentOf(file, first)), lines: spaced ? lines.flatMap((line) => ["", line]) : lines }], declared: braces ? Object.fromEntries(fresh.map((name) => [name, {}])) : declared };
  }
  if (isEmptyValue(value)) {
    const indent = indentOf(file, pair);
    return { inserts: [{ at: behindComments(file, lineAfter(file, pair), indent + 1), lines: written(indent + manner.service - sectionIndent(file)) }], declared };
  }
  return { refused: { code: "flow-map", message: `The ${section} of the compose file are written in braces or stand elsewhere, and a line more would change others.`, fix: `Write ${section} as an indented map first, then call it again.` } };
}

/** Lines for one place; a section of their own goes behind what is added to the one above it. */
export interface Splice extends LinesAt {
  section?: true;
}

/** A top-level section behind all that is there, in front of `...`. */
export function sectionAtEnd(file: ComposeDocument, key: string, body: string[]): Splice {
  const { lines, root } = file;
  const last = root?.items.at(-1);
  const from = last ? lineAfter(file, last) : 0;
  const closing = lines.findIndex((line, index) => index >= from && /^\.\.\.(?:\s|$)/.test(line));
  let at = closing === -1 ? lines.length : closing;
  while (at > from && isBlank(file, at - 1)) at -= 1;
  const indent = " ".repeat(sectionIndent(file));
  const section = [`${indent}${key}:`, ...body.map((line) => indent + line)];
  const tight = (at === 0 && key === "services") || !isSpaced(file) || (last !== undefined && at === from && keepsBlanks(file, last));
  return { at, section: true, lines: tight ? section : ["", ...section] };
}

/** Behind the comments below a line that are indented like what stands above them. */
export function behindComments(file: ComposeDocument, from: number, indent: number): number {
  let end = from;
  for (let at = from; at < file.lines.length; at += 1) {
    const line = file.lines[at] ?? "";
    const lead = /^ */.exec(line)?.[0].length ?? 0;
    if (isBlank(file, at)) continue;
    if (line[lead] !== "#" || lead < indent) break;
    end = at + 1;
  }
  return end;
}

/** `key:` with nothing behind it but a comment. */
export function isEmptyValue(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null && value.range?.[0] === value.range?.[1] && value.anchor === undefined && value.tag === undefined);
}

function sectionIndent(file: ComposeDocument): number {
  const [first] = file.root?.items ?? [];
  return first ? indentOf(file, first) : 0;
}

/** Whether blank lines stand between the top-level keys. */
function isSpaced(file: ComposeDocument): boolean {
  const pairs = file.root?.items ?? [];
  return pairs.length < 2 || pairs.slice(0, -1).some((pair) => isBlank(file, lineAfter(file, pair)));
}

function isBlank({ lines }: ComposeDocument, index: number): boolean {
  return (lines[index] ?? "").trim() === "" && index < lines.length;
}
