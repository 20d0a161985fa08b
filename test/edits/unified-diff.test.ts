import { expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { unifiedDiff } from "../../src/edits/unified-diff.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join("");

test("three lines around a change", () => {
  expect(unifiedDiff("a.yml", numbered(9), numbered(9).replace("5\n", "5\nnew\n"))).toBe("--- a/a.yml\n+++ b/a.yml\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n");
});

test("a file that is new", () => {
  expect(unifiedDiff("x/a.yml", undefined, "a\nb\n")).toBe("--- /dev/null\n+++ b/x/a.yml\n@@ -0,0 +1,2 @@\n+a\n+b\n");
});

test("nothing changed", () => {
  expect(unifiedDiff("a", "a\n", "a\n")).toBe("");
});

test("a last line without a line end", () => {
  expect(unifiedDiff("a", "a", "a\nb")).toBe("--- a/a\n+++ b/a\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n");
});

test("Windows line ends are not shown, but where there are both kinds", () => {
  expect(unifiedDiff("a", "a\r\nb\r\n", "a\r\nnew\r\nb\r\n")).toBe("--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n a\n+new\n b\n");
  expect(unifiedDiff("a", "a\r\nb\n", "a\r\nnew\r\nb\n")).toBe("--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n a␍\n+new␍\n b\n");
  expect(unifiedDiff("a", "a\n", "a\r\n")).toBe("--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-a\n+a␍\n");
});

test("at most 4,000 characters, and what is left out is said", () => {
  const diff = unifiedDiff("a", "", "a line that is long enough\n".repeat(1_000));
  expect(diff.length).toBeLessThanOrEqual(4_000);
  expect(diff).toMatch(/^--- a\/a\n/);
  expect(diff).toMatch(/characters left out …$/);
});

test("files that have nothing in common end soon", () => {
  const begun = process.cpuUsage();
  expect(unifiedDiff("a", numbered(20_000), numbered(20_000).replaceAll("\n", "x\n"))).toBe("--- a/a\n+++ b/a\n… more than 2000 lines differ …\n");
  expect(spentMs(begun)).toBeLessThan(10_000);
});

test("a name cannot add lines", () => {
  expect(unifiedDiff("a\n+evil", "a\n", "b\n").split("\n").filter((line) => line.startsWith("+"))).toHaveLength(2);
});
