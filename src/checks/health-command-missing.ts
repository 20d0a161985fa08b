import { healthWords, type Explanation } from "./explanation.ts";

/** How an engine and the shells say that there is no such program. */
const NO_PROGRAM = [
  /exec: "(?<name>[^"]{1,200})": (?:executable file not found|stat [^:]{1,200}: no such file)/,
  /(?:^|\n)(?:[\w/.-]{0,40}: )?(?:line )?(?:\d{1,6}: )?(?<name>[\w./-]{1,200}): (?:command )?not found/,
  /(?:^|\n)[\w/.-]{0,40}: (?:line )?\d{1,6}: (?<name>\/[\w./-]{1,200}): No such file or directory/,
];

/** Does the health check call a program that the image does not have? */
export const healthCommandMissing: Explanation = {
  codes: ["health-command-missing"],
  judge: (failing) => {
    const { service, container, probes, problem } = failing;
    if (problem.code !== "unhealthy" || !container) return undefined;
    const outputs = [...probes.flatMap((one) => (one.kind === "command" && one.error !== undefined ? [one.error.replace(/^exit code \d+: /, "")] : [])), container.healthLog.at(-1)?.output ?? ""];
    const words = healthWords(failing);
    for (const output of outputs) {
      const name = NO_PROGRAM.flatMap((pattern) => pattern.exec(output)?.groups?.["name"] ?? [])[0];
      if (name === undefined || !words.includes(name)) continue;
      return {
        code: "health-command-missing",
        service,
        cause: `The health check of ${service} calls ${name}, which its image does not have: it fails whatever ${service} does.`,
        confidence: "proven",
        evidence: [{ source: `health check of ${service}`, excerpt: output.trim().slice(-300) }, { source: "its command", excerpt: words.slice(0, 200) }],
        fix: { summary: `Let the health check of ${service} use a program that its image has, or install ${name} in the image; then start it again.`, tool: "start_env", arguments: { services: [service] } },
      };
    }
    return undefined;
  },
};
