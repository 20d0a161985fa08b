import type { StackCheck } from "./stack-facts.ts";

const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Does a service refuse a browser's calls from the project's own page? Asked where its list of origins names addresses of
 * this machine only, none of which any service has: a list for other machines says nothing of this one.
 */
export const corsBlocked: StackCheck = {
  codes: ["cors-blocked"],
  judge: ({ origins }) => {
    const refused = origins.filter(({ allowed, answered, origin }) => answered !== origin && answered !== "*" && allowed.length > 0 && allowed.every((one) => LOCAL.test(one)));
    const first = refused.find(({ allowed }) => !origins.some((one) => allowed.includes(one.origin)));
    if (!first) return [];
    const { service, variable, allowed, from, origin, answered } = first;
    return [
      {
        code: "cors-blocked",
        service,
        cause: `${service} does not allow calls from ${origin}, the address of ${from}: ${variable} names ${allowed.join(", ")}.`,
        confidence: "proven",
        evidence: [{ source: `OPTIONS of ${service}, with Origin: ${origin}`, excerpt: `access-control-allow-origin: ${answered || "absent"}` }],
        fix: { summary: `Put ${origin} into ${variable}, then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
      },
    ];
  },
};
