import { describe, expect, test } from "vitest";
import { interpolate } from "../../src/compose/interpolate.ts";

const values = new Map(Object.entries({ A: "a", EMPTY: "", URL: "http://x", DOLLAR: "$A" }));
const read = (name: string) => values.get(name);

// As `docker compose config` of 2.26 answers for the same text; it refuses the last three.
test.each([
  ["nothing", "nothing"],
  ["$A and ${A}", "a and a"],
  ["$A$A-${A}_", "aa-a_"],
  ["${NOPE}", ""],
  ["$$A", "$A"],
  ["$$$A", "$a"],
  ["100 $ and $", "100 $ and $"],
  ["${NOPE:-x}", "x"],
  ["${EMPTY:-x}", "x"],
  ["${EMPTY-x}", ""],
  ["${NOPE-x}", "x"],
  ["${A:-x}", "a"],
  ["${A:+set}", "set"],
  ["${EMPTY:+set}", ""],
  ["${EMPTY+set}", "set"],
  ["${NOPE+set}", ""],
  ["${NOPE:-${A}}", "a"],
  ["${NOPE:-${EMPTY:-deep}}-tail", "deep-tail"],
  ["${A:+${NOPE:-b}}", "b"],
  ["${NOPE:-{}}", "{}"],
  ["${DOLLAR}", "$A"],
  ["${A:?needed}", "a"],
  ["${1X}", "${1X}"],
  ["${A!x}", "${A!x}"],
  ["${A", "${A"],
])("%s becomes %s", (text, expected) => {
  expect(interpolate(text, read).text).toBe(expected);
});

test.each([
  ["${X:?why}", ["X"]],
  ["${EMPTY:?why}", ["EMPTY"]],
  ["${EMPTY?why}", []],
  ["${X?why}", ["X"]],
  ["${A:-${X:?why}}", []],
  ["${NOPE:-${X:?why}}", ["X"]],
  ["${NOPE:+${X:?why}}", []],
  ["$${X:?why}", []],
])("%s demands %j", (text, expected) => {
  expect(interpolate(text, read).missing).toEqual(expected);
});

test("names every variable, used or not", () => {
  expect(interpolate("$A ${B:-${C}} ${D:+${E:?f}} $$F", read).names.toSorted()).toEqual(["A", "B", "C", "D", "E"]);
});

describe("hostile text ends soon", () => {
  test.each([
    ["a million dollars", "$".repeat(1_000_000)],
    ["open braces that never close", "${A".repeat(300_000)],
    ["defaults thirty thousand deep", `${"${X:-".repeat(30_000)}${"}".repeat(30_000)}`],
    ["one endless name", `$${"A".repeat(1_000_000)}`],
  ])("%s", (_name, text) => {
    expect(interpolate(text, read).text.length).toBeLessThanOrEqual(1_000_000);
  });
});
