import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { allSigns } from "../../src/signs/all-signs.ts";
import { readSigns } from "../../src/signs/read-signs.ts";
import { CONTRAST_LINES } from "../fixtures/error-lines/contrasts.ts";
import { DATABASE_LINES } from "../fixtures/error-lines/databases.ts";
import { ENGINE_LINES } from "../fixtures/error-lines/engine.ts";
import { INNOCENT_LINES } from "../fixtures/error-lines/innocent.ts";
import { NETWORK_LINES } from "../fixtures/error-lines/network.ts";
import { OTHER_WORDINGS } from "../fixtures/error-lines/other-wordings.ts";
import { PROGRAM_LINES } from "../fixtures/error-lines/programs.ts";

const LINES = [...DATABASE_LINES, ...NETWORK_LINES, ...PROGRAM_LINES, ...ENGINE_LINES, ...OTHER_WORDINGS, ...CONTRAST_LINES];

test.each(LINES)("%s: %s", (code, line, names) => {
  const [read] = readSigns([line]);
  expect(read?.sign.code).toBe(code);
  expect(read?.match).toMatchObject(names ?? {});
});

test.each(INNOCENT_LINES)("nothing: %s", (line) => {
  expect(readSigns([line]).map((one) => one.sign.code)).toEqual([]);
});

test("every sign has a line that shows it", () => {
  const shown = new Set(LINES.map(([code]) => code));
  expect(allSigns.map((one) => one.code).filter((code) => !shown.has(code))).toEqual([]);
});

test("innocent lines do not hide the one that tells", () => {
  const log = [...INNOCENT_LINES, "asyncpg.exceptions.InvalidCatalogNameError: database \"shop\" does not exist", ...INNOCENT_LINES];
  expect(readSigns(log)).toMatchObject([{ sign: { code: "database-missing" }, index: INNOCENT_LINES.length }]);
});

describe("a message of several lines", () => {
  const validation = (field: string, said: string) => ["Traceback (most recent call last):", "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings", field, `  ${said}`, "    For further information visit https://errors.pydantic.dev/2.5/v/missing"];

  test("of pydantic names the setting that is missing", () => {
    expect(readSigns(validation("openrouter_api_key", "Field required [type=missing, input_value={}, input_type=dict]"))).toMatchObject([{ sign: { code: "variable-missing" }, match: { name: "openrouter_api_key" }, index: 1 }]);
  });

  test("of pydantic tells a value that is wrong from one that is missing", () => {
    const lines = validation("chat_cache_seconds", "Input should be a valid integer, unable to parse string as an integer [type=int_parsing, input_value='abc', input_type=str]");
    expect(readSigns(lines)[0]).toMatchObject({ sign: { code: "setting-invalid" }, match: { name: "chat_cache_seconds" } });
  });

  test("of pydantic behind the names that Compose puts before each line", () => {
    const lines = validation("redis_url", "Field required [type=missing, input_value={}, input_type=dict]").map((line) => `server-1  | ${line}`);
    expect(readSigns(lines)[0]).toMatchObject({ sign: { code: "variable-missing" }, match: { name: "redis_url" } });
  });

  test("that is a traceback of sixty lines gives its message", () => {
    const frames = Array.from({ length: 29 }, (_, index) => [`  File "/usr/lib/python3/dist-packages/sqlalchemy/engine/base.py", line ${index}, in connect`, "    return self._error_handler(connection_refused, not_found=None)"]).flat();
    const message = "asyncpg.exceptions.InvalidPasswordError: password authentication failed for user \"bestays_user\"";
    expect(readSigns(["Traceback (most recent call last):", ...frames, message, "ERROR:    Application startup failed. Exiting."])).toMatchObject([{ sign: { code: "database-password-wrong" }, line: message, index: 59 }]);
  });
});

describe("ends soon", () => {
  const within = (lines: string[], ms: number) => {
    const begun = process.cpuUsage();
    readSigns(lines);
    expect(spentMs(begun)).toBeLessThan(ms);
  };

  const seeds = ["a", " ", '"', "'", ":", "/", "error ", "host='", "lookup a", 'connection to server at "', "server on '", "10.0.0.1:", "A_B_C", "open ", "docker.io", "services.", "daemon listen tcp ", 'upstream: "', "PANIC: ", 'exec: "', "validation error for Settings ", "manifests/"];

  test.each(seeds)("a line of 100 kB of %j", (seed) => within([seed.repeat(Math.ceil(100_000 / seed.length))], 500));

  test.each(seeds)("no pattern takes long over %j", (seed) => {
    const line = `${seed.repeat(Math.ceil(5_000 / seed.length))}!`;
    for (const { code, patterns } of allSigns) {
      const begun = process.cpuUsage();
      for (const pattern of patterns) pattern.test(line);
      expect(spentMs(begun), code).toBeLessThan(200);
    }
  });

  test("a log of 20 MB, of which the last lines count", () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `${index} error connection to server at "db failed `.repeat(90));
    within([...lines, "Error: getaddrinfo ENOTFOUND db"], 5_000);
    expect(readSigns([...lines, "Error: getaddrinfo ENOTFOUND db"]).map((one) => one.sign.code)).toEqual(["host-unknown"]);
  });
});

test("of a long line the end is read too", () => {
  const line = JSON.stringify({ level: "error", stack: "x".repeat(20_000), message: 'relation "listings" does not exist' });
  expect(readSigns([line])[0]).toMatchObject({ sign: { code: "migration-pending" }, match: { name: "listings" } });
});
