import type { Explanation } from "./explanation.ts";

/** Failures that other values would end, and names of variables that hold such values. */
const ENDED_BY: [codes: RegExp, variables: RegExp][] = [
  [/password|protected|api-key|role-missing|access-rule/, /URL|URI|DSN|PASS|USER|KEY|TOKEN|SECRET/i],
  [/^(?:host-unknown|host-unreachable|connection-refused|address-not-own|upstream-unknown)$/, /URL|URI|DSN|HOST|ADDR|PORT|SERVER|ENDPOINT/i],
  [/^database-missing$/, /URL|URI|DSN|DB|DATABASE/i],
];

/** Does the service run with other values than are written now, and fail of what they say? */
export const notCurrent: Explanation = {
  codes: ["not-current"],
  judge: ({ service, container, model, said, snapshot }) => {
    const environment = Object.entries(model.services[service]?.environment ?? {});
    const old = Object.keys(container?.environment ?? {}).length === 0 ? [] : environment.filter(([name, value]) => value !== null && ![value, value.replaceAll("$$", "$")].includes(container?.environment[name] ?? "")).map(([name]) => name);
    if (!container || old.length === 0) return undefined;
    const line = said.find(({ code, evidence }) => ENDED_BY.some(([codes, variables]) => codes.test(code) && old.some((name) => variables.test(name))) || (/^(?:setting-invalid|variable-missing)$/.test(code) && old.some((name) => evidence.excerpt.includes(name))));
    return {
      code: "not-current",
      service,
      cause: `${service} still runs with what ${old.slice(0, 4).join(", ")} ${old.length === 1 ? "was" : "were"} when its container was made; ${old.length === 1 ? "it has" : "they have"} changed since.`,
      confidence: line ? "proven" : "likely",
      evidence: [...(line ? [line.evidence] : []), { source: `environment of ${container.name}, and ${snapshot.project.files.join(", ")}`, excerpt: `not the same: ${old.slice(0, 8).join(", ")}` }],
      fix: { summary: `Make the container of ${service} anew.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
