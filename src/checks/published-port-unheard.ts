import { ageMs, ownPorts, type Explanation } from "./explanation.ts";

const SETTLED_MS = 10_000;

/** Does a published port lead to one that the service listens on for itself only, or not at all? */
export const publishedPortUnheard: Explanation = {
  codes: ["bind-address-wrong", "port-mapping-wrong"],
  judge: (failing) => {
    const { service, container, probes, facts } = failing;
    const { sockets = [] } = facts;
    const failed = container?.ports.find((port) => port.protocol === "tcp" && probes.some((one) => one.from === "host" && !one.ok && one.target.includes(`:${port.hostPort}`)));
    if (!failed || sockets.length === 0) return undefined;
    const own = sockets.filter((one) => one.port === failed.containerPort);
    if (own.some((one) => one.open)) return undefined;
    const listens = ownPorts(failing, sockets.filter((one) => one.open));
    const evidence = [{ source: `sockets that listen in ${service}`, excerpt: sockets.map((one) => `${one.port}${one.open ? "" : " on loopback only"}`).join(", ") }, ...probes.flatMap((one) => (one.from === "host" && !one.ok ? [{ source: `${one.kind} ${one.target}`, excerpt: one.error ?? "" }] : []))];
    if (own.length > 0) {
      return {
        code: "bind-address-wrong",
        service,
        cause: `${service} listens on port ${failed.containerPort} on the loopback address of its own container only: nobody else reaches it.`,
        confidence: "proven",
        evidence,
        fix: { summary: `Let ${service} listen on 0.0.0.0 (its command or setting: --host 0.0.0.0, HOST=0.0.0.0), then start it again.`, tool: "start_env", arguments: { services: [service] } },
      };
    }
    if (listens.length === 0) return undefined;
    const well = probes.some((one) => one.kind === "command" && one.ok);
    return {
      code: "port-mapping-wrong",
      service,
      cause: `The host port ${failed.hostPort} leads to port ${failed.containerPort} of ${service}, where nothing listens; ${service} listens on ${listens.join(", ")}.`,
      confidence: well || (listens.length === 1 && ageMs(failing) >= SETTLED_MS) ? "proven" : "likely",
      evidence,
      fix: { summary: `Publish the port that ${service} listens on (${failed.hostPort}:${listens[0]}), or let ${service} listen on ${failed.containerPort}; then start it again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
