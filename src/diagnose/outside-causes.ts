import { isPlaceholder } from "../checks/placeholder.ts";
import type { Cause } from "../result/shapes.ts";
import type { Snapshot } from "../snapshot.ts";

const KEYS = ["api-key-missing", "api-key-refused", "mail-refused", "webhook-signature"];

/** What goes wrong outside the stack, while every service of it is well: only a log tells of it, at whatever time. */
const OUTSIDE = ["api-key-missing", "api-key-refused", "api-quota", "api-unreachable", "mail-refused", "webhook-signature"];

export function isOutside({ code }: Cause): boolean {
  return OUTSIDE.includes(code);
}

/** A key that is refused, where the variable that holds it is still the template's: then it is known why. Its name counts, its value is not shown. */
export function withPlaceholder(cause: Cause, { read, project }: Snapshot): Cause {
  const { service, evidence, code } = cause;
  const environment = Object.entries((service === undefined ? undefined : read.model?.services[service]?.environment) ?? {});
  const holders = KEYS.includes(code) ? environment.filter(([name, value]) => /key|token|secret|password/i.test(name) && isPlaceholder(value ?? "")).map(([name]) => name) : [];
  const line = evidence.map((one) => one.excerpt).join(" ").toLowerCase();
  // The line names the other side, and so does the variable: OPENROUTER_API_KEY.
  const named = holders.filter((name) => name.toLowerCase().split("_").some((word) => word.length > 3 && !["secret", "token", "password"].includes(word) && line.includes(word)));
  const [variable, ...others] = named.length > 0 ? named : holders;
  if (variable === undefined || others.length > 0) return cause;
  return {
    ...cause,
    cause: `${cause.cause.replace(/\.$/, "")}: ${variable} is still a placeholder.`,
    confidence: "proven",
    evidence: [...evidence, { source: `environment of ${service}`, excerpt: `${variable} holds a placeholder` }],
    fix: { summary: `Put a real value into ${variable} in ${project.envFile}, then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
  };
}
