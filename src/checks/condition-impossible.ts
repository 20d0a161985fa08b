import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does a service wait for the health of one that has no health check? */
export const conditionImpossible: StackCheck = {
  codes: ["condition-impossible"],
  judge: ({ snapshot: { read: { model }, containers, project } }) =>
    Object.entries(model?.services ?? {}).flatMap(([service, { depends_on: needs = {} }]): Problem[] => {
      if (containers.some((one) => one.service === service && one.state === "running")) return [];
      return Object.entries(needs).flatMap(([name, { condition }]): Problem[] => {
        const check = model?.services[name]?.healthcheck;
        const none = check?.disable === true || check?.test?.[0] === "NONE" || (!check?.test && containers.some((one) => one.service === name && one.healthTest.length === 0));
        if (condition !== "service_healthy" || !none) return [];
        return [
          {
            code: "condition-impossible",
            service,
            cause: `${service} waits for ${name} to be healthy, and ${name} has no health check: it is never started.`,
            confidence: "proven",
            evidence: [{ source: project.files.join(", "), excerpt: `${service}: depends_on ${name}, condition service_healthy\n${name}: ${check?.disable === true ? "healthcheck disabled" : "no healthcheck"}` }],
            fix: { summary: `Give ${name} a health check, or let ${service} wait for service_started; then start again.`, tool: "start_env", arguments: {} },
          },
        ];
      });
    }),
};
