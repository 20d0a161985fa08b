import { afterNouns, anchorAfterArrow, anchorsInBrackets } from "./pointer-anchor.ts";
import { namedInCommand } from "./pointer-command.ts";
import { anchorStyle, mayBeDomain, pointerHead, type PointerHead } from "./pointer-shape.ts";
import { pointerTokens, type PointerToken } from "./pointer-tokens.ts";
import type { WrittenPointer } from "./written-pointer.ts";

export interface ReadingManner {
  makefile: string;
  envTemplate: string;
  /** The field holds paths: any code span with a slash is one. */
  known: boolean;
  /** Names in capitals are variables of the template. */
  variables: boolean;
  /** Prose and commands tell what was seen, not where to look. */
  spansOnly: boolean;
  /** Names of files that the entry names with their folder: in prose these are files, what else looks like a domain is none. */
  named?: ReadonlySet<string>;
}

const BUILD_FILES = /^(?:Dockerfile|Containerfile|Caddyfile)(?:\.[\w.-]+)?$/;

const DEEPEST = 12;

type Found = Pick<WrittenPointer, "path" | "anchor" | "written">;

/** The pointers in the text of one field or list item, in order. */
export function pointersInText(text: string, manner: ReadingManner): Found[] {
  const tokens = pointerTokens(text);
  const found: Found[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    if (token === undefined) break;
    const head = token.kind === "arrow" ? undefined : headOf(tokens, at, manner);
    if (head) {
      const { chains, path, next } = chainsFrom(tokens, at, head);
      const written = text.slice(token.start, tokens[next - 1]?.end);
      // "a change of the Dockerfile → rebuild" is about any; the file itself has an anchor, or stands in a field of paths.
      const any = token.kind === "word" && !manner.known && BUILD_FILES.test(path) && chains.every((anchor) => anchor.length === 0);
      if (!any) found.push(...chains.map((anchor) => ({ path, anchor, written })));
      at = next;
      continue;
    }
    const written = text.slice(token.start, token.end);
    const variable = manner.variables && token.kind !== "arrow" ? variableIn(token) : undefined;
    if (variable !== undefined) found.push({ path: manner.envTemplate, anchor: [variable], written });
    else if (token.kind === "span" && (!manner.spansOnly || /^make\s/.test(token.text))) found.push(...namedInCommand(token.text, manner.makefile).map((one) => ({ ...one, written })));
    at += 1;
  }
  return found;
}

function headOf(tokens: PointerToken[], at: number, manner: ReadingManner): PointerHead | undefined {
  const { kind, text } = tokens[at] ?? { kind: "arrow", text: "" };
  if (kind === "link") return pointerHead(text, { loose: true, known: true });
  if (kind === "span") return pointerHead(text, { loose: true, known: manner.known });
  if (manner.spansOnly) return undefined;
  const word = text.replace(/^[("'“*[]+(?!.*\])/, "").replace(/^[("'“*]+/, "").replace(/[.,;:!?"'”*)]+$/, "");
  const beside = tokens[at + 1]?.kind === "arrow" || tokens[at - 1]?.kind === "arrow" || manner.known;
  const head = pointerHead(word, { loose: false });
  if (head && !beside && mayBeDomain(head) && manner.named?.has(head.path) !== true) return undefined;
  return head ?? (BUILD_FILES.test(word) && (manner.known || tokens[at + 1]?.kind === "arrow") ? { path: word, anchor: [] } : undefined);
}

/** Follows arrows and brackets behind a head. More than one chain where several names are listed. */
function chainsFrom(tokens: PointerToken[], at: number, head: PointerHead): { path: string; chains: string[][]; next: number } {
  let { path } = head;
  let anchor = head.anchor;
  let next = at + 1;
  const token = tokens[at];
  if (/^https?:/.test(path) || (token?.kind === "word" && /[,;:.!?)]["'*_]*$/.test(token.text))) return { path, chains: [anchor], next };
  while (anchor.length < DEEPEST) {
    const brackets = anchorsInBrackets(tokens, next);
    if (brackets) return { path, chains: brackets.anchors.map((one) => [...anchor, ...one]), next: brackets.next };
    const arrow = anchor.length > 0 ? afterNouns(tokens, next) : next;
    if (tokens[arrow]?.kind !== "arrow") break;
    const below = path.endsWith("/") && anchor.length === 0 ? belowFolder(tokens[arrow + 1]) : undefined;
    if (below) {
      path += below.path;
      anchor = below.anchor;
      next = arrow + 2;
      continue;
    }
    const read = anchorAfterArrow(tokens, arrow, path);
    if (!read) break;
    anchor = [...anchor, ...read.names];
    next = read.next;
  }
  const last = tokens[next - 1];
  if (anchor.length === 0 || last?.kind !== "span" || anchorStyle(path) === "headings") return { path, chains: [anchor], next };
  const chains = [anchor];
  while (/^(?:,|and|or|,and|\/)$/.test(tokens[next]?.kind === "word" ? (tokens[next]?.text ?? "") : "")) {
    const name = tokens[next + 1];
    if (name?.kind !== "span" || !/^[\w.-]+(?:\(\))?$/.test(name.text) || pointerHead(name.text, { loose: true }) || tokens[next + 2]?.kind === "arrow") break;
    chains.push([...anchor.slice(0, -1), name.text]);
    next += 2;
  }
  return { path, chains, next };
}

/** `apps/server/` → `main.py` is one path. */
function belowFolder(token: PointerToken | undefined): PointerHead | undefined {
  if (token?.kind !== "span" || /^(?:https?:|\.\.?\/)/.test(token.text)) return undefined;
  return pointerHead(token.text, { loose: true, known: true });
}

function variableIn(token: PointerToken): string | undefined {
  if (token.kind === "span") return /^\$?\{?([A-Z][A-Z0-9_]+)\}?(?:=.*)?$/.exec(token.text)?.[1];
  return /^[("*]*([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[).,:;"*]*(?:=.*)?$/.exec(token.text)?.[1];
}
