import type { Outcome } from "../tool.ts";
import type { Ports } from "../workspace.ts";

interface Watched {
  /** Looks once. */
  look(): Promise<Outcome>;
  /** Fields of a result that are different each time: their change alone is none. */
  passing: readonly string[];
}

interface Face {
  /** Standard output. */
  screen: { isTTY?: boolean; columns?: number; rows?: number };
  /** Whether somebody has read it. */
  write(text: string): Promise<boolean>;
  json: boolean;
  clock: Pick<Ports["clock"], "now" | "elapsed" | "sleep">;
  signal: AbortSignal;
}

const EVERY_MS = 2_000;
const LEAST_PAUSE_MS = 500;

/**
 * Looks again every two seconds until the signal is aborted or nobody reads any more. A terminal is drawn anew each time;
 * elsewhere, and as JSON (one document a line), only a change is written. Gives an outcome where watching makes no sense: a
 * bug, or an error at the first look; a later error may pass, such as that of a file that is being edited.
 */
export async function watch({ look, passing }: Watched, { screen, write, json, clock, signal }: Face): Promise<Outcome | undefined> {
  const draws = screen.isTTY === true && !json;
  let last: string | undefined;
  let read = true;
  while (!signal.aborted && read) {
    const began = clock.elapsed();
    const outcome = await look();
    if (signal.aborted) return undefined;
    if (outcome.kind === "error" && (last === undefined || outcome.bug !== undefined)) return outcome;
    const body = outcome.kind === "result" ? outcome.result : { error: outcome.error };
    const key = JSON.stringify(body, (field, value: unknown) => (passing.includes(field) ? undefined : value));
    const time = new Date(clock.now()).toLocaleTimeString("en-GB");
    if (draws) read = await write(`\u001B[2J\u001B[H${fitted(`${time}, every two seconds; Ctrl-C ends it\n\n${outcome.text}`, screen)}`);
    else if (key !== last) read = await write(json ? `${JSON.stringify(body)}\n` : `${last === undefined ? "" : "\n"}${time}\n${outcome.text}\n`);
    last = key;
    await clock.sleep(Math.max(LEAST_PAUSE_MS, EVERY_MS - (clock.elapsed() - began)), signal);
  }
  return undefined;
}

/** As many lines as a screen shows: what would push the top out of it is counted instead. */
function fitted(text: string, { columns = 80, rows = 24 }: Face["screen"]): string {
  const lines = text.split("\n");
  let room = rows - 2;
  const shown = lines.findIndex((line) => (room -= Math.max(1, Math.ceil(line.length / Math.max(1, columns)))) < 0);
  return shown < 0 ? `${text}\n` : `${lines.slice(0, shown).join("\n")}\n… ${lines.length - shown} more lines\n`;
}
