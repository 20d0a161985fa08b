import { describe, expect, test } from "vitest";
import { watch } from "../../src/terminal/watch.ts";
import type { Outcome } from "../../src/tool.ts";
import { fakeClock } from "../support/fake-clock.ts";

const good = (status: string, more: object = {}): Outcome => ({ kind: "result", result: { status, ...more }, text: `it is ${status}`, failed: false });
const bad = (bug?: unknown): Outcome => ({ kind: "error", error: { code: "no-project", message: "none", fix: "make one" }, text: "Error no-project", ...(bug === undefined ? {} : { bug }) });

/** Watches what these looks give, the last one again and again, for so long. */
async function watched(looks: Outcome[], { ms = 20_000, json = false, screen = {}, takesMs = 0 }: { ms?: number; json?: boolean; screen?: { isTTY?: boolean; rows?: number; columns?: number }; takesMs?: number } = {}) {
  const clock = fakeClock();
  const over = new AbortController();
  const written: { at: number; text: string }[] = [];
  let count = 0;
  const look = async (): Promise<Outcome> => {
    const outcome = looks[Math.min(count, looks.length - 1)] ?? good("well");
    count += 1;
    await clock.sleep(takesMs, over.signal);
    return outcome;
  };
  const ended = watch({ look, passing: ["elapsed_ms", "latency_ms"] }, { screen, write: async (text) => written.push({ at: clock.elapsed(), text: text.replace(/\d\d:\d\d:\d\d/, "TIME") }) > 0, json, clock, signal: over.signal });
  await clock.advance(ms);
  over.abort();
  return { ended: await ended, written, looks: count };
}

describe("without a terminal", () => {
  test("a block only when something changed; latencies and elapsed times do not count", async () => {
    const { ended, written, looks } = await watched([good("well", { elapsed_ms: 1, probes: [{ latency_ms: 3 }] }), good("well", { elapsed_ms: 2, probes: [{ latency_ms: 9 }] }), good("ill"), good("ill"), good("well")], { ms: 9_000 });
    expect(written).toEqual([{ at: 0, text: "TIME\nit is well\n" }, { at: 4_000, text: "\nTIME\nit is ill\n" }, { at: 8_000, text: "\nTIME\nit is well\n" }]);
    expect([ended, looks]).toEqual([undefined, 5]);
  });

  test("as JSON one document a line, on a terminal too", async () => {
    const { written } = await watched([good("well"), bad(), good("well")], { json: true, screen: { isTTY: true } });
    expect(written.map((one) => one.text)).toEqual(['{"status":"well"}\n', '{"error":{"code":"no-project","message":"none","fix":"make one"}}\n', '{"status":"well"}\n']);
  });
});

describe("on a terminal", () => {
  test("every two seconds the screen is drawn anew, the time at the top", async () => {
    const { written } = await watched([good("well")], { ms: 4_500, screen: { isTTY: true } });
    expect(written).toEqual([0, 2_000, 4_000].map((at) => ({ at, text: "\u001B[2J\u001B[HTIME, every two seconds; Ctrl-C ends it\n\nit is well\n" })));
  });

  test("what a screen cannot hold is counted", async () => {
    const long = { ...good("well"), text: ["one", "x".repeat(25), "three", "four"].join("\n") };
    const { written } = await watched([long], { ms: 100, screen: { isTTY: true, rows: 9, columns: 10 } });
    expect(written[0]?.text.split("\n").slice(1)).toEqual(["", "one", "… 3 more lines", ""]);
  });
});

test("a look that takes long is followed by a pause all the same", async () => {
  expect((await watched([good("well")], { ms: 10_000, takesMs: 1_900 })).looks).toBe(5);
  expect((await watched([good("well")], { ms: 9_900, takesMs: 4_500 })).looks).toBe(2);
});

test("an error at the first look, and a bug at any, end it", async () => {
  expect(await watched([bad()])).toMatchObject({ ended: { kind: "error" }, written: [], looks: 1 });
  expect(await watched([good("well"), bad(new TypeError("x"))])).toMatchObject({ ended: { kind: "error", bug: expect.any(TypeError) }, looks: 2 });
});

test("it ends where nobody reads any more", async () => {
  const clock = fakeClock();
  const ended = watch({ look: async () => good("well"), passing: [] }, { screen: {}, write: async () => false, json: false, clock, signal: new AbortController().signal });
  await clock.advance(2_000);
  expect(await ended).toBeUndefined();
});
