import type { Problem } from "../checks/problem.ts";
import { seenService } from "../checks/service.ts";
import { withDependencies } from "../compose/graph.ts";
import type { Examined } from "../examine.ts";

/** A service that is silent for so long after its start is worth a look, whatever time its health check gives it. */
const STARTING_MS = 20_000;

/**
 * Services that fail nothing yet: started a moment ago, with nothing against them but that they do not answer, and those
 * that wait for one of them.
 */
export function stillStarting({ snapshot, problems }: Examined): string[] {
  const { model } = snapshot.read;
  if (!model) return [];
  const young = problems.flatMap((problem) => {
    const { container } = seenService(snapshot, problem.service ?? "");
    const silent = (problem.code === "unhealthy" && container?.health === "starting") || (problem.code === "not-answering" && container?.health !== "unhealthy");
    return container && silent && !problem.told && container.restarts === 0 && snapshot.atMs - container.startedMs < STARTING_MS ? [container.service] : [];
  });
  const waiting = problems.flatMap(({ service, code }) => {
    const { container } = seenService(snapshot, service ?? "");
    // One that was stopped before others that it needs were started comes after them.
    const startedSince = (name: string) => snapshot.containers.some((one) => one.service === name && one.startedMs > (container?.finishedMs ?? 0));
    const waits = (code === "not-started" && container?.state === "created" && container.error === "") || (code === "stopped" && container !== undefined && container.exitCode !== 137);
    // Compose goes on to the next one when the engine calls the one before healthy, which takes it longer than it takes us.
    const isYoung = (name: string) => young.includes(name) || snapshot.containers.some((one) => one.service === name && snapshot.atMs - Math.max(one.createdMs, one.startedMs) < STARTING_MS);
    return service !== undefined && waits && withDependencies(model, [service]).some((name) => isYoung(name) && (code !== "stopped" || startedSince(name))) ? [service] : [];
  });
  const all = [...young, ...waiting];
  // Those that only suffer from one that is starting wait too.
  return [...all, ...problems.flatMap(({ service, code }) => (service !== undefined && code === "dependency-down" && all.length > 0 && problems.every((one) => one.code === "dependency-down" || all.includes(one.service ?? "")) ? [service] : []))];
}

/** The same without what only has not come so far yet. */
export function withoutStarting(examined: Examined, starting: string[]): Problem[] {
  return examined.problems.filter(({ service }) => service === undefined || !starting.includes(service));
}
