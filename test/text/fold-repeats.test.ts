import { expect, test } from "vitest";
import { fingerprint } from "../../src/text/fingerprint.ts";
import { foldRepeats } from "../../src/text/fold-repeats.ts";

const fold = (lines: string[]): string[] => foldRepeats(lines.map((text) => ({ text }))).map(({ text, repeats }) => (repeats ? `${text} ×${repeats}` : text));

test("lines that say the same again are counted", () => {
  expect(fold(["try 1 at 10:00:01", "try 2 at 10:00:02", "try 3 at 10:00:03", "done", "try 4"])).toEqual(["try 1 at 10:00:01 ×3", "done", "try 4"]);
});

test("blocks of up to five lines, as of a crash loop, are counted", () => {
  const run = ["start", "load", "error: no", "exit", "restart"];
  expect(fold(["first", ...run, ...run, ...run, "start", "load"])).toEqual(["first", ...run.map((line) => `${line} ×3`), "start", "load"]);
  expect(fold(["a", "b", "a", "b", "a"])).toEqual(["a ×2", "b ×2", "a"]);
});

test("what does not repeat stays, and other fields of a line are kept", () => {
  expect(fold(["a", "b", "c", "a"])).toEqual(["a", "b", "c", "a"]);
  expect(fold([])).toEqual([]);
  const lines = [{ text: "up", service: "api" }, { text: "up", service: "web" }, { text: "up", service: "web" }];
  expect(foldRepeats(lines, (a, b) => a.text === b.text && a.service === b.service)).toEqual([lines[0], { text: "up", service: "web", repeats: 2 }]);
});

test("many lines are no problem, and none is lost", () => {
  const folded = foldRepeats(Array.from({ length: 200_000 }, (_, index) => ({ text: index % 7 === 0 ? "odd" : "even" })));
  expect(folded.length).toBeLessThan(60_000);
  expect(folded.reduce((sum, { repeats = 1 }) => sum + repeats, 0)).toBe(200_000);
});

test.each([
  ["id 3f0e8a52-11aa-4c1e-9c0b-2f7d9a1b2c3d done", "id ffffffff-0000-4000-8000-abcdefabcdef done"],
  ["2025-01-02T03:04:05.678Z up", "2026-11-12 13:14:15,1+02:00 up"],
  ["from 10.0.0.1:5432", "from 192.168.100.200"],
  ["from fe80::1", "from 2001:db8:0:0:1:2:3:4"],
  ["at 0xdeadbeef, commit 1a2b3c4", "at 0x1, commit 99aabbccdd"],
  ["took 1.5 s", "took 20 s"],
])("%s and %s have one fingerprint", (one, other) => {
  expect(fingerprint(one)).toBe(fingerprint(other));
});

test("words that look like hexadecimal numbers are words", () => {
  expect(fingerprint("effaced facade")).not.toBe(fingerprint("acceded facade"));
});
