import { describe, expect, test } from "vitest";
import type { Container } from "../../src/engine/container.ts";
import { standing, type Track } from "../../src/engine/readiness.ts";
import { aContainer, NOW } from "../support/seen.ts";

const CHECK = { healthTest: ["CMD", "ok"] };
const begunAgo = (ms: number) => ({ startedMs: NOW - ms });

interface Given {
  is?: Partial<Container>;
  track?: Partial<Track>;
  job?: boolean;
  /** On the clock that never goes back; the start began at 0. */
  nowMs?: number;
}

/** A service whose container was first seen in its present run 100 ms before, unless told otherwise. */
function judge({ is = {}, track = {}, job = false, nowMs = 20_000 }: Given) {
  const container = aContainer({ service: "web", startedMs: NOW - 100, ...is });
  return standing({ container, job, nowMs, epochMs: NOW, track: { restartsBefore: 0, restartsAtFree: 0, freeAtMs: 0, run: { startedMs: container.startedMs, seenMs: nowMs - 100 }, ...track } });
}

const ready = { is: "ready" };
const waiting = (why: string) => ({ is: "waiting", for: why });
const failed = (code: string) => ({ is: "failed", code });

test("a service without a container is waited for", () => {
  expect(standing({ container: undefined, job: false, nowMs: 0, epochMs: NOW, track: { restartsBefore: 0, restartsAtFree: 0, run: { startedMs: 0, seenMs: 0 } } })).toEqual(waiting("its container"));
});

describe("with a health check", () => {
  test.each<[string, Given, object]>([
    ["it answered us", { is: CHECK, track: { answer: { ok: true, error: "" } } }, ready],
    ["the engine saw it healthy", { is: { ...CHECK, health: "healthy" } }, ready],
    ["it has not answered yet", { is: { ...CHECK, health: "starting" } }, waiting("its health check")],
    ["it answered that it is not ready", { is: CHECK, track: { answer: { ok: false, error: "exit code 1: no" } } }, waiting("its health check: exit code 1: no")],
    ["slow, but good: nine minutes of starting are no failure", { is: { ...CHECK, ...begunAgo(540_000), health: "starting" }, nowMs: 540_000 }, waiting("its health check")],
    ["unhealthy in the engine's eyes, long after its start", { is: { ...CHECK, ...begunAgo(10_001), health: "unhealthy" } }, failed("unhealthy")],
    ["unhealthy in the engine's eyes, soon after its start", { is: { ...CHECK, ...begunAgo(5_000), health: "unhealthy" } }, waiting("its health check")],
    ["unhealthy in the engine's eyes, but it answers us now", { is: { ...CHECK, ...begunAgo(60_000), health: "unhealthy" }, track: { answer: { ok: true, error: "" } } }, ready],
    ["a check that is switched off is none", { is: { healthTest: ["NONE"], ...begunAgo(6_000) } }, ready],
  ])("%s", (_name, given, expected) => {
    expect(judge(given)).toEqual(expected);
  });
});

describe("without a health check", () => {
  test.each<[string, Given, object]>([
    ["just begun", {}, waiting("it to stay up")],
    ["silent for six seconds", { is: begunAgo(6_000) }, ready],
    ["silent for less", { is: begunAgo(5_900) }, waiting("it to stay up")],
    ["answering on its port for two seconds", { is: begunAgo(2_000), track: { answer: { ok: true, error: "" } } }, ready],
    ["answering for less", { is: begunAgo(1_900), track: { answer: { ok: true, error: "" } } }, waiting("it to stay up")],
    ["not answering on its port", { is: begunAgo(5_900), track: { answer: { ok: false, error: "connection refused" } } }, waiting("it to stay up")],
    ["nothing listens in it yet", { is: begunAgo(60_000), track: { answer: { ok: false, error: "connection refused" }, listens: false } }, waiting("its port to answer: connection refused")],
    ["nobody knows whether anything listens in it", { is: begunAgo(60_000), track: { answer: { ok: false, error: "connection refused" } } }, waiting("its port to answer: connection refused")],
    ["nothing listens in it after a minute and a half", { is: begunAgo(90_000), track: { answer: { ok: false, error: "connection refused" }, listens: false } }, ready],
    ["it listens, but not where it should", { is: begunAgo(6_000), track: { answer: { ok: false, error: "connection refused" }, listens: true } }, ready],
    ["six seconds by our clock, where the engine's runs behind", { is: begunAgo(-60_000), track: { run: { startedMs: 0, seenMs: 14_000 } } }, ready],
  ])("%s", (_name, given, expected) => {
    expect(judge(given)).toEqual(expected);
  });
});

describe("crashes", () => {
  const again = (restarts: number, more: Partial<Container> = {}): Partial<Container> => ({ restarts, restartPolicy: "always", ...more });

  test.each<[string, Given, object]>([
    ["three since all that it needs is ready, in a second", { is: again(3), nowMs: 1_000 }, failed("crash-loop")],
    ["three, and being restarted", { is: again(3, { state: "restarting", exitCode: 1 }), nowMs: 1_000 }, failed("crash-loop")],
    ["three, with a health check", { is: again(3, { ...CHECK, health: "healthy" }), nowMs: 1_000, track: { answer: { ok: true, error: "" } } }, failed("crash-loop")],
    ["two within a second may be bad luck", { is: again(2), nowMs: 1_000 }, waiting("it to stay up")],
    ["two in eight seconds", { is: again(2), nowMs: 8_000 }, failed("crash-loop")],
    ["two in a row of longer runs", { is: again(2), nowMs: 30_000 }, failed("crash-loop")],
    ["one", { is: again(1, { state: "restarting", exitCode: 3 }) }, waiting("its restart after exit code 3")],
    ["waiting for a database that is not ready yet is none, however often", { is: again(12), track: { freeAtMs: undefined } }, waiting("it to stay up")],
    ["those before the database was ready do not count", { is: again(12), track: { restartsAtFree: 11, freeAtMs: 0 } }, waiting("it to stay up")],
    ["those before this start do not count", { is: again(50, begunAgo(20_000)), track: { restartsBefore: 50 } }, ready],
  ])("%s", (_name, given, expected) => {
    expect(judge(given)).toEqual(expected);
  });

  test.each<[string, Given, object]>([
    ["after one crash, with a health check: two seconds", { is: again(1, { ...CHECK, ...begunAgo(1_900), health: "healthy" }) }, waiting("it to stay up after a crash")],
    ["after one crash, with a health check, then", { is: again(1, { ...CHECK, ...begunAgo(2_000), health: "healthy" }) }, ready],
    ["after several, ten seconds, as the check of crash loops has it", { is: again(4, { ...CHECK, ...begunAgo(9_900), health: "healthy" }), track: { restartsAtFree: 4 } }, waiting("it to stay up after a crash")],
    ["after several, then", { is: again(4, { ...CHECK, ...begunAgo(10_000), health: "healthy" }), track: { restartsAtFree: 4 } }, ready],
    ["after one crash, without a health check: ten seconds", { is: again(1, begunAgo(9_900)), track: { answer: { ok: true, error: "" } } }, waiting("it to stay up")],
    ["after one crash, without a health check, then", { is: again(1, begunAgo(10_000)) }, ready],
  ])("must stay up: %s", (_name, given, expected) => {
    expect(judge(given)).toEqual(expected);
  });
});

describe("ended", () => {
  const ended = (exitCode: number, more: Partial<Container> = {}): Partial<Container> => ({ state: "exited", exitCode, finishedMs: NOW - 10_000, ...more });

  test.each<[string, Given, object]>([
    ["a job with exit code 0 is done", { is: ended(0), job: true }, ready],
    ["a job with another code failed", { is: ended(1), job: true }, failed("exited")],
    ["a service with exit code 0 has stopped", { is: ended(0) }, failed("stopped")],
    ["a service with another code failed", { is: ended(137) }, failed("exited")],
    ["for lack of memory", { is: ended(137, { oomKilled: true }) }, failed("oom-killed")],
    ["the engine gave up removing it", { is: ended(1, { state: "dead" }) }, failed("exited")],
    ["always: the engine is about to restart it", { is: ended(1, { restartPolicy: "always", finishedMs: NOW - 500 }) }, waiting("its restart")],
    ["unless-stopped: the same", { is: ended(0, { restartPolicy: "unless-stopped", finishedMs: NOW - 500 }) }, waiting("its restart")],
    ["on-failure after a failure: the same", { is: ended(1, { restartPolicy: "on-failure", finishedMs: NOW - 500 }) }, waiting("its restart")],
    ["on-failure after exit code 0: no", { is: ended(0, { restartPolicy: "on-failure", finishedMs: NOW - 500 }) }, failed("stopped")],
    ["no policy: no", { is: ended(1, { restartPolicy: "no", finishedMs: NOW - 500 }) }, failed("exited")],
    ["on-failure whose tries are used up", { is: ended(1, { restartPolicy: "on-failure", finishedMs: NOW - 2_000 }) }, failed("exited")],
  ])("%s", (_name, given, expected) => {
    expect(judge(given)).toEqual(expected);
  });
});

test.each<[string, Given, object]>([
  ["created", { is: { state: "created" } }, waiting("its turn")],
  ["created, after the engine refused to start it", { is: { state: "created", error: "no such file" } }, failed("start-failed")],
  ["running, with the error of an earlier try", { is: { error: "old", ...begunAgo(6_000) } }, ready],
  ["paused", { is: { state: "paused" } }, failed("paused")],
])("%s", (_name, given, expected) => {
  expect(judge(given)).toEqual(expected);
});
