import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** How a builder names the step that failed, in its newer and its older manner. */
const STEP = [/^ > \[(?<target>[^\]]{0,80}?)(?<step>\d{1,3}\/\d{1,3})\] (?<words>.{1,200}?):?$/m, /^Step (?<step>\d{1,3}\/\d{1,3}) : (?<words>.{1,200})$/m];
const FAILED = /failed to solve|did not complete successfully: exit code|returned a non-zero code/;

/** Is a service not there because its image did not build the last time? */
export const buildFailed: StackCheck = {
  codes: ["build-failed"],
  judge: ({ build, snapshot: { containers } }) => {
    if (!build) return [];
    const text = build.lines.join("\n");
    if (!FAILED.test(text)) return [];
    const named = /\$ docker compose build (?:\S+ )*?-- (?<names>.+)$/m.exec(text)?.groups?.["names"]?.split(" ") ?? [];
    const built = build.services.filter((name) => !containers.some((other) => other.service === name && other.state !== "created"));
    const service = built.find((name) => named.includes(name) || new RegExp(`target ${name}:|\\[${name}[ \\]]`).test(text));
    if (service === undefined) return [];
    const at = build.lines.findLastIndex((line) => FAILED.test(line));
    // The older builder names every step as it comes to it: the last one before the failure is the one.
    const step = build.lines.slice(0, at + 1).map((line) => STEP.map((pattern) => pattern.exec(line)?.groups).find((groups) => groups !== undefined)).findLast((groups) => groups !== undefined);
    const last = build.lines.slice(Math.max(0, at - 6), at + 1).filter((line) => line.trim() !== "");
    const problem: Problem = {
      code: "build-failed",
      service,
      cause: `The image of ${service} does not build${step ? `: step ${step["step"]} fails, ${step["words"]}` : ""}.`,
      confidence: "proven",
      evidence: [{ source: build.source, excerpt: last.join("\n").slice(-500) }],
      fix: { summary: `Mend that step in the Dockerfile of ${service}, then build again.`, tool: "start_env", arguments: { mode: "rebuild", services: [service] } },
    };
    return [problem];
  },
};
