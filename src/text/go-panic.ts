import type { Traceback } from "./tracebacks.ts";

const part = /^\s*$|^\[signal |^goroutine \d+ |^\s+\S+\.\w+:\d+|^created by |^exit status \d+|^\t?panic: |^[\w.*(][^\s].*\)$/;
const place = /^\s+(\S+\.go):\d+/;
const foreign = /\/go\/src\/|\/go\/pkg\/mod\/|\/vendor\/|\/usr\/local\/go\//;

/** The Go panic at a line, with the stack of its goroutines. */
export function goPanicAt(lines: string[], from: number): Traceback | undefined {
  if (!/^(?:panic|fatal error): /.test(lines[from] ?? "")) return undefined;
  let to = from + 1;
  let own: number | undefined;
  for (; to < lines.length && part.test(lines[to] ?? ""); to += 1) {
    const path = place.exec(lines[to] ?? "")?.[1];
    if (own === undefined && path !== undefined && !foreign.test(path)) own = to;
  }
  return { from, to, keep: own === undefined ? [from] : [from, own] };
}
