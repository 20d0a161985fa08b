import { expect, test } from "vitest";
import { likeness } from "../../src/text/likeness.ts";

test.each([
  ["the same", "a\nb", "a\nb", 1],
  ["other white space", "a\n\n  b\n", "  a\nb", 1],
  ["half of it", "a\nb", "a\nc", 0.5],
  ["a line as often as it stands", "a\na\nb\nc", "a\na\na\na", 0.5],
  ["much longer", "a", "a\nb\nc\nd", 0.25],
  ["nothing", "a", "b", 0],
  ["nothing at all", "", "a", 0],
])("%s", (_name, one, other, expected) => {
  expect(likeness(one, other)).toBe(expected);
  expect(likeness(other, one)).toBe(expected);
});
