import { logEvidence, type ServiceCheck } from "./service.ts";

/** Does the service run, and yet not answer on a port that it publishes? */
export const notAnswering: ServiceCheck = {
  code: "not-answering",
  judge: (seen) => {
    const { service, container, probes } = seen;
    const failed = probes.filter((probe) => probe.from === "host" && !probe.ok);
    if (!container || container.state !== "running" || failed.length === 0) return undefined;
    return {
      code: "not-answering",
      service,
      cause: `${service} runs but does not answer as it should at ${failed.map((probe) => probe.target).join(", ")}.`,
      confidence: "proven",
      evidence: [...failed.map((probe) => ({ source: `${probe.kind} ${probe.target}`, excerpt: probe.error ?? "" })), ...logEvidence(seen)],
      fix: { summary: `See whether ${service} listens on that port on every address inside its container, and read its log.`, tool: "service_logs", arguments: { services: [service] } },
    };
  },
};
