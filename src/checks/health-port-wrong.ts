import { ageMs, healthWords, ownPorts, type Explanation } from "./explanation.ts";

/** Ports of the container itself that a health command names: in an address, after a host in a call, as an option. */
const ASKED = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])["']?(?:,\s*|:)(\d{2,5})(?!\d)|(?:^|\s)(?:-p|--port[= ])\s*(\d{2,5})(?!\d)/g;
/** A program that listens on its first port may still be on its way to the others. */
const SETTLED_MS = 10_000;

/** Does the health check ask a port that nothing listens on, while the service listens on another? */
export const healthPortWrong: Explanation = {
  codes: ["health-port-wrong"],
  judge: (failing) => {
    const { service, problem, facts, model } = failing;
    const { sockets = [] } = facts;
    if (problem.code !== "unhealthy" || sockets.length === 0) return undefined;
    const words = healthWords(failing);
    const asked = [...words.matchAll(ASKED)].map((match) => Number(match[1] ?? match[2]));
    const port = asked.find((one) => !sockets.some((socket) => socket.port === one));
    if (port === undefined || asked.some((one) => sockets.some((socket) => socket.port === one))) return undefined;
    const own = ownPorts(failing, sockets);
    const [listens, ...more] = own;
    if (listens === undefined) return undefined;
    const declared = (model.services[service]?.ports ?? []).map((one) => one.target);
    const meant = declared.includes(listens) && !declared.includes(port);
    return {
      code: "health-port-wrong",
      service,
      cause: `The health check of ${service} asks port ${port}, where nothing listens; ${service} listens on ${own.join(", ")}.`,
      confidence: meant || (more.length === 0 && ageMs(failing) >= SETTLED_MS) ? "proven" : "likely",
      evidence: [{ source: `sockets that listen in ${service}`, excerpt: `ports ${own.join(", ")}` }, { source: `health command of ${service}`, excerpt: words.slice(0, 200) }],
      fix: { summary: meant ? `Let the health check of ${service} ask port ${listens}, then start it again.` : `Make both the same: the port that ${service} listens on, or the one that its health check asks; then start it again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
