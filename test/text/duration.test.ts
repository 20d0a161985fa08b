import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "../../src/text/duration.ts";

test.each([
  ["10m", 600_000], ["1h30m", 5_400_000], ["1m30s", 90_000], ["45s", 45_000], ["2d", 172_800_000], ["500ms", 500], ["1.5s", 1_500],
  ["100us", 0.1], ["1h0m0.5s", 3_600_500], [" 5s ", 5_000], ["0", 0], ["0s", 0], [1_500_000_000, 1_500], [0, 0],
  ["", undefined], ["10", undefined], ["-1s", undefined], ["1x", undefined], ["s", undefined], ["1s!", undefined], ["1 m", undefined],
  [Number.NaN, undefined], [-1, undefined],
])("parseDuration(%j) is %j ms", (text, ms) => {
  if (ms === undefined) expect(parseDuration(text)).toBeUndefined();
  else expect(parseDuration(text)).toBeCloseTo(ms);
});

test.each([
  [0, "0 ms"], [350.4, "350 ms"], [999.6, "1 s"], [1_234, "1.2 s"], [9_960, "10 s"], [45_000, "45 s"], [59_600, "1 min"], [90_000, "1 min 30 s"],
  [3_599_900, "1 h"], [7_500_000, "2 h 5 min"], [86_399_000, "1 d"], [273_600_000, "3 d 4 h"],
])("formatDuration(%d) is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
