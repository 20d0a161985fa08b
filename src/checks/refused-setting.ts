import { saidOf, type Explanation } from "./explanation.ts";

/** A shorter value stands in quotes for many reasons. */
const SHORTEST = 3;

/** Did the service end because of the value of one of its variables? A value that must not be shown stands as `[NAME]` in its lines. */
export const refusedSetting: Explanation = {
  codes: ["setting-invalid"],
  judge: (failing) => {
    const { model, service, snapshot, container, logs } = failing;
    const lines = logs.slice(-50).map((one) => one.text).join("\n");
    const said = saidOf(failing, "setting-invalid");
    if (!said || !container) return undefined;
    const { excerpt } = said.evidence;
    const environment = Object.entries(model.services[service]?.environment ?? {});
    const hidden = [...excerpt.matchAll(/['"]\[([A-Za-z_]\w{1,80})\]['"]/g)].map((match) => match[1] ?? "").find((name) => environment.some(([one]) => one === name) || name in snapshot.project.envValues);
    const shown = environment.filter(([, value]) => value !== null && value.length >= SHORTEST && (excerpt.includes(`'${value}'`) || excerpt.includes(`"${value}"`))).map(([name]) => name);
    const variable = hidden ?? (shown.length === 1 ? shown[0] : undefined);
    const file = /(?<path>\/[\w./-]{1,160}\.\w{1,8}):(?<line>\d{1,6})/.exec(excerpt)?.groups;
    // A program that ends over a line of its configuration says so itself.
    if (variable === undefined && container.state !== "running" && (file || /FATAL CONFIG FILE ERROR|\[emerg\]|unknown directive|Bad directive/i.test(lines))) {
      const where = file ? `${file["path"]}, line ${file["line"]}` : "its configuration file";
      return {
        code: "setting-invalid",
        service,
        cause: `${service} does not take ${where}, and ends.`,
        confidence: "proven",
        evidence: [{ source: said.evidence.source, excerpt: [excerpt, ...logs.map(({ text }) => text).slice(logs.findIndex(({ text }) => text.includes(excerpt.slice(0, 60))) + 1).slice(0, 3)].join("\n").slice(0, 500) }],
        fix: { summary: `Mend ${where} as the line says, then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
      };
    }
    if (variable === undefined) return undefined;
    return {
      code: "setting-invalid",
      service,
      cause: `${service} does not take the value of ${variable}.`,
      confidence: "proven",
      evidence: [said.evidence],
      fix: { summary: `Mend ${variable}${variable in snapshot.project.envValues ? ` in ${snapshot.project.envFile}` : " in the compose file"}, then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
