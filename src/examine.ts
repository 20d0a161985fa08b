import { probesOf } from "./engine/probes.ts";
import { runProbe, type ProbeResult } from "./engine/run-probe.ts";
import { EngineError, type LogLine } from "./engine/engine.ts";
import { projectProblems } from "./checks/index.ts";
import { seenService } from "./checks/service.ts";
import { serviceProblems } from "./checks/service-problems.ts";
import type { Problem } from "./checks/problem.ts";
import type { Observed, Snapshot } from "./snapshot.ts";
import type { Workspace } from "./workspace.ts";

/** Lines of the log of a failing service that are read for evidence. */
const LOG_LINES = 400;

/** How far back the engine is asked what happened. It keeps a few hundred events. */
const HISTORY_MS = 3_600_000;

export interface Examined extends Observed {
  /** First causes first. */
  problems: Problem[];
}

/**
 * Asks the services themselves, all at the same time, fetches the logs of those that fail, and judges. Services that are
 * not named are looked at too: one of them may be the cause of what the named ones suffer from. A project that is wrong as
 * a whole, or whose containers are another folder's, is asked nothing.
 */
export async function examine(workspace: Pick<Workspace, "net" | "clock" | "machine" | "signal" | "redact">, observed: Observed, probeTimeoutMs: number): Promise<Examined> {
  const { snapshot, engine } = observed;
  const { model } = snapshot.read;
  if (!model || projectProblems(snapshot).length > 0) return { ...observed, problems: [] };
  const specs = probesOf(model, snapshot.containers, snapshot.paths, engine.host);
  const results = await Promise.all(specs.map(async (spec) => ({ service: spec.service, result: await runProbe({ ...workspace, engine }, spec, probeTimeoutMs, workspace.signal) })));
  const probes = new Map<string, ProbeResult[]>();
  for (const { service, result } of results) probes.set(service, [...(probes.get(service) ?? []), result]);
  const services = Object.keys(model.services);
  const failing = new Set(serviceProblems({ ...snapshot, probes }, services).map((problem) => problem.service));
  const talkative = snapshot.containers.filter((one) => failing.has(one.service) && one.state !== "created");
  const ended = talkative.filter((one) => one.restarts > 0 || one.state !== "running");
  const since = Math.max(snapshot.atMs - HISTORY_MS, Math.min(...ended.map((one) => one.createdMs)));
  const [logs, happenings, memoryKills] = await Promise.all([
    Promise.all(talkative.map(async (one) => [one.service, await engine.logs(one.id, { tail: LOG_LINES, signal: workspace.signal }).catch(nothing)] as const)),
    ended.length > 0 ? engine.happenings(snapshot.project.name, since).catch(nothing) : [],
    ended.some((one) => one.exitCode === 137) && engine.host === "127.0.0.1" ? workspace.machine.memoryKills() : [],
  ]);
  const seen = { ...snapshot, probes, logs: new Map(logs), happenings, memoryKills: memoryKills ?? [] };
  return { engine, snapshot: seen, problems: serviceProblems(seen, services) };
}

/** Lines of an earlier life of the container may tell of what was mended since. */
export function sinceLastStart(snapshot: Snapshot, service: string): LogLine[] {
  const { container, logs } = seenService(snapshot, service);
  const loops = container !== undefined && (container.restarts > 0 || container.state === "restarting");
  const from = container && !loops ? container.startedMs : 0;
  return logs.filter((line) => from === 0 || Date.parse(line.at) >= from - 1_000);
}

/** A container may be removed between two looks, and some log drivers cannot be read: then there is no log, not a failure. */
function nothing(error: unknown): [] {
  if (error instanceof EngineError && error.reason !== "cancelled") return [];
  throw error;
}
