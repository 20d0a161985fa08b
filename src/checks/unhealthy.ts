import { clean } from "../text/clean.ts";
import { logEvidence, type ServiceCheck } from "./service.ts";

/** Does the service's own health command fail, run just now, or as the engine last saw it? */
export const unhealthy: ServiceCheck = {
  code: "unhealthy",
  judge: (seen) => {
    const { service, container, probes } = seen;
    if (!container || container.state !== "running") return undefined;
    const command = probes.find((probe) => probe.kind === "command");
    const last = container.healthLog.at(-1);
    const failsNow = command !== undefined && !command.ok;
    const failedLast = command === undefined && container.health === "unhealthy";
    if (!failsNow && !failedLast) return undefined;
    const inARow = container.healthLog.toReversed().findIndex((one) => one.exitCode === 0);
    const times = inARow === -1 ? container.healthLog.length : inARow;
    const starting = container.health === "starting";
    const excerpt = failsNow ? (command.error ?? "") : clean(last?.output ?? "").trim().slice(-600);
    return {
      code: "unhealthy",
      service,
      cause: starting ? `${service} is still starting: its health check does not pass yet.` : `${service} runs but fails its health check${failsNow || times < 2 ? "" : `, ${times} times in a row`}.`,
      confidence: starting ? "likely" : "proven",
      evidence: [{ source: failsNow ? `health command of ${service}, run now` : `health log of ${service}`, excerpt: excerpt || (failsNow ? "it fails, and says nothing" : `exit code ${last?.exitCode ?? "?"}`) }, ...logEvidence(seen)],
      fix: starting
        ? { summary: `Wait for ${service}.`, tool: "health_check", arguments: { services: [service], until: "healthy", wait_s: 60 } }
        : { summary: `Read the log of ${service}, mend the cause, then check again.`, tool: "service_logs", arguments: { services: [service] } },
    };
  },
};
