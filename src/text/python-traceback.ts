import type { Traceback } from "./tracebacks.ts";

const opening = /Traceback \(most recent call last\):?\s*$/;
const chained = /^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):?\s*$/;
const frame = /^\s+File "([^"]+)", line \d+/;
const foreign = /site-packages|dist-packages|\/lib\/python\d|\/bin\/[\w.-]+$|^<|^importlib/;
/** A message may have several lines; the words that chain it to the next traceback stand at most this far below. */
const longestMessage = 12;

/** The Python traceback that opens at a line, with all that is chained to it. */
export function pythonTracebackAt(lines: string[], from: number): Traceback | undefined {
  const messages: number[] = [];
  let own: number | undefined;
  let to = from;
  for (let next: number | undefined = from; next !== undefined; ) {
    const prefix = opening.exec(lines[next] ?? "");
    if (!prefix) break;
    const strip = (index: number): string => withoutPrefix(lines[index] ?? "", (lines[next ?? from] ?? "").slice(0, prefix.index));
    let line = next + 1;
    for (; line < lines.length && /^\s/.test(strip(line)); line += 1) {
      const path = frame.exec(strip(line))?.[1];
      if (path !== undefined && !foreign.test(path)) own = line;
    }
    // The last line of all is the message: "module.SomeError: what happened".
    if (line < lines.length && /^[\w.]+(?::|$)/.test(strip(line))) messages.push(line);
    to = Math.min(line + 1, lines.length);
    next = chainedAfter(lines, to, strip);
    if (next !== undefined) to = next;
  }
  const [first] = messages;
  if (to === from) return undefined;
  const last = messages.at(-1);
  return { from, to, keep: [...new Set([first, last, own].filter((index) => index !== undefined))] };
}

function chainedAfter(lines: string[], from: number, strip: (index: number) => string): number | undefined {
  for (let at = from; at < Math.min(from + longestMessage, lines.length); at += 1) {
    if (opening.test(lines[at] ?? "")) return undefined;
    if (!chained.test(strip(at))) continue;
    for (let next = at + 1; next < Math.min(at + 4, lines.length); next += 1) if (opening.test(lines[next] ?? "")) return next;
  }
  return undefined;
}

/** A log driver's or exception group's prefix before each line (`  | `). */
function withoutPrefix(line: string, prefix: string): string {
  return prefix !== "" && line.startsWith(prefix) ? line.slice(prefix.length) : prefix.trim() === "+" || prefix.includes("Exception Group") ? line.replace(/^\s{0,20}\| /, "") : line;
}
