import { expect, test } from "vitest";
import { firstFileOf, readPathStat } from "../../src/engine/container-file.ts";

const stat = (facts: object) => readPathStat(btoa(JSON.stringify(facts)));

// Modes as an engine writes them for /etc/passwd, /usr/bin, a link, a device.
test.each([
  [{ name: "passwd", size: 839, mode: 420, linkTarget: "" }, { kind: "file", mode: 0o644, size: 839 }],
  [{ name: "bin", size: 4096, mode: 2147484141, linkTarget: "" }, { kind: "folder", mode: 0o755, size: 4096 }],
  [{ name: "sh", size: 4, mode: 134218239, linkTarget: "dash" }, { kind: "link", mode: 0o777, size: 4, target: "dash" }],
  [{ name: "null", size: 0, mode: 69206454, linkTarget: "" }, { kind: "other", mode: 0o666, size: 0 }],
])("%j", (facts, expected) => {
  expect(stat(facts)).toEqual(expected);
});

test("a header that is none", () => {
  expect(readPathStat(undefined)).toBeUndefined();
  expect(readPathStat("{")).toBeUndefined();
});

test("the first file of an archive, behind its folders", () => {
  const header = (type: string, size: number) => `${"a".padEnd(124, "\0")}${size.toString(8).padStart(11, "0")}\0${"0".repeat(20)}${type}`.padEnd(512, "\0");
  expect(firstFileOf(`${header("5", 0)}${header("0", 9)}#!/bin/sh`, 5)).toBe("#!/bi");
  expect(firstFileOf(header("5", 0), 5)).toBe("");
  expect(firstFileOf("", 5)).toBe("");
});
