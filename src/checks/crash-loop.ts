import type { Container } from "../engine/container.ts";
import { logEvidence, stateEvidence, type ServiceCheck } from "./service.ts";

/** How long a container must have run for its earlier crashes to count as over: less where all of them came at its start. */
const SETTLED_MS = { anyCrash: 60_000, atStart: 10_000 };

/** Does the engine restart the service again and again? */
export const crashLoop: ServiceCheck = {
  code: "crash-loop",
  judge: (seen) => {
    const { service, container, atMs, happenings, probes } = seen;
    if (!container || container.restarts === 0) return undefined;
    // Once is no loop yet, but it is no start either.
    const once = container.restarts === 1;
    const well = probes.some((one) => one.kind === "command" && one.ok);
    if (once && (well || (container.state !== "restarting" && (container.state !== "running" || atMs - container.startedMs >= SETTLED_MS.atStart)))) return undefined;
    const settled = container.state === "running" && atMs - container.startedMs >= (crashedAtStart(container) ? SETTLED_MS.atStart : SETTLED_MS.anyCrash);
    if (settled || container.state === "paused") return undefined;
    // A container that runs again just now shows exit code 0: only its history knows the codes of its ends.
    const codes = happenings.flatMap((one) => (one.what === "die" && one.exitCode !== undefined ? [one.exitCode] : []));
    const last = codes.at(-1) ?? (container.state === "running" ? undefined : container.exitCode);
    return {
      code: "crash-loop",
      service,
      cause: `${service} ${once ? "has crashed and was started again" : `crashes again and again: restarted ${container.restarts} times`}${last === undefined ? "" : `, last exit code ${last}`}.`,
      // One that passes its health check at this moment may be through it.
      confidence: once || (well && container.state === "running") ? "likely" : "proven",
      evidence: [stateEvidence(container), ...(codes.length > 0 ? [{ source: `ends of ${container.name}`, excerpt: `exit codes ${codes.slice(-10).join(", ")}` }] : []), ...logEvidence(seen)],
      fix: { summary: `Mend what the log of ${service} says, then start again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};

/**
 * The engine pauses before each restart, 100 ms and then twice as long each time, and begins anew after a run of ten
 * seconds: a last pause as long as all restarts together make it says that every run was a short one.
 */
function crashedAtStart({ startedMs, finishedMs, restarts }: Container): boolean {
  return startedMs - finishedMs >= Math.min(50_000, 90 * 2 ** (restarts - 1));
}
