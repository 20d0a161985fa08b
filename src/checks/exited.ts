import { askedToEnd } from "./oom-killed.ts";
import { logEvidence, stateEvidence, type SeenService, type ServiceCheck } from "./service.ts";

/** Exit codes of a process that was told to end: 0 by itself, 128 + SIGINT, SIGKILL and SIGTERM from outside. */
const TOLD = [0, 130, 137, 143];

/** Whether the engine still knows of the last end of the container: it keeps a few hundred events. */
function isKnown({ container, happenings }: SeenService): boolean {
  return container !== undefined && happenings.some((one) => one.what === "die" && Math.abs(one.atMs - container.finishedMs) < 2_000);
}

/** An end that the engine was asked for, or, where it no longer knows, one whose exit code looks like that. */
function wasTold(seen: SeenService): boolean {
  const { container } = seen;
  if (!container) return false;
  return container.exitCode === 0 || (isKnown(seen) ? askedToEnd(seen) : TOLD.includes(container.exitCode));
}

/** Has the service ended by itself with an error? */
export const exited: ServiceCheck = {
  code: "exited",
  judge: (seen) => {
    const { service, container } = seen;
    if (!container || (container.state !== "exited" && container.state !== "dead") || wasTold(seen)) return undefined;
    return {
      code: "exited",
      service,
      cause: `${service} has ended with exit code ${container.exitCode}.`,
      confidence: "proven",
      evidence: [stateEvidence(container), ...logEvidence(seen)],
      fix: { summary: `Mend what the log of ${service} says, then start again.`, tool: "start_env", arguments: {} },
    };
  },
};

/** Does the service not run although nothing went wrong: it was stopped, killed from outside, or has ended? */
export const stopped: ServiceCheck = {
  code: "stopped",
  judge: (seen) => {
    const { service, container, job } = seen;
    const asked = container !== undefined && askedToEnd(seen);
    if (!container || (container.state !== "exited" && container.state !== "dead") || !wasTold(seen) || (job && container.exitCode === 0)) return undefined;
    return {
      code: "stopped",
      service,
      cause: isKnown(seen) && !asked ? `${service} has ended by itself, with exit code ${container.exitCode}.` : `${service} is stopped (exit code ${container.exitCode}).`,
      // Without its history a kill may have been the kernel's, for lack of memory.
      confidence: asked || container.exitCode !== 137 ? "proven" : "likely",
      evidence: [stateEvidence(container), ...(asked ? [{ source: "events of the engine", excerpt: `${container.name}: asked to end, then ended` }] : logEvidence(seen))],
      fix: { summary: `Start ${service}.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
