import type { Traceback } from "./tracebacks.ts";

const frame = /^\s+at \S/;
const error = /(?:Error|Exception)\b|^\s*Uncaught\b/;
const cause = /^\s*(?:Caused by: |\[cause\]: |---> )/;
// "... 23 more", the fields that Node prints after an error, closing braces, and its last line.
const between = /^\s+\.\.\. \d+ (?:more|common)|^\s*(?:Suppressed: )|^\s{2,20}[\w[\]]+: \S|^\s*[{}\]]+,?\s*$|^Node\.js v\d|^\s+--- End of/;
const foreign =
  /node_modules|[( ]node:|[( ]internal\/|\(<anonymous>\)|^\s+at (?:\w+\/\/?)?(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|scala|reactor|org\.springframework|org\.apache|org\.hibernate|org\.eclipse|org\.postgresql|io\.netty|com\.zaxxer|com\.fasterxml|System|Microsoft)[./]/;
const longestMessage = 12;

/** The stack of Node, Java or .NET whose first frame is at a line; its message is looked for above, not before `free`. */
export function stackTraceAt(lines: string[], first: number, free: number): Traceback | undefined {
  if (!frame.test(lines[first] ?? "")) return undefined;
  const message = messageAbove(lines, first, free);
  if (message === undefined) return undefined;
  const causes: number[] = [];
  let own: number | undefined;
  let to = first;
  for (; to < lines.length; to += 1) {
    const line = lines[to] ?? "";
    if (cause.test(line)) {
      causes.push(to);
      own = undefined;
    } else if (frame.test(line)) {
      if (own === undefined && !foreign.test(line)) own = to;
    } else if (!between.test(line) && !(line.trim() === "" && /^Node\.js v\d/.test(lines[to + 1] ?? ""))) {
      break;
    }
  }
  const root = causes.at(-1);
  return { from: excerptAbove(lines, message, free), to, keep: [root, message, own].filter((index) => index !== undefined) };
}

function messageAbove(lines: string[], first: number, free: number): number | undefined {
  for (let at = first - 1; at >= Math.max(free, first - longestMessage); at -= 1) if (error.test(lines[at] ?? "")) return at;
  return first - 1 >= free && (lines[first - 1] ?? "").trim() !== "" ? first - 1 : undefined;
}

/** Node shows the line of source that threw, with its place above and a caret below. */
function excerptAbove(lines: string[], message: number, free: number): number {
  let caret = message - 1;
  while (caret > free && (lines[caret] ?? "").trim() === "") caret -= 1;
  if (!/^\s*\^+\s*$/.test(lines[caret] ?? "")) return message;
  for (let at = caret - 1; at >= Math.max(free, caret - 4); at -= 1) if (/^\S+:\d+\s*$/.test(lines[at] ?? "")) return at;
  return message;
}
