import type { Clock } from "../host/clock.ts";

/** Says of a burst of messages the first at once and then, every `everyMs`, the newest; none twice in a row, none after the end. */
export function paced(clock: Pick<Clock, "elapsed" | "sleep">, everyMs: number, say: (message: string) => void): { say(message: string): void; end(): void } {
  const over = new AbortController();
  let newest: string | undefined;
  let said: string | undefined;
  let lastMs = -Infinity;
  let waits = false;
  const flush = (): void => {
    waits = false;
    if (over.signal.aborted || newest === undefined || newest === said) return;
    lastMs = clock.elapsed();
    said = newest;
    say(newest);
  };
  return {
    say(message) {
      newest = message;
      if (waits) return;
      const left = lastMs + everyMs - clock.elapsed();
      if (left <= 0) return flush();
      waits = true;
      void clock.sleep(left, over.signal).then(flush);
    },
    end: () => over.abort(),
  };
}
