import type { SeenService } from "../checks/service.ts";
import type { Endpoint } from "../engine/endpoints.ts";
import { healthCommand } from "../engine/probes.ts";
import type { Cause, Service } from "./shapes.ts";
import { clean } from "../text/clean.ts";
import { truncate } from "../text/truncate.ts";

/** A service for a result: its state, and its health by what it said just now, else by what the engine last saw. */
export function serviceOf({ service, container, probes }: SeenService, withContainer: boolean): Service {
  if (!container) return { service, state: "missing", health: "none" };
  const command = probes.find((probe) => probe.kind === "command");
  const failing = container.health === "starting" ? "starting" : "unhealthy";
  const health = command ? (command.ok ? "healthy" : failing) : container.state === "running" && healthCommand(container) ? container.health : "none";
  const ended = container.state === "exited" || container.state === "dead" || container.state === "restarting";
  return { service, state: container.state, health, ...(withContainer ? { container: container.name } : {}), ...(ended ? { exit_code: container.exitCode } : {}) };
}

/** What a reader is told of a problem: how it fails, and why where the service's own words say it. */
export function inWords({ told, ...problem }: Cause & { told?: Cause }): Cause {
  return told ? { ...told, cause: `${problem.cause} ${told.cause}`, ...(problem.affects ? { affects: problem.affects } : {}) } : problem;
}

/** A cause as it may be shown: its evidence cleaned of control characters and cut to a size that leaves room for the rest. */
export function shownCause(problem: Omit<Cause, "affects"> & { affects?: string[] | undefined }): Cause {
  const { affects, ...rest } = problem;
  const evidence = problem.evidence.slice(0, 4).map((one) => ({ ...one, excerpt: truncate(clean(one.excerpt), { chars: 900, from: "end" }) }));
  return { ...rest, cause: clean(problem.cause), evidence, ...(affects && affects.length > 0 ? { affects } : {}) };
}

export function renderEndpoints(endpoints: Endpoint[]): string {
  return endpoints.map((one) => `- ${one.service}${one.label ? ` ${one.label}` : ""}: ${one.host_url ? `${one.host_url} (in the network ${one.network_url})` : `${one.network_url} in the network only`}`).join("\n");
}
