import { callPlace } from "./call-place.ts";
import { namesPort } from "./names-port.ts";

/** Where a list of ports of a shell script takes one more, and the piece of it to write that one like. */
export interface PortPlace {
  /** The new line goes before the line of this index, counted from 0. */
  at: number;
  like: string;
  /** What stands around the new piece on its line. */
  before: string;
  after: string;
}

export interface NoPlace {
  why: string;
  /** A piece that a person may write the new one like. */
  like?: string;
}

/** Longer lines, and longer lists, are none that a person keeps ports in. */
const LONGEST = 1_000;

const ARRAY = /^(\s*)(?:(?:local|declare|typeset)\s+(?:-\w+\s+)*)?([A-Za-z_]\w*)\+?=\(/;

/** The place for a port more in the lines from `start` to before `end`; a reason where there is none that changes no line. */
export function portPlace(lines: string[], start: number, end: number): PortPlace | NoPlace {
  for (let at = start; at < end; at += 1) {
    const line = lines[at] ?? "";
    if (line.length > LONGEST) continue;
    const place = inArray(lines, at, end) ?? inString(line, at) ?? inLoop(lines, at, end);
    if (place) return place;
  }
  return callPlace(lines, { start, end }) ?? { why: "no list of ports is in check_ports_available()" };
}

function inArray(lines: string[], at: number, end: number): PortPlace | NoPlace | undefined {
  const place = placeInArray(lines, at, end);
  return place && besideAnother(lines, ARRAY.exec(lines[at] ?? "")?.[2] ?? "") && !place.like.includes("]=") ? { why: "it goes through its list by number, beside another list", like: place.like } : place;
}

/** Whether the elements of an array belong to those of another one by their numbers: `${NAMES[$i]}` for `i` in `${!PORTS[@]}`. */
function besideAnother(lines: string[], name: string): boolean {
  const by = lines.some((line) => line.length <= LONGEST && (line.includes(`\${!${name}[`) || line.includes(`\${#${name}[`)));
  return by && lines.some((line) => line.length <= LONGEST && [...line.matchAll(/\$\{(\w+)\[\$?\{?\w+\}?\]\}/g)].some((match) => match[1] !== name));
}

function placeInArray(lines: string[], at: number, end: number): PortPlace | undefined {
  const line = lines[at] ?? "";
  const [opening = "", indent = "", name = ""] = ARRAY.exec(line) ?? [];
  if (opening === "") return undefined;
  let depth = 0;
  let close = at;
  for (let index = at; index < Math.min(end, at + LONGEST); index += 1) {
    depth += depthOf(withoutComment(lines[index] ?? ""));
    close = index;
    if (depth <= 0) break;
  }
  if (depth > 0) return undefined;
  if (close === at) {
    // What is declared read-only takes nothing more.
    if (/\s-\w*r/.test(opening)) return undefined;
    const inside = withoutComment(line).slice(opening.length).trim().replace(/\)$/, "");
    const like = /(?:\[[^\]]{1,80}\]=)?(?:"[^"]*"|'[^']*'|[^\s"']+)$/.exec(inside.trim())?.[0];
    return like !== undefined && namesPort(like) ? { at: at + 1, like, before: `${indent}${name}+=(`, after: ")" } : undefined;
  }
  const items = lines.slice(at + 1, close).flatMap((item, index) => (/^\s*(?:#|$)/.test(item) ? [] : [{ item, line: at + 1 + index }]));
  const last = items.at(-1);
  const closing = withoutComment(lines[close] ?? "").trimEnd().replace(/\)$/, "");
  // An element on the line of the bracket must stay the last one.
  if (closing.trim() !== "" && namesPort(closing)) return { at: close, like: closing, before: "", after: "" };
  return last && namesPort(last.item) ? { at: last.line + 1, like: last.item, before: "", after: "" } : undefined;
}

/** `PORTS="8011 5183"`. */
function inString(line: string, at: number): PortPlace | undefined {
  const [, indent = "", name = "", ports = ""] = /^(\s*)(?:local\s+)?([A-Za-z_]\w*)="([^"]*)"\s*$/.exec(line) ?? [];
  const words = ports.trim().split(/\s+/);
  const like = words.at(-1);
  return like !== undefined && words.length > 1 && words.every((word) => namesPort(word)) ? { at: at + 1, like, before: `${indent}${name}+=" `, after: '"' } : undefined;
}

/** `for port in \`, one a line. In one line it could only be changed. */
function inLoop(lines: string[], at: number, end: number): PortPlace | NoPlace | undefined {
  const line = lines[at] ?? "";
  const head = /^\s*for\s+\w+\s+in\b(.*)$/.exec(line)?.[1];
  if (head === undefined || (!namesPort(head) && !head.trimEnd().endsWith("\\"))) return undefined;
  if (!head.trimEnd().endsWith("\\")) return /\$\{?\w+\[@\]|^\s*"?\$\w+/.test(head) ? undefined : { why: "its ports stand in one line of a loop, which would have to change" };
  let last = at + 1;
  while (last < Math.min(end, at + LONGEST) && (lines[last] ?? "").trimEnd().endsWith("\\")) last += 1;
  const like = (lines[last] ?? "").replace(/;?\s*(?:do)?\s*$/, "");
  return namesPort(like) ? { at: last, like, before: "", after: " \\" } : undefined;
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, "");
}

function depthOf(text: string): number {
  let depth = 0;
  for (const char of text) depth += char === "(" ? 1 : char === ")" ? -1 : 0;
  return depth;
}
