import { stateEvidence, type ServiceCheck } from "./service.ts";

/** Did the engine refuse to start the container: no such program in it, a port or a mount that it did not get? */
export const startFailed: ServiceCheck = {
  code: "start-failed",
  judge: ({ service, container }) => {
    if (!container || container.error === "" || container.state === "running") return undefined;
    return {
      code: "start-failed",
      service,
      cause: `The engine could not start ${service}: ${container.error.slice(0, 300)}`,
      confidence: "proven",
      evidence: [stateEvidence(container)],
      fix: { summary: `Mend what the engine names in the compose file or the image of ${service}, then start again.`, tool: "start_env", arguments: {} },
    };
  },
};
