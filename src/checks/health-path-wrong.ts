import { healthWords, type Explanation } from "./explanation.ts";

/** Does the health check ask a path that the service does not have? */
export const healthPathWrong: Explanation = {
  codes: ["health-path-wrong"],
  judge: (failing) => {
    const { service, probes, problem, container } = failing;
    if (problem.code !== "unhealthy") return undefined;
    const output = [...probes.flatMap((one) => (one.kind === "command" ? (one.error ?? []) : [])), container?.healthLog.at(-1)?.output ?? ""].find((one) => /\b404\b/.test(one));
    const path = /https?:\/\/[^\s/"'`]+(\/[^\s"'`)|;&]*)/.exec(healthWords(failing))?.[1] ?? /["'](\/[\w./-]{1,100})["']/.exec(healthWords(failing))?.[1];
    if (output === undefined || path === undefined) return undefined;
    return {
      code: "health-path-wrong",
      service,
      cause: `The health check of ${service} asks ${path}, and ${service} answers that it has no such path (404).`,
      confidence: "proven",
      evidence: [{ source: `health command of ${service}, run now`, excerpt: output.trim().slice(-300) }, { source: "its command", excerpt: healthWords(failing).slice(0, 200) }],
      fix: { summary: `Let the health check ask a path that ${service} has; where the path is right, see why it is not served: its routes, its configuration, what is mounted over its source. Then start it again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
