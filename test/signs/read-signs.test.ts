import { describe, expect, test } from "vitest";
import { allSigns } from "../../src/signs/all-signs.ts";
import { readSigns } from "../../src/signs/read-signs.ts";
import { fill } from "../../src/signs/sign.ts";
import { ERROR_LINES, INNOCENT_LINES } from "../fixtures/error-lines/first-lines.ts";

const first = (line: string) => readSigns([line])[0]?.sign.code;

test.each(ERROR_LINES)("%s: %s", (code, line) => {
  expect(first(line)).toBe(code);
});

test.each(INNOCENT_LINES)("says nothing: %s", (line) => {
  expect(readSigns([line]).map((one) => one.sign.code)).toEqual([]);
});

test("no two signs have one code, and each can say what it means without the line's words", () => {
  const codes = allSigns.map((one) => one.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const sign of allSigns) {
    for (const words of [sign.cause, sign.fix]) {
      expect(fill(words, {}, undefined)).not.toMatch(/[{}]|undefined| {2}/);
      expect(fill(words, {}, "web")).toMatch(/^([A-Z]|[a-z]+(_[a-z]+)* ).*\.$/);
    }
  }
});

describe("of several", () => {
  test("what proves something comes before what hints at it", () => {
    const lines = ["connect ECONNREFUSED 10.0.0.3:6379", "INFO retry", "FATAL:  password authentication failed for user \"app\""];
    expect(readSigns(lines).map((one) => one.sign.code)).toEqual(["database-password-wrong", "connection-refused"]);
  });

  test("what is over comes after what goes on", () => {
    const lines = ["FATAL:  the database system is starting up", ...Array.from({ length: 20 }, () => "ok"), "getaddrinfo ENOTFOUND cache"];
    expect(readSigns(lines).map((one) => one.sign.code)).toEqual(["host-unknown", "database-starting"]);
  });

  test("each is told once, by its first line", () => {
    const lines = ["a", "Error: connect ECONNREFUSED 127.0.0.1:5432", "Error: connect ECONNREFUSED 127.0.0.1:5433"];
    expect(readSigns(lines)).toMatchObject([{ index: 1, line: lines[1] }]);
  });

  test("a traceback gives its message", () => {
    const lines = ["Traceback (most recent call last):", ...Array.from({ length: 60 }, (_, index) => `  File "/app/x.py", line ${index}, in f\n    call()`), "asyncpg.exceptions.InvalidPasswordError: password authentication failed for user \"bestays_user\""];
    const [read] = readSigns(lines);
    expect(read).toMatchObject({ match: { user: "bestays_user" }, index: 61 });
    expect(fill(read?.sign.cause ?? "", read?.match ?? {}, "server")).toBe("The database refuses server: the password of bestays_user is wrong.");
  });
});

describe("the words name what the line names", () => {
  const cause = (line: string) => {
    const [read] = readSigns([line]);
    return fill(read?.sign.cause ?? "", read?.match ?? {}, undefined);
  };

  test.each([
    ['ERROR: column "deleted_at" of relation "users" does not exist (SQLSTATE 42703)', 'The database lacks column "deleted_at" of relation "users": a migration has not run.'],
    ["ImportError: cannot import name 'Settings' from 'app.config' (/app/app/config.py)", "The program cannot import Settings from 'app.config'."],
    ["ModuleNotFoundError: No module named 'httpx'", "The program cannot import httpx."],
    ["Error: ERR_MODULE_NOT_FOUND", "The program cannot import a module."],
    ["Error response from daemon: Pool overlaps with other one on this address space", "The address range of a network overlaps with other one."],
    ["Error response from daemon: pull access denied for myorg/private-app, repository does not exist", "The image myorg/private-app cannot be had: it does not exist under this name, or may not be pulled."],
    ["error: Task \"x\" does not exist; Justfile does not contain recipe `dev`", "There is no script or command dev."],
    ["E: Couldn't find any package by glob 'libfoo'", "A package libfoo cannot be found or does not fit the others."],
  ])("%s", (line, words) => {
    expect(cause(line)).toBe(words);
  });
});

test("what a line says is cut and clean before it stands in our words", () => {
  const [read] = readSigns([`getaddrinfo ENOTFOUND ${"a".repeat(110)}`]);
  expect(fill(read?.sign.cause ?? "", read?.match ?? {}, "web").length).toBeLessThan(170);
});

test("a short number tells one line from another, and a time does not", () => {
  const lines = ["10:00:01.123 worker exited with code 0", "10:00:02.456 worker exited with code 137", "10:00:03.789 worker exited with code 137"];
  expect(readSigns(lines)).toMatchObject([{ sign: { code: "killed" }, index: 1 }]);
});

test("long lines and many lines are bounded", () => {
  const hostile = ["error ".repeat(20_000), `${"a".repeat(50_000)}ENOENT`, "\"".repeat(100_000), "connection to server at \"".repeat(5_000), "services.".repeat(12_000), `missing ${" ".repeat(100_000)}`];
  expect(readSigns(hostile).length).toBeLessThan(8);
  expect(readSigns(Array.from({ length: 20_000 }, (_, index) => `error ${index}: not found`))).toEqual([]);
});
