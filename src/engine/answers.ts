import type { Happening, Image, Process } from "./engine.ts";
import { parseJson } from "../text/parse-json.ts";

interface EventAnswer {
  Action?: string;
  Actor?: { ID?: string; Attributes?: Record<string, string> };
  timeNano?: number;
  time?: number;
}

/** Reads the engine's events, one JSON object a line; lines that are none are passed over. */
export function readHappenings(text: string): Happening[] {
  return text.split("\n").flatMap((line): Happening[] => {
    const event = parse(line);
    const what = (["die", "kill", "oom"] as const).find((one) => one === event?.Action);
    if (!event || !what) return [];
    const { exitCode, signal } = event.Actor?.Attributes ?? {};
    const atMs = event.timeNano ? event.timeNano / 1e6 : (event.time ?? 0) * 1000;
    return [{ container: event.Actor?.ID ?? "", what, atMs, ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }), ...(signal === undefined ? {} : { signal }) }];
  });
}

function parse(line: string): EventAnswer | undefined {
  try {
    return line.trim() === "" ? undefined : parseJson<EventAnswer>(line);
  } catch {
    return undefined;
  }
}

/** The answer of `GET /images/{name}/json` and of `docker image inspect`. */
export interface ImageAnswer {
  Id: string;
  Created?: string;
  Architecture?: string;
}

export function imageOf({ Id: id, Created: created = "", Architecture: architecture = "" }: ImageAnswer): Image {
  return { id, createdMs: Date.parse(created) || 0, architecture };
}

/** What the engine's `ps` is asked for: the same columns in procps and, shortened, in BusyBox. */
export const PS_COLUMNS = "pid,stat,args";

/** The answer of `GET /containers/{id}/top`. */
export interface TopAnswer {
  Titles?: string[];
  Processes?: string[][] | null;
}

export function processesOf({ Titles: titles = [], Processes: rows }: TopAnswer): Process[] {
  const column = (name: RegExp) => titles.findIndex((title) => name.test(title));
  const [pid, stat, args] = [column(/^PID$/i), column(/^S(?:TAT)?$/i), column(/^(?:COMMAND|CMD|ARGS)$/i)];
  return (rows ?? []).map((row) => ({ pid: Number(row[pid]), state: row[stat]?.slice(0, 1) ?? "", command: row.slice(args).join(" ") }));
}
