import type { Scope } from "../pointers/preflight-ports.ts";
import { namesPort } from "./names-port.ts";
import type { NoPlace, PortPlace } from "./port-lists.ts";

const LONGEST = 1_000;

/** Ends what a line only begins. */
const OPEN_END = /(?:&&|\|\|?|\\|[({])\s*$/;

/** Closes the block that a line stands in. */
const CLOSER = /^\s*(?:[})]|fi\b|done\b|esac\b|else\b|elif\b|;;)/;

/**
 * The place behind a script's `check_port 8011 "Backend"`, a line each. None where the status of the last one may be what
 * the function is asked for: a line behind it would answer in its place.
 */
export function callPlace(lines: string[], scope: Scope): PortPlace | NoPlace | undefined {
  const { start, end } = scope;
  const documents = hereDocuments(lines);
  const calls = lines.slice(start, end).flatMap((line, offset) => {
    const index = start + offset;
    const command = line.length > LONGEST || documents.has(index) || /[\\;|&]\s*$|^\s*(?:local|for|if|while|until|case|echo|printf|return)\b/.test(line) ? undefined : /^\s*([A-Za-z_][\w-]*)\s/.exec(line)?.[1];
    return command !== undefined && namesPort(line) ? [{ command, line, index }] : [];
  });
  const first = new Map(calls.toReversed().map((call) => [call.command, call]));
  const last = calls.findLast((call) => /port/i.test(call.command) || first.get(call.command) !== call);
  if (!last) return undefined;
  if (OPEN_END.test(code(lines[last.index - 1] ?? "")) && last.index > start) return { why: "its checks hang together, and a line more would cut them apart", like: last.line };
  if (!code(last.line).includes("||") && closes(lines, last.index, end) && !actsItself(lines, last.command)) return { why: "the status of its last line may be the answer, which a line behind it would change", like: last.line };
  return { at: last.index + 1, like: last.line, before: "", after: "" };
}

/** Whether no statement follows a line in its block. */
function closes(lines: string[], index: number, end: number): boolean {
  const next = lines.slice(index + 1, end).find((line) => code(line).trim() !== "");
  return next === undefined || CLOSER.test(next);
}

/** Whether a function of the script ends the program or counts a failure by itself, so that its status says nothing more. */
function actsItself(lines: string[], command: string): boolean {
  const start = lines.findIndex((line) => line.length <= LONGEST && (line.trimStart().startsWith(`${command}()`) || line.trimStart().startsWith(`${command} ()`) || line.trimStart().startsWith(`function ${command}`)));
  if (start === -1) return false;
  const indent = /^\s*/.exec(lines[start] ?? "")?.[0] ?? "";
  const length = (lines[start] ?? "").includes("}") ? 1 : lines.slice(start).findIndex((line) => line.trimEnd() === `${indent}}`) + 1;
  return lines.slice(start, start + length).some((line) => line.length <= LONGEST && /\bexit\b|(?<!local )\b\w*(?:fail|err|taken|busy|bad|problem|conflict)\w*(?:\+?=|\+\+)/i.test(code(line)));
}

/** The lines that are text for a command: `<<EOF`. */
function hereDocuments(lines: string[]): Set<number> {
  const inside = new Set<number>();
  let mark: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (mark !== undefined) {
      inside.add(index);
      if (line.trim() === mark) mark = undefined;
    } else if (line.length <= LONGEST) mark = /(?<!<)<<(?!<)-?\s*["']?([A-Za-z_]\w*)/.exec(code(line))?.[1];
  }
  return inside;
}

function code(line: string): string {
  return line.length > LONGEST ? "" : line.replace(/(^|\s)#.*$/, "");
}
