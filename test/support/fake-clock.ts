import type { Clock } from "../../src/host/clock.ts";

export interface FakeClock extends Clock {
  /** Lets time pass: sleepers wake in order, and what they do next happens before time goes on. */
  advance(ms: number): Promise<void>;
  /** How many wait. */
  sleepers(): number;
}

/** A clock that stands still until it is advanced. Starts at 2025-01-01T00:00:00Z when nothing is named. */
export function fakeClock(startMs = Date.UTC(2025, 0, 1)): FakeClock {
  let passed = 0;
  let waiting: { at: number; wake: () => void }[] = [];
  return {
    now: () => startMs + passed,
    elapsed: () => passed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const wake = (): void => {
          signal?.removeEventListener("abort", wake);
          waiting = waiting.filter((other) => other !== sleeper);
          resolve();
        };
        const sleeper = { at: passed + ms, wake };
        waiting.push(sleeper);
        signal?.addEventListener("abort", wake, { once: true });
      }),
    async advance(ms) {
      const target = passed + ms;
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        const [next] = waiting.filter(({ at }) => at <= target).sort((a, b) => a.at - b.at);
        if (!next) break;
        passed = Math.max(passed, next.at);
        next.wake();
      }
      passed = target;
    },
    sleepers: () => waiting.length,
  };
}
