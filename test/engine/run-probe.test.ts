import { describe, expect, test } from "vitest";
import { EngineError, type Engine, type Executed } from "../../src/engine/engine.ts";
import type { ProbeSpec } from "../../src/engine/probes.ts";
import { runProbe } from "../../src/engine/run-probe.ts";
import { NetError } from "../../src/host/net.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { fakeNet, type Answer, type NetRules } from "../support/fake-net.ts";

const signal = new AbortController().signal;
const at = { service: "web", from: "host" as const, host: "127.0.0.1", port: 80 };

function refusingEngine(exec?: Engine["exec"]): Engine {
  const no = (what: string) => async () => {
    throw new Error(`Unexpected ${what}`);
  };
  return { host: "127.0.0.1", address: "x", info: no("info"), list: no("list"), containers: no("containers"), volumes: no("volumes"), has: no("has"), image: no("image"), architecture: no("architecture"), processes: no("processes"), fileIn: no("fileIn"), headOf: no("headOf"), usage: no("usage"), logs: no("logs"), happenings: no("happenings"), exec: exec ?? no("exec"), start: no("start") };
}

async function ask(probe: ProbeSpec, rules: NetRules, exec?: Engine["exec"]) {
  const { latency_ms: _, ...result } = await runProbe({ net: fakeNet(rules), clock: fakeClock(), engine: refusingEngine(exec), redact: (text) => text }, probe, 3_000, signal);
  return result;
}

describe("HTTP", () => {
  const http = (answer: Answer, expected: "success" | "any", path = "/health") => ask({ ...at, kind: "http", path, expect: expected }, { http: { [`GET ${path}`]: answer } });

  test.each<[string, Answer, "success" | "any", object]>([
    ["success", { status: 200 }, "success", { ok: true }],
    ["a redirection is one", { status: 302 }, "success", { ok: true }],
    ["not found, where the path is known", { status: 404, text: "not\n  here" }, "success", { ok: false, error: "HTTP 404: not here" }],
    ["not found, where any answer will do", { status: 404 }, "any", { ok: true }],
    ["an error of the server, where any answer will do", { status: 503, text: "down" }, "any", { ok: false, error: "HTTP 503: down" }],
    ["a long answer is cut", { status: 500, text: "x".repeat(1000) }, "any", { ok: false, error: `HTTP 500: ${"x".repeat(200)}` }],
    ["another protocol, where any answer will do", new NetError("not-http", "no HTTP"), "any", { ok: true, kind: "tcp" }],
    ["another protocol, where the path is known", new NetError("not-http", "It does not speak HTTP."), "success", { ok: false, error: "It does not speak HTTP." }],
    ["refused", new NetError("refused", "x"), "any", { ok: false, error: "connection refused" }],
    ["no answer", new NetError("timed-out", "x"), "any", { ok: false, error: "no answer within 3 s" }],
    ["closed", new NetError("reset", "x"), "any", { ok: false, error: "connection closed without an answer" }],
    ["a name that does not resolve", new NetError("unresolved", "There is no host build-box."), "any", { ok: false, error: "There is no host build-box." }],
  ])("%s", async (_name, answer, expected, result) => {
    expect(await http(answer, expected)).toEqual({ kind: "http", from: "host", target: "http://127.0.0.1:80/health", ...result });
  });

  test("an IPv6 address is written in brackets", async () => {
    expect((await ask({ ...at, kind: "http", host: "::1", path: "/", expect: "any" }, { http: { "GET /": {} } })).target).toBe("http://[::1]:80/");
  });
});

test.each<[string, "postgres" | "redis" | "tcp", string, object]>([
  ["PostgreSQL that speaks TLS", "postgres", "S", { ok: true }],
  ["PostgreSQL that does not", "postgres", "N", { ok: true }],
  ["PostgreSQL with all its slots taken", "postgres", "E", { ok: false, error: "no PostgreSQL answer" }],
  ["no PostgreSQL", "postgres", "HTTP/1.1 400", { ok: false, error: "no PostgreSQL answer" }],
  ["nothing said on the port of PostgreSQL", "postgres", "", { ok: false, error: "no PostgreSQL answer" }],
  ["Redis", "redis", "+PONG\r\n", { ok: true }],
  ["Redis with a password", "redis", "-NOAUTH Authentication required.\r\n", { ok: true }],
  ["Redis that is loading", "redis", "-LOADING Redis is loading the dataset in memory\r\n", { ok: false, error: "answered -LOADING Redis is loading the dataset in memory" }],
  ["nothing said on the port of Redis", "redis", "", { ok: false, error: "no Redis answer" }],
  ["a port that accepts", "tcp", "", { ok: true }],
])("%s", async (_name, kind, said, expected) => {
  expect(await ask({ ...at, kind }, { raw: { "127.0.0.1:80": said } })).toEqual({ kind, from: "host", target: "127.0.0.1:80", ...expected });
});

describe("a health command", () => {
  const run = (done: Partial<Executed>, argv = ["check", "-x"]) =>
    ask({ service: "web", kind: "command", from: "container", container: "c1", argv }, {}, async () => ({ outcome: "exited", exitCode: 0, stdout: "", stderr: "", truncated: false, elapsedMs: 1, ...done }));

  test.each<[string, Partial<Executed>, object]>([
    ["passes", {}, { ok: true }],
    ["fails: its last line says why", { exitCode: 2, stderr: "warning\nno route\n" }, { ok: false, error: "exit code 2: no route" }],
    ["fails and speaks on stdout", { exitCode: 1, stdout: "down\n" }, { ok: false, error: "exit code 1: down" }],
    ["does not end", { outcome: "timed_out", exitCode: null }, { ok: false, error: "no result within 3 s" }],
    ["is cancelled", { outcome: "cancelled", exitCode: null }, { ok: false, error: "cancelled" }],
  ])("%s", async (_name, done, expected) => {
    expect(await run(done)).toEqual({ kind: "command", from: "container", target: "check -x", ...expected });
  });

  test.each([
    [["/bin/sh", "-c", "curl -f x || exit 1"], "curl -f x || exit 1"],
    [["/bin/sh", "-c", "first line\nsecond"], "first line …"],
    [["x".repeat(200)], `${"x".repeat(60)} …`],
  ])("%j is told as %s", async (argv, target) => {
    expect((await run({}, argv)).target).toBe(target);
  });

  test("an engine that is gone is an answer too", async () => {
    const gone = ask({ service: "web", kind: "command", from: "container", container: "c1", argv: ["x"] }, {}, async () => {
      throw new EngineError("not-found", "No such container: c1");
    });
    expect(await gone).toMatchObject({ ok: false, error: "No such container: c1" });
  });
});

test("what nobody expects is a bug and is not told as an answer", async () => {
  await expect(ask({ ...at, kind: "tcp" }, {})).rejects.toThrow("Unexpected raw 127.0.0.1:80");
});
