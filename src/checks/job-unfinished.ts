import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** A job that has only just begun is no reason to worry. */
const WAITED_MS = 20_000;

/** Do services wait for the end of a job that goes on and on? */
export const jobUnfinished: StackCheck = {
  codes: ["job-unfinished"],
  judge: ({ snapshot: { read: { model }, containers, project, atMs } }) => {
    const waiting = containers.filter((one) => one.state === "created" && one.error === "").map((one) => one.service);
    return containers.flatMap((job): Problem[] => {
      const ran = atMs - job.startedMs;
      const behind = waiting.filter((name) => model?.services[name]?.depends_on?.[job.service]?.condition === "service_completed_successfully");
      if (job.state !== "running" || behind.length === 0 || ran < WAITED_MS) return [];
      return [
        {
          code: "job-unfinished",
          service: job.service,
          cause: `${behind.join(", ")} ${behind.length === 1 ? "waits" : "wait"} for ${job.service} to complete, which has been running for ${Math.round(ran / 1000)} s.`,
          confidence: "proven",
          evidence: [{ source: "engine, list of containers", excerpt: [`${job.name}: running`, ...behind.map((name) => `${name}: created, not started`)].join("\n") }, { source: project.files.join(", "), excerpt: `${behind[0]}: depends_on ${job.service}, condition service_completed_successfully` }],
          affects: behind,
          fix: { summary: `See in its log what ${job.service} waits for.`, tool: "service_logs", arguments: { services: [job.service] } },
        },
      ];
    });
  },
};
