import type { Container } from "./container.ts";

/** What is remembered of a service while a start waits for it. Times are of the clock that never goes back. */
export interface Track {
  /** Restarts that had happened before this start. */
  restartsBefore: number;
  /** When all that it depends on was ready. */
  freeAtMs?: number;
  restartsAtFree: number;
  /** The present run of the container and when it was first seen. */
  run: { startedMs: number; seenMs: number };
  /** The last answer of its health command or, without one, of its published port. */
  answer?: { ok: boolean; error: string };
  /** Whether a program in it listened on any port when its published one did not answer. */
  listens?: boolean;
}

export type Standing =
  | { is: "ready" }
  | { is: "waiting"; for: string }
  | { is: "failed"; code: "start-failed" | "oom-killed" | "exited" | "stopped" | "crash-loop" | "unhealthy" | "paused" };

/** How long a service without a health check must run on before it counts as up, in milliseconds. */
const SETTLE = { answering: 2_000, silent: 6_000, afterCrash: 10_000 };

/** How long a service without a health check may take from its start until it listens on the port that it publishes. */
export const START_UP_MS = 90_000;

/** Engines call a service unhealthy after its retries; this long after its start it is believed. */
const UNHEALTHY_AFTER_MS = 10_000;

interface Seen {
  container: Container | undefined;
  track: Track;
  job: boolean;
  nowMs: number;
  epochMs: number;
}

/** Judges one service during a start: ready, worth waiting for, or never to become ready. */
export function standing(seen: Seen): Standing {
  const { container, track, job } = seen;
  if (!container) return { is: "waiting", for: "its container" };
  const { state, exitCode } = container;
  if (container.error !== "" && state !== "running" && state !== "restarting") return { is: "failed", code: "start-failed" };
  if (state === "created") return { is: "waiting", for: "its turn" };
  if (state === "paused") return { is: "failed", code: "paused" };
  if (isCrashLoop(seen, container)) return { is: "failed", code: "crash-loop" };
  if (state === "restarting") return { is: "waiting", for: `its restart after exit code ${exitCode}` };
  if (state !== "running") {
    if (exitCode === 0 && job) return { is: "ready" };
    // An engine that is about to restart a container shows it as exited for a moment.
    if (restartsByItself(container) && seen.epochMs - container.finishedMs < 2_000) return { is: "waiting", for: "its restart" };
    return { is: "failed", code: container.oomKilled ? "oom-killed" : exitCode === 0 ? "stopped" : "exited" };
  }
  const uptime = Math.max(seen.nowMs - track.run.seenMs, seen.epochMs - container.startedMs);
  const crashed = container.restarts > track.restartsBefore;
  if (container.healthTest.length > 0 && container.healthTest[0] !== "NONE") {
    if (track.answer?.ok || container.health === "healthy") return uptime < (container.restarts >= 2 ? SETTLE.afterCrash : crashed ? SETTLE.answering : 0) ? { is: "waiting", for: "it to stay up after a crash" } : { is: "ready" };
    if (container.health === "unhealthy" && uptime > UNHEALTHY_AFTER_MS) return { is: "failed", code: "unhealthy" };
    return { is: "waiting", for: `its health check${track.answer?.error ? `: ${track.answer.error}` : ""}` };
  }
  const settle = crashed || container.restarts >= 2 ? SETTLE.afterCrash : track.answer?.ok ? SETTLE.answering : SETTLE.silent;
  if (uptime < settle) return { is: "waiting", for: "it to stay up" };
  const stillStarting = track.answer?.ok === false && track.listens !== true && uptime < START_UP_MS;
  return stillStarting ? { is: "waiting", for: `its port to answer: ${track.answer?.error}` } : { is: "ready" };
}

/**
 * Three crashes since all that it needs was ready, or two within ten seconds or more: no start-up trouble explains
 * them. Crashes before that are a service's way of waiting for its database.
 */
function isCrashLoop({ track, nowMs }: Seen, container: Container): boolean {
  if (track.freeAtMs === undefined) return false;
  const crashes = container.restarts - Math.max(track.restartsBefore, track.restartsAtFree);
  return crashes >= 3 || (crashes >= 2 && nowMs - track.freeAtMs >= 8_000);
}

function restartsByItself(container: Container): boolean {
  return container.restartPolicy === "always" || container.restartPolicy === "unless-stopped" || (container.restartPolicy === "on-failure" && container.exitCode !== 0);
}
