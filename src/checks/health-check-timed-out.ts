import type { Explanation } from "./explanation.ts";

/** Does the health command not end within the time that the check gives it, while the service runs? */
export const healthCheckTimedOut: Explanation = {
  codes: ["health-check-timed-out"],
  judge: ({ service, container, probes, problem, model }) => {
    const last = container?.healthLog.at(-1)?.output ?? "";
    const now = probes.find((one) => one.kind === "command" && one.error?.startsWith("no result within"));
    if (problem.code !== "unhealthy" || !/exceeded timeout/i.test(last) || (probes.some((one) => one.kind === "command") && !now)) return undefined;
    return {
      code: "health-check-timed-out",
      service,
      cause: `The health check of ${service} does not end within its timeout of ${model.services[service]?.healthcheck?.timeout ?? "30s"}: ${service} runs and answers too slowly, or not at all.`,
      confidence: "proven",
      evidence: [{ source: `health log of ${service}`, excerpt: last.trim().slice(-200) }, ...(now ? [{ source: `health command of ${service}, run now`, excerpt: now.error ?? "" }] : [])],
      fix: { summary: `See what ${service} is busy with or waits for (its log, its processor time); where it is merely slow, give the check a longer timeout.`, tool: "health_check", arguments: { services: [service], detail: "full" } },
    };
  },
};
