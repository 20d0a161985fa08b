import { isMap, LineCounter, parseAllDocuments, parseDocument, type Document, type YAMLMap } from "yaml";
import { excessOf, excessOfText } from "../compose/yaml-limits.ts";

/** A parsed YAML or JSON text; of several documents the first. */
export interface YamlSource {
  text: string;
  document: Document;
  /** The documents behind further `---` lines, in the same lines. */
  others: YamlSource[];
  /** 1-based line of an offset. */
  lineAt(offset: number): number;
  /** Whether all of it could be parsed. */
  sound: boolean;
}

/** Parsing takes longer than all else of a lookup, and files seldom change between calls. */
const parsedBefore = new Map<string, YamlSource | undefined>();
const KEPT = 20;
const OPTIONS = { merge: true, logLevel: "silent" as const };
/** More documents than this are not read. */
const MAX_DOCUMENTS = 50;

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
  // JSON with comments, as tsconfig.json has them; a YAML parser takes them for words.
  const bare = /^\s*(?:[[{]|\/[/*])/.test(text) ? withoutComments(text) : text;
  const json = bare === text ? undefined : parsed(bare);
  const { document, lineAt } = json && isSound(json.document) ? json : parsed(text);
  if (excessOf(document) !== undefined) return undefined;
  const marks = (text.match(/^---(?=\s|$)/gm) ?? []).length;
  const [, ...rest] = marks > 0 && marks <= MAX_DOCUMENTS ? [...parseAllDocuments(text, OPTIONS)] : [];
  const others = rest.filter((one) => excessOf(one) === undefined).map((one): YamlSource => ({ text, document: one, others: [], lineAt, sound: isSound(one) }));
  return { text, document, others, lineAt, sound: isSound(document) && marks <= MAX_DOCUMENTS && others.length === rest.length && others.every(({ sound }) => sound) };
}

function parsed(text: string): Pick<YamlSource, "document" | "lineAt"> {
  const lines = new LineCounter();
  return { document: parseDocument(text, { ...OPTIONS, lineCounter: lines }), lineAt: (offset) => lines.linePos(offset).line };
}

function isSound({ errors }: Document): boolean {
  return errors.length === 0;
}

/** JSON whose comments, and commas before a closing bracket, are blanks: every offset stays. */
function withoutComments(text: string): string {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  // A string need not be closed: a pattern that could fail there would be tried anew at each of its quotes.
  const bare = text.replace(/("(?:[^"\\\n]|\\.)*"?)|\/\/.*|\/\*[^]*?(?:\*\/|$)/g, (part, quoted?: string) => quoted ?? blank(part));
  return bare.replace(/("(?:[^"\\\n]|\\.)*"?)|,(?=\s{0,200}[\]}])/g, (part, quoted?: string) => quoted ?? blank(part));
}

/** The top of the document where that is a mapping. */
export function topOf({ document }: YamlSource): YAMLMap | undefined {
  return isMap(document.contents) ? document.contents : undefined;
}
