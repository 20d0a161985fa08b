import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { allSigns } from "../../src/signs/all-signs.ts";
import { readSigns } from "../../src/signs/read-signs.ts";
import { ALL_LINES } from "../fixtures/error-lines/all-lines.ts";
import { HINT_LINES } from "../fixtures/error-lines/hints.ts";
import { INNOCENT_LINES } from "../fixtures/error-lines/innocent.ts";

test.each(ALL_LINES)("%s: %s", (code, line, names) => {
  const [read] = readSigns([line]);
  expect(read?.sign.code).toBe(code);
  expect(read?.match).toMatchObject(names ?? {});
});

test.each(INNOCENT_LINES)("nothing: %s", (line) => {
  expect(readSigns([line]).map((one) => one.sign.code)).toEqual([]);
});

test.each(HINT_LINES)("a hint at %s: %s", (code, line, names) => {
  const [read] = readSigns([line]);
  expect(read?.sign).toMatchObject({ code, decisive: false });
  expect(read?.match).toMatchObject(names ?? {});
});

test("every pattern has a line that shows it", () => {
  // What pydantic says below its message is tested with a message of several lines.
  const shown = ALL_LINES.map(([code, line]) => ({ code, line: line.replaceAll('\\"', '"') }));
  const unshown = allSigns.flatMap(({ code, patterns }) => patterns.filter((pattern) => !pattern.source.startsWith("validation errors?") && !shown.some((one) => one.code === code && pattern.test(one.line))).map((pattern) => `${code}: ${pattern.source}`));
  expect(unshown).toEqual([]);
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

describe("what follows from another cause", () => {
  const offline = [
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('<HTTPSConnection object at 0x7>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/fastapi/",
    "ERROR: Could not find a version that satisfies the requirement fastapi (from versions: none)",
    "ERROR: No matching distribution found for fastapi",
  ];

  test("is not told beside it: a package that nobody could look for", () => {
    expect(readSigns(offline).map((one) => one.sign.code)).toEqual(["host-unknown"]);
  });

  test("is told where the other cause was said long before, or after", () => {
    expect(readSigns([...offline.slice(0, 1), ...Array.from({ length: 60 }, () => "ok"), ...offline.slice(1)]).map((one) => one.sign.code)).toEqual(["package-not-found", "host-unknown"]);
    expect(readSigns(offline.toReversed()).map((one) => one.sign.code)).toEqual(["package-not-found", "host-unknown"]);
  });

  test("a full disk comes before the build that it stops", () => {
    const lines = ['ERROR: failed to solve: process "/bin/sh -c pip install torch" did not complete successfully: exit code: 1', "#12 45.2 ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"];
    expect(readSigns(lines).map((one) => one.sign.code)).toEqual(["disk-full", "build-failed"]);
  });
});

test("a line that says that all is well gives way to one that does not", () => {
  const lines = ['level=info msg="No space left on device, cleaning up"', "write /data/x: no space left on device"];
  expect(readSigns(lines)).toMatchObject([{ sign: { code: "disk-full", decisive: true }, index: 1 }]);
});

describe("ends soon", () => {
  const within = (lines: string[], ms: number) => {
    const begun = process.cpuUsage();
    readSigns(lines);
    expect(spentMs(begun)).toBeLessThan(ms);
  };

  const seeds = ["a", " ", '"', "'", ":", "/", "error ", "host='", "lookup a", 'connection to server at "', "server on '", "10.0.0.1:", "A_B_C", "open ", "docker.io", "services.", "daemon listen tcp ", 'upstream: "', "PANIC: ", 'exec: "', "validation error for Settings ", "manifests/", "could not resolve host ", "yaml: ", "x.yaml ", "failed to solve: a: ", "function st_x(", "E: Failed to fetch ", "listen ", "timed out waiting for a:1 ", "https://api.", "in file '", "' '", "{'a': 'b c', ", "exec user process caused: ", "if (a === '", "GET /a ", "unable to open the file "];

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
