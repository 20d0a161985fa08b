import { describe, expect, test } from "vitest";
import { stopped } from "../../src/checks/exited.ts";
import { serviceChecks } from "../../src/checks/index.ts";
import type { SeenService } from "../../src/checks/service.ts";
import type { Container } from "../../src/engine/container.ts";
import type { Happening } from "../../src/engine/engine.ts";
import { aContainer, NOW, seen } from "../support/seen.ts";

/** The code of the first check that sees something, as `serviceProblems` takes it. */
function codeOf(is: Partial<Container> | undefined, facts: Partial<SeenService> = {}) {
  return judge(is, facts)?.code;
}

function judge(is: Partial<Container> | undefined, facts: Partial<SeenService> = {}) {
  const what = seen(is && aContainer({ service: "web", ...is }), facts);
  return serviceChecks.map((check) => check.judge(what)).find((problem) => problem !== undefined);
}

const ended = (exitCode: number, more: Partial<Container> = {}): Partial<Container> => ({ state: "exited", exitCode, startedMs: NOW - 60_000, finishedMs: NOW - 30_000, ...more });
const log = (...texts: string[]) => ({ logs: texts.map((text, at) => ({ at: `2025-01-01T00:00:0${at}.0Z`, stream: "stderr" as const, text })) });
const at = (what: Happening["what"], secondsAgo: number, more: Partial<Happening> = {}): Happening => ({ container: "id-web", what, atMs: NOW - secondsAgo * 1000, ...more });
const command = (ok: boolean, error?: string) => ({ kind: "command" as const, from: "container" as const, target: "ok", ok, latency_ms: 1, ...(error ? { error } : {}) });
const http = (ok: boolean, error?: string) => ({ kind: "http" as const, from: "host" as const, target: "http://127.0.0.1:80/", ok, latency_ms: 1, ...(error ? { error } : {}) });

test("a container that runs well has no problem", () => {
  expect(codeOf({})).toBeUndefined();
  expect(codeOf({ health: "healthy" }, { probes: [command(true), http(true)] })).toBeUndefined();
});

describe("start-failed", () => {
  test("the engine refused to start it", () => {
    expect(judge({ state: "created", error: 'exec: "gone": executable file not found in $PATH' })).toEqual({
      code: "start-failed",
      service: "web",
      cause: 'The engine could not start web: exec: "gone": executable file not found in $PATH',
      confidence: "proven",
      evidence: [{ source: "container shop-web-1", excerpt: "state created, exec: \"gone\": executable file not found in $PATH" }],
      fix: { summary: "Mend what the engine names in the compose file or the image of web, then start again.", tool: "start_env", arguments: {} },
    });
  });

  test("an old error of one that runs is none", () => {
    expect(codeOf({ error: "old" })).toBeUndefined();
  });
});

describe("oom-killed", () => {
  test.each<[string, Partial<Container>, Partial<SeenService>, string | undefined]>([
    ["the engine's flag", ended(137, { oomKilled: true }), {}, "proven"],
    ["the flag, and being restarted", { state: "restarting", exitCode: 137, oomKilled: true }, {}, "proven"],
    ["an event of the engine at its end", ended(137), { happenings: [at("oom", 31)] }, "proven"],
    ["the kernel's log", ended(137), { memoryKill: "oom-kill: task_memcg=/docker/id-web" }, "proven"],
    ["killed under a limit, and nobody asked for it", ended(137, { memoryLimit: 64 << 20 }), { happenings: [at("die", 30, { exitCode: 137 })] }, "likely"],
  ])("%s", (_name, is, facts, confidence) => {
    expect(judge(is, facts)).toMatchObject({ code: "oom-killed", confidence });
  });

  test.each<[string, Partial<Container>, Partial<SeenService>]>([
    ["an event of an earlier run", ended(1), { happenings: [at("oom", 600)] }],
    ["killed under a limit because it was asked for", ended(137, { memoryLimit: 64 << 20 }), { happenings: [at("kill", 31, { signal: "9" }), at("die", 30, { exitCode: 137 })] }],
    ["killed without a limit", ended(137), { happenings: [at("die", 30, { exitCode: 137 })] }],
  ])("not: %s", (_name, is, facts) => {
    expect(codeOf(is, facts)).not.toBe("oom-killed");
  });

  test("the limit is named, and what to do about it", () => {
    expect(judge(ended(137, { oomKilled: true, memoryLimit: 64 << 20 }))).toMatchObject({ cause: "web was killed because it needed more memory than its limit of 64 MiB.", fix: { summary: "Raise the memory limit of web in the compose file, or make it need less." } });
    expect(judge(ended(137, { oomKilled: true }))).toMatchObject({ cause: "web was killed because it needed more memory than what the machine has.", fix: { summary: "Give the machine more memory, or make web need less." } });
  });
});

describe("stopped", () => {
  const ended = (happenings: Happening[], exitCode = 0) => stopped.judge(seen(aContainer({ service: "web", state: "exited", exitCode, finishedMs: NOW - 60_000 }), { happenings }));
  const at = { container: "id-web", atMs: NOW - 60_000 };

  test("what is not known of its end is not said", () => {
    expect(ended([])).toMatchObject({ cause: "web is stopped (exit code 0).", confidence: "proven" });
    expect(ended([], 143)).toMatchObject({ cause: "web is stopped (exit code 143).", confidence: "proven" });
    expect(ended([], 137)).toMatchObject({ confidence: "likely" });
    expect(ended([{ ...at, what: "die", exitCode: 0 }])).toMatchObject({ cause: "web has ended by itself, with exit code 0.", confidence: "proven" });
  });
});

describe("crash-loop", () => {
  /** Restarted as engines do: 100 ms after the first short run, twice as long after each more. */
  const again = (restarts: number, runsForMs: number, pauseMs = 100 * 2 ** (restarts - 1)): Partial<Container> => ({ restarts, startedMs: NOW - runsForMs, finishedMs: NOW - runsForMs - pauseMs });

  test.each<[string, Partial<Container>, string | undefined]>([
    ["the first is told where it is still to be seen", { restarts: 1, state: "restarting", exitCode: 1 }, "crash-loop"],
    ["the first, a moment after it", again(1, 2_000), "crash-loop"],
    ["one restart that is over", again(1, 20_000), undefined],
    ["two are", { restarts: 2, state: "restarting", exitCode: 1 }, "crash-loop"],
    ["one that just came up again", again(3, 2_000), "crash-loop"],
    ["one that came up after waiting for its database, and stays", again(4, 10_000), undefined],
    ["the same after many tries", again(12, 10_000, 60_000), undefined],
    ["one whose runs are longer is watched for a minute", again(3, 30_000, 100), "crash-loop"],
    ["and then it is over", again(3, 60_000, 100), undefined],
    ["one that gave up", { restarts: 5, state: "exited", exitCode: 1 }, "crash-loop"],
    ["a paused one does not crash", { restarts: 5, state: "paused" }, "paused"],
  ])("%s", (_name, is, expected) => {
    expect(codeOf({ restartPolicy: "always", ...is })).toBe(expected);
  });

  test("the log says why, the history with which codes", () => {
    const problem = judge({ restarts: 3, state: "restarting", exitCode: 1 }, { ...log("booting", "KeyError: 'DATABASE_URL'"), happenings: [at("die", 9, { exitCode: 3 }), at("die", 5, { exitCode: 1 })] });
    expect(problem).toMatchObject({
      cause: "web crashes again and again: restarted 3 times, last exit code 1.",
      evidence: [{ excerpt: "state restarting, exit code 1, restarted 3 times" }, { source: "ends of shop-web-1", excerpt: "exit codes 3, 1" }, { source: "logs of web", excerpt: "KeyError: 'DATABASE_URL'" }],
    });
  });

  test("of one that runs just now, the exit code is not told where nobody knows it", () => {
    expect(judge(again(2, 1_000))?.cause).toBe("web crashes again and again: restarted 2 times.");
  });
});

describe("exited and stopped", () => {
  test.each<[string, Partial<Container>, Partial<SeenService>, string | undefined]>([
    ["an error", ended(1), {}, "exited"],
    ["a crash", ended(139), {}, "exited"],
    ["dead", { ...ended(1), state: "dead" }, {}, "exited"],
    ["exit code 0 of a service", ended(0), {}, "stopped"],
    ["exit code 0 of a job is its success", ended(0), { job: true }, undefined],
    ["another code of a job", ended(2), { job: true }, "exited"],
    ["terminated from outside, as far as its code says", ended(143), {}, "stopped"],
    ["terminated because the engine was asked to", ended(143), { happenings: [at("kill", 31, { signal: "15" }), at("die", 30, { exitCode: 143 })] }, "stopped"],
    ["an error after the engine was asked to end it", ended(1), { happenings: [at("kill", 31, { signal: "15" }), at("die", 30, { exitCode: 1 })] }, "stopped"],
    ["the code of a termination that nobody asked for", ended(143), { happenings: [at("die", 30, { exitCode: 143 })] }, "exited"],
  ])("%s", (_name, is, facts, expected) => {
    expect(codeOf(is, facts)).toBe(expected);
  });

  test("the lines that say why are the evidence", () => {
    expect(judge(ended(1), log("INFO starting", "Error: no such table: users"))?.evidence).toEqual([{ source: "container shop-web-1", excerpt: "state exited, exit code 1" }, { source: "logs of web", excerpt: "Error: no such table: users" }]);
  });
});

test.each<[string, Partial<Container> | undefined, string]>([
  ["paused", { state: "paused" }, "web is paused."],
  ["no container", undefined, "web has no container."],
  ["only created", { state: "created" }, "The container of web was created but never started."],
])("%s", (_name, is, cause) => {
  expect(judge(is)?.cause).toBe(cause);
});

test("a paused container is let go on by its own name", () => {
  expect(judge({ state: "paused", name: "odd-name" })?.fix.command).toEqual(["docker", "unpause", "odd-name"]);
});

describe("unhealthy", () => {
  const failedChecks = (...codes: number[]) => ({ health: "unhealthy" as const, healthLog: codes.map((exitCode) => ({ exitCode, output: `answer ${exitCode}\n`, endedMs: NOW })) });

  test.each<[string, Partial<Container>, Partial<SeenService>, string]>([
    ["its command fails now", {}, { probes: [command(false, "exit code 1: no")] }, "web runs but fails its health check."],
    ["the engine saw it fail", failedChecks(1, 1, 1), {}, "web runs but fails its health check, 3 times in a row."],
    ["only the last failures count", failedChecks(1, 0, 1, 1), {}, "web runs but fails its health check, 2 times in a row."],
    ["one failure is no row", failedChecks(0, 1), {}, "web runs but fails its health check."],
  ])("%s", (_name, is, facts, cause) => {
    expect(judge(is, facts)).toMatchObject({ code: "unhealthy", cause });
  });

  test("what it says now counts more than what the engine saw", () => {
    expect(codeOf(failedChecks(1, 1, 1), { probes: [command(true)] })).toBeUndefined();
  });

  test("what it printed last is the evidence, without control characters", () => {
    expect(judge({ health: "unhealthy", healthLog: [{ exitCode: 1, output: "\u001b[31mno route\u001b[0m\n", endedMs: NOW }] })?.evidence).toEqual([{ source: "health log of web", excerpt: "no route" }]);
  });

  test("its exit code where it printed nothing", () => {
    expect(judge({ health: "unhealthy", healthLog: [{ exitCode: 7, output: "", endedMs: NOW }] })?.evidence[0]?.excerpt).toBe("exit code 7");
  });

  test("starting is not unhealthy", () => {
    expect(codeOf({ health: "starting" })).toBeUndefined();
  });
});

describe("not-answering", () => {
  test("names the addresses and what each said", () => {
    expect(judge({}, { probes: [http(false, "connection refused"), http(true)] })).toMatchObject({
      code: "not-answering",
      cause: "web runs but does not answer as it should at http://127.0.0.1:80/.",
      evidence: [{ source: "http http://127.0.0.1:80/", excerpt: "connection refused" }],
    });
  });

  test("a failing health command says more", () => {
    expect(codeOf({}, { probes: [command(false, "no"), http(false, "no")] })).toBe("unhealthy");
  });
});
