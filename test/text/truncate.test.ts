import { expect, test } from "vitest";
import { truncate } from "../../src/text/truncate.ts";

const text = "0123456789".repeat(500);

test("a text that fits stays as it is", () => {
  expect(truncate(text, { chars: 5_000, from: "middle" })).toBe(text);
});

test.each(["start", "end", "middle"] as const)("kept from the %s: within the limit, and the count is right", (from) => {
  const cut = truncate(text, { chars: 200, from });
  expect(cut.length).toBeLessThanOrEqual(200);
  const [note = "", count = ""] = /\n?… ([\d,]+) characters left out …\n?/.exec(cut) ?? [];
  expect(cut.length - note.length + Number(count.replace(",", ""))).toBe(5_000);
  expect(cut.startsWith("0123456789")).toBe(from !== "end");
  expect(cut.endsWith("0123456789")).toBe(from !== "start");
});

test("a character of two units is never split", () => {
  for (let chars = 0; chars < 80; chars += 1) {
    for (const from of ["start", "end", "middle"] as const) expect(truncate("🙂".repeat(100), { chars, from })).not.toMatch(/\p{Surrogate}/u);
  }
});

test("says the count as people write it", () => {
  expect(truncate("x".repeat(1_234_600), { chars: 100, from: "start" })).toMatch(/\n… 1,234,5\d\d characters left out …$/);
});
