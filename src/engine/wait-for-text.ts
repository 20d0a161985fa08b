import type { Clock } from "../host/clock.ts";
import { truncate } from "../text/truncate.ts";
import type { Engine, LogLine } from "./engine.ts";

interface Wish {
  engine: Engine;
  clock: Clock;
  container: string;
  /** Literal. */
  text: string;
  waitMs: number;
  signal: AbortSignal;
}

/** An assistant changes a file, then calls: what was logged in between counts. */
const LOOK_BACK_MS = 15_000;

/** The first log line, from a little before now on, that holds a text, cut to what can be shown; undefined when none came in time. */
export async function waitForText({ engine, clock, container, text, waitMs, signal }: Wish): Promise<LogLine | undefined> {
  const started = clock.elapsed();
  const sinceMs = clock.now() - LOOK_BACK_MS;
  for (;;) {
    const lines = await engine.logs(container, { tail: 5_000, sinceMs, signal });
    const line = lines.find((one) => one.text.includes(text));
    if (line) return { ...line, text: truncate(line.text, { chars: 300, from: "end" }) };
    if (clock.elapsed() - started >= waitMs || signal.aborted) return undefined;
    await clock.sleep(250, signal);
  }
}
