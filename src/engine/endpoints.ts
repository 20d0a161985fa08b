import type { Container } from "./container.ts";
import type { Model } from "../compose/model.ts";
import type { KnownPath } from "../maps/known-paths.ts";
import { hostOf, portKind, webPort } from "./probes.ts";

export interface Endpoint {
  service: string;
  label?: string;
  container_port: number;
  host_url?: string;
  network_url: string;
}

const SCHEMES = { http: "http", postgres: "postgresql", redis: "redis", tcp: "tcp" } as const;

/**
 * The addresses of a project: from this host by the ports that are published now (those of the model for what does not
 * run), and from inside its networks by the service's name. Never with credentials.
 */
export function endpoints(model: Model, containers: Container[], known: KnownPath[], engineHost: string): Endpoint[] {
  return Object.entries(model.services).flatMap(([service, { ports = [] }]) => {
    const live = containers.find((one) => one.service === service && one.state === "running")?.ports;
    const targets = [...new Map(ports.filter((port) => (port.protocol ?? "tcp") === "tcp").map((port) => [port.target, port])).values()];
    return targets.flatMap((port) => {
      const kind = portKind(model, service, port.target);
      const bound = live?.find((one) => one.containerPort === port.target && one.protocol === "tcp");
      const hostPort = bound?.hostPort ?? (live ? undefined : fixed(port.published));
      const host = readable(hostOf({ address: bound?.address ?? port.host_ip ?? "" }, engineHost));
      const root = { service, container_port: port.target, network_url: `${SCHEMES[kind]}://${service}:${port.target}` };
      const base = hostPort === undefined ? undefined : `${SCHEMES[kind]}://${host}:${hostPort}`;
      const paths = port.target === webPort(model, service) ? known.filter((one) => one.service === service) : [];
      return [
        { ...root, ...(base ? { host_url: base } : {}) },
        ...paths.map(({ label, path }) => ({ ...root, label, network_url: root.network_url + path, ...(base ? { host_url: base + path } : {}) })),
      ];
    });
  });
}

function fixed(published: string | undefined): number | undefined {
  const port = Number(published);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

function readable(host: string): string {
  if (host === "127.0.0.1" || host === "::1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
