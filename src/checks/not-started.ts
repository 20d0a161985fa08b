import type { ServiceCheck } from "./service.ts";

/** Has the service no container, or one that was never started? */
export const notStarted: ServiceCheck = {
  code: "not-started",
  judge: ({ service, container }) => {
    if (container && container.state !== "created") return undefined;
    return {
      code: "not-started",
      service,
      cause: container ? `The container of ${service} was created but never started.` : `${service} has no container.`,
      confidence: "proven",
      evidence: [{ source: "engine, list of containers", excerpt: container ? `${container.name}: created` : `none for ${service}` }],
      fix: { summary: `Start ${service}.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
