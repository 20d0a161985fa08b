import { stateEvidence, type ServiceCheck } from "./service.ts";

/** Was the service paused? It holds its ports and answers nobody. */
export const paused: ServiceCheck = {
  code: "paused",
  judge: ({ service, container }) => {
    if (container?.state !== "paused") return undefined;
    return {
      code: "paused",
      service,
      cause: `${service} is paused.`,
      confidence: "proven",
      evidence: [stateEvidence(container)],
      fix: { summary: `Let ${service} go on.`, command: ["docker", "unpause", container.name] },
    };
  },
};
