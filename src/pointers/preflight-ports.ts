/** Lines of a script, counted from 0; `end` is behind the last. */
export interface Scope {
  start: number;
  end: number;
}

/** A host port that a preflight script looks at: a number, or the default of a variable. */
export interface PreflightPort {
  port: number;
  /** 1-based. */
  line: number;
}

/** Named as a limit, and never as a port to look at. */
const HIGHEST = 65_535;

/** The ports that check_ports_available() of a script looks at, and the line of the function; undefined where it has none. */
export function preflightPorts(lines: string[]): { ports: PreflightPort[]; line: number } | undefined {
  const scope = functionIn(lines);
  if (!scope) return undefined;
  const elsewhere = arrayOf(lines, scope);
  const ports = [scope, ...(elsewhere ? [elsewhere] : [])].flatMap(({ start, end }) =>
    lines.slice(start, end).flatMap((line, index) => {
      const text = line.length > 1_000 ? "" : line.replace(/(^|\s)#.*$/, "");
      // A number is a port alone, in quotes, behind a word, or as a default; not an index, a time-out or an exit code.
      const listed = /\b(?:return|exit|sleep|timeout|head|tail|seq|for\s*\(\()\b|-(?:eq|ne|gt|lt|ge|le|w|m|t)\b/.test(text) ? text.matchAll(/:-(\d{2,5})\}/g) : text.matchAll(/(?<![\w.$[-]|[<>]=?\s{0,3})(?:\$\{\w+:?-)?(\d{2,5})(?![\w.\]])/g);
      return [...listed].map((match) => ({ port: Number(match[1]), line: start + index + 1 })).filter(({ port }) => port < HIGHEST);
    }),
  );
  return { ports: [...new Map(ports.map((one) => [one.port, one])).values()], line: scope.start };
}

/** The body of the function: to the bracket that stands as deep as its name. */
export function functionIn(lines: string[]): Scope | undefined {
  const start = lines.findIndex((line) => /^\s*(?:function\s+check_ports_available\b|check_ports_available\s*\(\s*\))/.test(line));
  const indent = /^\s*/.exec(lines[start] ?? "")?.[0] ?? "";
  const end = start === -1 ? -1 : lines.findIndex((line, index) => index > start && line.trimEnd() === `${indent}}`);
  return end === -1 ? undefined : { start: start + 1, end };
}

/** The array of ports that the function goes through and that is filled elsewhere. */
export function arrayOf(lines: string[], { start, end }: Scope): Scope | undefined {
  const names = new Set(lines.slice(start, end).flatMap((line) => [...line.matchAll(/\$\{!?(\w+)\[[@*]\]\}/g)].map((match) => match[1] ?? "")));
  const at = lines.findIndex((line, index) => (index < start || index >= end) && names.has(/^\s*(?:declare\s+(?:-\w+\s+)*)?(\w+)=\(/.exec(line)?.[1] ?? ""));
  if (at === -1) return undefined;
  let close = at;
  // Lines that add to the array stand below it.
  while (close < lines.length && !/\)\s*(?:#.*)?$/.test(lines[close] ?? "")) close += 1;
  while (names.has(/^\s*(\w+)\+=\(/.exec(lines[close + 1] ?? "")?.[1] ?? "")) close += 1;
  return { start: at, end: close + 1 };
}
