import { ageMs, healthWords, type Explanation } from "./explanation.ts";

/** A service that has said nothing wrong for so long is not merely slow. */
const SLOW_MS = 10 * 60_000;

/** Does the engine call a service unhealthy that has only not come so far yet? */
export const startPeriodShort: Explanation = {
  codes: ["start-period-short"],
  judge: (failing) => {
    const { service, container, facts, said, model, problem } = failing;
    if (problem.code !== "unhealthy" || container?.health !== "unhealthy" || container.restarts > 0 || said.length > 0) return undefined;
    // One that is not meant to listen is not late in it.
    if ((model.services[service]?.ports ?? []).length === 0 && !/:\d{2,5}\b/.test(healthWords(failing))) return undefined;
    const age = ageMs(failing);
    const everGood = container.healthLog.some((one) => one.exitCode === 0);
    if (age === 0 || age > SLOW_MS || everGood || facts.sockets === undefined || facts.sockets.length > 0 || !facts.processes?.some((one) => !["T", "Z"].includes(one.state))) return undefined;
    const { start_period: period = "0s", interval = "30s", retries = 3 } = model.services[service]?.healthcheck ?? {};
    return {
      code: "start-period-short",
      service,
      cause: `${service} was started ${Math.round(age / 1000)} s ago and listens on nothing yet; its health check already gave up (start period ${period}, then ${retries} × ${interval}).`,
      confidence: "likely",
      evidence: [{ source: `sockets that listen in ${service}`, excerpt: "none; its process runs" }, { source: `health log of ${service}`, excerpt: (container.healthLog.at(-1)?.output ?? "").trim().slice(-200) || "no check passed" }],
      fix: { summary: `Wait until it listens; where it then becomes healthy, give its health check a longer start_period.`, tool: "health_check", arguments: { services: [service], until: "healthy", wait_s: 120 } },
    };
  },
};
