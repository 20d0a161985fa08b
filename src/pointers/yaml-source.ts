import { isMap, LineCounter, parseDocument, type Document, type YAMLMap } from "yaml";
import { excessOf, excessOfText } from "../compose/yaml-limits.ts";

/** A parsed YAML or JSON text; of several documents the first. */
export interface YamlSource {
  text: string;
  document: Document;
  /** 1-based line of an offset. */
  lineAt(offset: number): number;
  /** Whether all of it could be parsed. */
  sound: boolean;
}

/** Parsing takes longer than all else of a lookup, and files seldom change between calls. */
const parsedBefore = new Map<string, YamlSource | undefined>();
const KEPT = 20;

/** Undefined where the text must not be parsed: too deep, too long, or too many aliases. */
export function yamlSource(text: string): YamlSource | undefined {
  if (parsedBefore.has(text)) return parsedBefore.get(text);
  const source = parseAnew(text);
  parsedBefore.set(text, source);
  const [oldest] = parsedBefore.keys();
  if (parsedBefore.size > KEPT && oldest !== undefined) parsedBefore.delete(oldest);
  return source;
}

function parseAnew(text: string): YamlSource | undefined {
  if (excessOfText(text) !== undefined) return undefined;
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, logLevel: "silent", lineCounter: lines });
  if (excessOf(document) !== undefined) return undefined;
  const sound = document.errors.every((error) => error.code === "MULTIPLE_DOCS");
  return { text, document, sound, lineAt: (offset) => lines.linePos(offset).line };
}

/** The top of the document where that is a mapping. */
export function topOf({ document }: YamlSource): YAMLMap | undefined {
  return isMap(document.contents) ? document.contents : undefined;
}
