import type { Happening } from "./engine.ts";
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
