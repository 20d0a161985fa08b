import { goPanicAt } from "./go-panic.ts";
import { pythonTracebackAt } from "./python-traceback.ts";
import { stackTraceAt } from "./stack-trace.ts";

/** A traceback in a log: its lines are `from` (included) to `to` (excluded). */
export interface Traceback {
  from: number;
  to: number;
  /** What of it decides, most telling first: the first error, the last one, the innermost frame in the application's own code. */
  keep: number[];
}

/** The tracebacks of Python, Node, Java, .NET and Go in a log, in order. */
export function findTracebacks(lines: string[]): Traceback[] {
  const found: Traceback[] = [];
  for (let at = 0; at < lines.length; ) {
    const free = found.at(-1)?.to ?? 0;
    const traceback = pythonTracebackAt(lines, at) ?? stackTraceAt(lines, at, free) ?? goPanicAt(lines, at);
    if (traceback) found.push(traceback);
    at = Math.max(at + 1, traceback?.to ?? 0);
  }
  return found;
}
