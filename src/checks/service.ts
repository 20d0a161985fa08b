import type { Container } from "../engine/container.ts";
import type { Happening, LogLine } from "../engine/engine.ts";
import type { ProbeResult } from "../engine/run-probe.ts";
import type { Snapshot } from "../snapshot.ts";
import { decisiveLines } from "../text/decisive-lines.ts";
import type { Evidence } from "../result/shapes.ts";
import type { Problem } from "./problem.ts";

/** One service as it was seen. */
export interface SeenService {
  service: string;
  container: Container | undefined;
  probes: ProbeResult[];
  logs: LogLine[];
  /** A one-shot job: an exit with code 0 is its success. */
  job: boolean;
  /** What happened to its container, oldest first. */
  happenings: Happening[];
  /** The kernel's own line where it killed a process of this container for lack of memory at its last end. */
  memoryKill: string | undefined;
  /** When it was seen, in milliseconds since 1970. */
  atMs: number;
}

/** One thing that can be wrong with a service. The first check of the list that gives a problem wins. */
export interface ServiceCheck {
  code: Problem["code"];
  judge(seen: SeenService): Problem | undefined;
}

export function seenService(snapshot: Snapshot, service: string): SeenService {
  const [container] = containersOf(snapshot, service);
  return {
    service,
    container,
    probes: snapshot.probes.get(service) ?? [],
    logs: snapshot.logs.get(service) ?? [],
    job: isJob(snapshot, service),
    happenings: snapshot.happenings.filter((one) => one.container === container?.id),
    memoryKill: container && snapshot.memoryKills.find((one) => one.line.includes(container.id) && Math.abs(one.atMs - container.finishedMs) < 5_000)?.line,
    atMs: snapshot.atMs,
  };
}

/** The containers of a service, the one that matters first: of several, one that does not run. */
function containersOf(snapshot: Snapshot, service: string): Container[] {
  const all = snapshot.containers.filter((one) => one.service === service);
  return all.toSorted((a, b) => Number(a.state === "running") - Number(b.state === "running") || b.createdMs - a.createdMs);
}

/** A job is waited for by its completion, or has nothing that others could use: no port, no health check, no dependents. */
export function isJob(snapshot: Snapshot, service: string): boolean {
  const { model } = snapshot.read;
  const one = model?.services[service];
  if (!model || !one || (one.restart !== undefined && one.restart !== "no" && !one.restart.startsWith("on-failure"))) return false;
  const conditions = Object.values(model.services).flatMap((other) => other.depends_on?.[service]?.condition ?? []);
  if (conditions.includes("service_completed_successfully")) return true;
  return conditions.length === 0 && (one.ports ?? []).length === 0 && !one.healthcheck?.test;
}

/** The lines of a service's log that say why it failed, as evidence; empty where there is no log. */
export function logEvidence({ service, logs }: SeenService): Evidence[] {
  const lines = decisiveLines(logs.map((line) => line.text));
  return lines.length > 0 ? [{ source: `logs of ${service}`, excerpt: lines.join("\n") }] : [];
}

export function stateEvidence(container: Container): Evidence {
  const { name, state, exitCode, oomKilled, restarts, error } = container;
  const words = [`state ${state}`, ...(state === "exited" || state === "restarting" || state === "dead" ? [`exit code ${exitCode}`] : []), ...(oomKilled ? ["OOMKilled"] : []), ...(restarts > 0 ? [`restarted ${restarts} times`] : []), ...(error ? [error] : [])];
  return { source: `container ${name}`, excerpt: words.join(", ") };
}
