import { splitLines } from "../maps/text-lines.ts";
import { arrayOf, functionIn, preflightPorts, type Scope } from "../pointers/preflight-ports.ts";
import { insertLines, type LinesAt } from "./insert-lines.ts";
import { portLike, type NewPort } from "./port-like.ts";
import { portPlace } from "./port-lists.ts";

interface Unchanged {
  unchanged: true;
  why: string;
  /** What a person may add in its place. */
  hand?: string;
}

/**
 * A preflight script (bash) whose check_ports_available() looks at one port more, written like its other ports. Lines are
 * added, none is changed; unchanged where that is not possible, with the reason.
 */
export function insertPort(script: string, port: NewPort): { text: string } | Unchanged {
  const lines = linesOf(script);
  if (!/^[\w.-]+$/.test(port.service) || !/^(?:[A-Za-z_]\w*)?$/.test(port.variable ?? "") || !Number.isInteger(port.port) || port.port < 1 || port.port > 65_535) return unchanged("the port or its names cannot be written");
  const scope = functionIn(lines);
  if (!scope) return unchanged(lines.some((line) => /^\s*(?:function\s+)?check_ports_available\b[^\n]{0,1000}\}\s*$/.test(line)) ? "its check_ports_available() stands in one line, which would have to change" : "it has no check_ports_available()", String(port.port));
  const elsewhere = arrayOf(lines, scope);
  if ([scope, ...(elsewhere ? [elsewhere] : [])].some((one) => holds(lines, one, port))) return unchanged("it looks at this port already");
  const inside = portPlace(lines, scope.start, scope.end);
  const place = "why" in inside && elsewhere ? portPlace(lines, elsewhere.start, elsewhere.end) : inside;
  if ("why" in place) return unchanged(place.why, (place.like === undefined ? undefined : portLike(place.like, port)?.trim()) ?? String(port.port));
  const piece = portLike(place.like, { ...port, ...labelOf(place.like, lines, [scope, ...(elsewhere ? [elsewhere] : [])], port) });
  if (piece === undefined) return unchanged("its list of ports is written in a way that is not understood", String(port.port));
  const text = insertLines(script, [...readingOf(lines, scope, place.at, port), { at: place.at, lines: [`${place.before}${piece}${place.after}`] }]);
  const after = linesOf(text);
  const now = functionIn(after);
  const list = now && arrayOf(after, now);
  const looked = new Set((preflightPorts(after)?.ports ?? []).map((one) => one.port));
  const lost = (preflightPorts(lines)?.ports ?? []).some((one) => !looked.has(one.port));
  if (lost || !now || ![now, ...(list ? [list] : [])].some((one) => holds(after, one, port))) return unchanged("its list of ports is written in a way that is not understood", String(port.port));
  return { text };
}

function linesOf(script: string): string[] {
  return splitLines(script.replace(/^\uFEFF/, "")).map((line) => line.replace(/\r?\n$/, ""));
}

function holds(lines: string[], { start, end }: Scope, { port }: NewPort): boolean {
  const number = new RegExp(`(?<![\\w.])${port}(?![\\w.])`);
  return lines.slice(start, end).some((line) => !/^\s*#/.test(line) && number.test(line));
}

/** Where a script first reads each variable by name (`A="$(value_of A)"`), the same for the new one. */
function readingOf(lines: string[], { start }: Scope, before: number, { variable }: NewPort): LinesAt[] {
  if (variable === undefined) return [];
  for (let at = before - 1; at >= start; at -= 1) {
    const line = lines[at] ?? "";
    const [, name = ""] = /^\s*(?:local\s+)?([A-Za-z_]\w*)="?\$\([\w-]+ "?\1"?\)"?(?:\s*\\)?\s*$/.exec(line) ?? [];
    const chained = line.trimEnd().endsWith("\\");
    const tail = !chained && (lines[at - 1] ?? "").trimEnd().endsWith("\\");
    const opens = chained && /^\s*local\s/.test(line);
    if (name === "" || !/port/i.test(name) || tail || opens) continue;
    return [{ at: at + 1, lines: [line.replaceAll(name, variable)] }];
  }
  return [];
}

/** Of a list by names, a key that is not there yet: twice the same would take the first one out. */
function labelOf(like: string, lines: string[], scopes: Scope[], { service, port }: NewPort): { label?: string } {
  if (!/^\s*\[["']?[A-Za-z_]/.test(like)) return {};
  const keys = scopes.flatMap(({ start, end }) => lines.slice(start, end)).flatMap((line) => [...line.slice(0, 1_000).matchAll(/\[["']?([\w.-]+)["']?\]=/g)].map((match) => match[1]));
  return keys.includes(service) ? { label: `${service}-${port}` } : {};
}

function unchanged(why: string, hand?: string): Unchanged {
  return { unchanged: true, why, ...(hand === undefined ? {} : { hand }) };
}
