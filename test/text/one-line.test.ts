import { expect, test } from "vitest";
import { oneLine } from "../../src/text/one-line.ts";

test.each([
  ["short", "short"],
  ["  two\n\t\u001blines ", "two lines"],
  ["exactly 10", "exactly 10"],
  ["more than ten", "more than…"],
  ["12345678😀x", "12345678…"],
])("%j → %j", (text, line) => {
  expect(oneLine(text, 10)).toBe(line);
});
