import { hostNames, hostReferences } from "../compose/host-references.ts";
import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does a service ask a Redis without a password that lets nobody in without one? */
export const redisWantsPassword: StackCheck = {
  codes: ["redis-password-wrong"],
  judge: ({ redis, snapshot }) => {
    const { model } = snapshot.read;
    if (!model) return [];
    return [...redis].flatMap(([store, { error = "" }]): Problem[] => {
      if (!error.startsWith("NOAUTH")) return [];
      return Object.entries(model.services).flatMap(([service, { environment = {} }]): Problem[] => {
        const names = hostNames(model, store);
        const reference = hostReferences(model, service).find(({ host, variable }) => names.includes(host) && /^rediss?:\/\/(?![^/]*@)/.test(environment[variable] ?? ""));
        // The password may come to it another way.
        if (!reference || service === store || Object.keys(environment).some((name) => /redis.*(?:pass|auth)/i.test(name))) return [];
        return [
          {
            code: "redis-password-wrong",
            service,
            cause: `${service} asks ${store} without a password (${reference.variable}), and ${store} wants one.`,
            confidence: "proven",
            evidence: [{ source: `${store}, asked now`, excerpt: error.slice(0, 100) }, { source: `environment of ${service}`, excerpt: `${reference.variable} names ${reference.host} without a password` }],
            fix: { summary: `Put the password of ${store} into ${reference.variable} (redis://:PASSWORD@${reference.host}:…), or take requirepass away; then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
          },
        ];
      });
    });
  },
};
