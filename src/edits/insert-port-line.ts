import { splitLines } from "../maps/text-lines.ts";
import { arrayOf, functionIn, type Scope } from "../pointers/preflight-ports.ts";
import { insertLines, type LinesAt } from "./insert-lines.ts";
import { portLike, type NewPort } from "./port-like.ts";
import { portPlace } from "./port-lists.ts";

/**
 * A preflight script (bash) whose check_ports_available() looks at one port more, written like its other ports. Lines are
 * added, none is changed; unchanged where that is not possible, with the reason.
 */
export function insertPort(script: string, port: NewPort): { text: string } | { unchanged: true; why: string } {
  const lines = linesOf(script);
  if (!/^[\w.-]+$/.test(port.service) || !/^(?:[A-Za-z_]\w*)?$/.test(port.variable ?? "") || !Number.isInteger(port.port) || port.port < 1 || port.port > 65_535) return unchanged("the port or its names cannot be written");
  const scope = functionIn(lines);
  if (!scope) return unchanged("it has no check_ports_available()");
  const elsewhere = arrayOf(lines, scope);
  if ([scope, ...(elsewhere ? [elsewhere] : [])].some((one) => holds(lines, one, port))) return unchanged("it looks at this port already");
  const inside = portPlace(lines, scope.start, scope.end);
  const place = "why" in inside && elsewhere ? portPlace(lines, elsewhere.start, elsewhere.end) : inside;
  if ("why" in place) return unchanged(place.why);
  const piece = portLike(place.like, port);
  if (piece === undefined) return unchanged("its list of ports is written in a way that is not understood");
  const text = insertLines(script, [...readingOf(lines, scope, place.at, port), { at: place.at, lines: [`${place.before}${piece}${place.after}`] }]);
  const after = linesOf(text);
  const now = functionIn(after);
  const list = now && arrayOf(after, now);
  if (!now || ![now, ...(list ? [list] : [])].some((one) => holds(after, one, port))) return unchanged("its list of ports is written in a way that is not understood");
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

function unchanged(why: string): { unchanged: true; why: string } {
  return { unchanged: true, why };
}
