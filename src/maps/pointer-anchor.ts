import { anchorStyle, pointerHead } from "./pointer-shape.ts";
import { isCommand } from "./pointer-words.ts";
import type { PointerToken } from "./pointer-tokens.ts";

/** What an arrow or a bracket behind a path says, and the index of the next token. */
export interface ReadAnchor {
  names: string[];
  next: number;
}

/** Nouns that may follow the name that they are about: "`server` service", "Error Handling section". */
const NOUNS = /^(?:services?|sections?|targets?|keys?|functions?|blocks?|variables?|headings?|entry|entries|methods?|class|for|of|in|each|every|all|the)$/i;
const ENDS = /[,;:.)\]]["'*_]*$/;
const CONJUNCTIONS = /^(?:and|or|und|then|to|with|if|when|—|–|-|\+|\/|&|\(.*)$/i;
const VERBS = /^(?:run|see|check|restart|rebuild|set|add|fix|read|update|look|use|wait|remove|start|stop|make|verify|increase|edit|copy|free|kill|install|recreate)$/i;

/** What stands behind the arrow at `at`, for a path of this name; undefined where it is not a part of that file. */
export function anchorAfterArrow(tokens: PointerToken[], at: number, path: string): ReadAnchor | undefined {
  const token = tokens[at + 1];
  if (token === undefined || token.kind === "arrow" || token.kind === "link") return undefined;
  return token.kind === "span" ? anchorInSpan(tokens, at + 1, path) : anchorInProse(tokens, at + 1, path);
}

function anchorInSpan(tokens: PointerToken[], at: number, path: string): ReadAnchor | undefined {
  const text = tokens[at]?.text ?? "";
  const style = anchorStyle(path);
  const name = style === "names" ? text.replace(/^make\s+/, "") : text;
  if (/^make\s/.test(name) || pointerHead(name, { loose: true }) !== undefined) return undefined;
  // Several words are a place too: a key, a symbol with its keyword, a line. A command is what is to be done.
  const isPlace = !/\s/.test(name) || style === "headings" || KIND_AND_NAME.test(name) || SECTIONS.test(name) || (style !== "names" && style !== "variables" && !isCommand(name));
  return name === "" || name.length > 200 || !isPlace ? undefined : { names: [name], next: at + 1 };
}

/** `environment sections for each service`, also as prose. */
const SECTIONS = /^\S+ (?:sections?|blocks?|keys?)(?: (?:for|of|in) (?:each|every|all)(?: the)? services?)?$/i;
/** `class Shop`, `service db`, `GET /health`. */
const KIND_AND_NAME = /^(?:(?:export |async )*(?:class|def|function|func|fn|const|let|var|type|interface|enum|struct|method|service|upstream|location|target|key|variable|stage|job)|[A-Z]{3,7}(?= \/)) \S+$/;

function anchorInProse(tokens: PointerToken[], at: number, path: string): ReadAnchor | undefined {
  const { words, next, open } = phrase(tokens, at);
  const [first = "", ...rest] = words;
  const whole = words.join(" ").replace(/^["'“*_]+|["'”*_]+$/g, "");
  if (whole === "" || open || pointerHead(first, { loose: false }) !== undefined) return undefined;
  const style = anchorStyle(path);
  if (style === "variables") return /^[A-Z][A-Z0-9_]*$/.test(first) ? { names: [first], next: at + 1 } : undefined;
  if (style === "headings") return words.length <= 10 && (/^["'“*_]{0,4}[\p{Lu}\d#]/u.test(first) || /\bsection$/i.test(whole)) ? { names: [whole], next } : undefined;
  if (SECTIONS.test(whole)) return { names: [whole], next };
  const kind = `${first} ${rest[0] ?? ""}`;
  if (KIND_AND_NAME.test(kind) && /^[A-Za-z_$][\w$.]*(?:\(\))?$|^\//.test(rest[0] ?? "") && !NOUNS.test(rest[0] ?? "") && (rest.length === 1 || /[_(A-Z/]/.test(rest[0] ?? ""))) return { names: [kind], next: rest.length === 1 ? next : at + 2 };
  const identifier = /[_-]|\(\)$/.test(first) || rest.every((word) => NOUNS.test(word));
  if (!identifier || !/^[\w.*[\]()$@/-]+$/.test(first) || (style !== "names" && VERBS.test(first))) return undefined;
  // In a source file a plain word of prose may as well be what comes next: "`app.ts` → server → database".
  if (style === "other" && /^[a-z]+$/.test(first)) return undefined;
  return { names: [first], next: rest.every((word) => NOUNS.test(word)) ? next : at + 1 };
}

/** The words up to the end of the clause. `open`: a code span follows, so the words are about that one. */
function phrase(tokens: PointerToken[], at: number): { words: string[]; next: number; open: boolean } {
  const words: string[] = [];
  let next = at;
  for (; next < tokens.length && words.length < 12; next += 1) {
    const token = tokens[next];
    if (token?.kind !== "word") return { words, next, open: token?.kind === "span" && words.length > 0 };
    if (CONJUNCTIONS.test(token.text)) break;
    const bare = withoutStars(token.text.replace(/[,;:.]+["'*_]*$/, ""));
    words.push(bare.includes("(") || bare.includes("[") ? bare : bare.replace(/[)\]]+$/, ""));
    if (ENDS.test(token.text) && !/\w(?:\(\)|\[[^\]]*\])$/.test(token.text)) return { words: words.filter((word) => word !== ""), next: next + 1, open: false };
  }
  return { words, next, open: false };
}

/** `*web*` and `**web**,` are web; `LOGS_*` has its star. */
function withoutStars(word: string): string {
  return /^(\*{1,3})([^*]+)\1(.*)$/.exec(word)?.slice(2).join("") ?? word;
}

/** `(service: name)`, also of several, and other nouns for one part of the file. Each name is a pointer of its own. */
export function anchorsInBrackets(tokens: PointerToken[], at: number): { anchors: string[][]; next: number } | undefined {
  const kind = /^\((services?|targets?|functions?|sections?|headings?|variables?|keys?):?$/i.exec(tokens[at]?.kind === "word" ? (tokens[at]?.text ?? "") : "")?.[1];
  if (kind === undefined) return undefined;
  const names: string[] = [];
  for (let next = at + 1; next < tokens.length && next < at + 30; next += 1) {
    const token = tokens[next];
    if (token === undefined || token.kind === "arrow") return undefined;
    const word = token.kind === "span" ? token.text : token.text.replace(/[,)].*$/, "");
    if (word !== "" && !/^(?:and|or|&)$/.test(word)) names.push(word);
    if (token.kind === "word" && token.text.includes(")")) {
      const prefix = /^service/i.test(kind) ? ["services"] : [];
      const single = /^(?:section|heading)/i.test(kind) ? [names.join(" ")] : names;
      return { anchors: single.map((name) => [...prefix, name]), next: next + 1 };
    }
  }
  return undefined;
}

/** Skips the nouns between a name and what goes on: "`server` service → `ports`". */
export function afterNouns(tokens: PointerToken[], at: number): number {
  let next = at;
  while (next < at + 3 && tokens[next]?.kind === "word" && NOUNS.test(tokens[next]?.text ?? "")) next += 1;
  return tokens[next]?.kind === "arrow" ? next : at;
}
