import { expect, test } from "vitest";
import { nodeClock } from "../../src/host/node-clock.ts";

test("sleep ends at its time, or as soon as its signal is aborted", async () => {
  const before = nodeClock.elapsed();
  await nodeClock.sleep(30);
  expect(nodeClock.elapsed() - before).toBeGreaterThanOrEqual(25);
  const controller = new AbortController();
  const sleeping = nodeClock.sleep(600_000, controller.signal);
  controller.abort();
  await sleeping;
  await nodeClock.sleep(600_000, controller.signal);
});
