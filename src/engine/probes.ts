import type { Container, PublishedPort } from "./container.ts";
import type { Model } from "../compose/model.ts";
import type { KnownPath } from "../maps/known-paths.ts";

/** A question to a running service, as data. `any`: an HTTP answer below 500, or else an open port, will do. */
export type ProbeSpec =
  | { service: string; kind: "http"; from: "host"; host: string; port: number; path: string; expect: "success" | "any" }
  | { service: string; kind: "tcp" | "postgres" | "redis"; from: "host"; host: string; port: number }
  | { service: string; kind: "command"; from: "container"; container: string; argv: string[] };

type Kind = "http" | "postgres" | "redis" | "tcp";

/** Ports of protocols that a stray HTTP request would disturb, or that cannot be asked in the clear. */
const NOT_HTTP = new Set([22, 25, 53, 110, 143, 389, 443, 465, 587, 993, 1025, 1433, 1521, 1883, 2181, 2345, 2379, 3306, 4222, 5005, 5671, 5672, 5678, 6443, 7687, 8443, 9042, 9092, 9094, 11211, 26257, 27017, 33060]);

/** Images by the last part of their name: an exporter or a REST server for a database is not the database. */
const POSTGRES = /(?:^|\/)(?:postgres|postgresql|postgis|pgvector|timescaledb)(?:[:@]|$)/i;
const REDIS = /(?:^|\/)(?:redis|valkey|keydb)(?:[:@]|$)/i;

/** What speaks on a port of a service, told by its health command, its image and the port's number. */
export function portKind(model: Model, service: string, containerPort: number): Kind {
  const one = model.services[service];
  const test = (one?.healthcheck?.test ?? []).join(" ");
  const has = (port: number) => (one?.ports ?? []).some(({ target }) => target === port);
  if (containerPort === 5432 || (!has(5432) && (/\bpg_isready\b/.test(test) || POSTGRES.test(one?.image ?? "")))) return "postgres";
  if (containerPort === 6379 || (!has(6379) && (/\b(?:redis|valkey)-cli\b/.test(test) || REDIS.test(one?.image ?? "")))) return "redis";
  return NOT_HTTP.has(containerPort) ? "tcp" : "http";
}

/** Whether a service is a store of a kind, whatever else it publishes. */
export function isStore(model: Model, service: string, kind: "postgres" | "redis"): boolean {
  return [0, ...(model.services[service]?.ports ?? []).map((port) => port.target)].some((port) => portKind(model, service, port) === kind);
}

/** A service's own health command, from the container: the words to run in it. */
export function healthCommand(container: Pick<Container, "healthTest">): string[] | undefined {
  const [form, ...words] = container.healthTest;
  if (form === "CMD" && words.length > 0) return words;
  return form === "CMD-SHELL" && words[0] ? ["/bin/sh", "-c", words[0]] : undefined;
}

/** The path that a service's health command asks of one of its ports: `curl -f http://localhost:8011/api/health`. */
function healthPath(model: Model, service: string, containerPort: number): string | undefined {
  const test = (model.services[service]?.healthcheck?.test ?? []).join(" ");
  for (const match of test.matchAll(/http:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s"'`)|;&]*)?/g)) {
    if (Number(match[1] ?? 80) === containerPort) return match[2] ?? "/";
  }
  return undefined;
}

/** The port of a service that a path of the map belongs to: the one that its health command asks over HTTP, else its first for HTTP. */
export function webPort(model: Model, service: string): number | undefined {
  const targets = (model.services[service]?.ports ?? []).map((port) => port.target).filter((target) => portKind(model, service, target) === "http");
  return targets.find((target) => healthPath(model, service, target) !== undefined) ?? targets[0];
}

/** Everything worth asking of the running containers of a project, from this host and inside them. */
export function probesOf(model: Model, containers: Container[], known: KnownPath[], engineHost: string): ProbeSpec[] {
  return containers.filter((one) => one.state === "running").flatMap((container): ProbeSpec[] => {
    const { service } = container;
    const command = healthCommand(container);
    const seen = new Set<string>();
    const ports = container.ports.filter((port) => port.protocol === "tcp" && reachable(port, engineHost) && !seen.has(`${port.containerPort} ${port.hostPort}`) && seen.add(`${port.containerPort} ${port.hostPort}`));
    return [
      ...(command ? [{ service, kind: "command" as const, from: "container" as const, container: container.id, argv: command }] : []),
      ...ports.map((port): ProbeSpec => {
        const kind = portKind(model, service, port.containerPort);
        const at = { service, from: "host" as const, host: hostOf(port, engineHost), port: port.hostPort };
        if (kind !== "http") return { ...at, kind };
        const named = webPort(model, service) === port.containerPort ? known.find((one) => one.service === service && one.label === "health")?.path : undefined;
        const path = named ?? healthPath(model, service, port.containerPort);
        return { ...at, kind, path: path ?? "/", expect: path ? "success" : "any" };
      }),
    ];
  });
}

/** A port bound to the loopback of another machine cannot be asked from here. */
function reachable(port: PublishedPort, engineHost: string): boolean {
  return engineHost === "127.0.0.1" || !/^(127\.|::1$)/.test(port.address);
}

/** The address to use from here: the one the port is bound to, or the engine's where it is bound to all. */
export function hostOf(port: Pick<PublishedPort, "address">, engineHost: string): string {
  return ["0.0.0.0", "::", ""].includes(port.address) ? engineHost : port.address;
}
