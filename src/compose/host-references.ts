import type { Model } from "./model.ts";

/** A host that a variable of a service names, and the port where it is known. */
export interface HostReference {
  variable: string;
  host: string;
  port?: number;
  /** The variable that holds the port, where it is another one. */
  portVariable?: string;
}

/** A variable whose whole value may be a host name: DB_HOST=db, but not POSTGRES_USER=postgres. */
const HOST_LIKE = /host|addr|server|endpoint|broker|upstream|url|uri/i;

/** Ports that a URL means where it names none, by its scheme without `+driver`. */
const PORTS: Record<string, number> = { http: 80, ws: 80, https: 443, wss: 443, postgres: 5432, postgresql: 5432, mysql: 3306, mariadb: 3306, redis: 6379, rediss: 6379, amqp: 5672, mongodb: 27017, nats: 4222, kafka: 9092 };

/** Of a longer value its beginning is read: an address stands there. */
const MOST_CHARS = 2_000;

/** Hosts that the environment of a service names: in URLs, as `host:port`, or alone in a variable that is called so. */
export function hostReferences(model: Model, service: string): HostReference[] {
  const environment = Object.entries(model.services[service]?.environment ?? {});
  return environment.flatMap(([variable, whole]): HostReference[] => {
    const value = whole?.slice(0, MOST_CHARS);
    if (value === undefined || CUT.test(value)) return [];
    const inside = [...value.matchAll(/(?:([A-Za-z][\w+.-]*):)?\/\/(?:[^@\s/]*@)?([A-Za-z0-9_.-]+)(?::(\d{1,5}))?|(?:^|[\s,;=])(\d{1,3}(?:\.\d{1,3}){3}|[A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_.-]*):(\d{2,5})(?![\w.])/g)].map((match): HostReference => {
      const [, scheme = "", urlHost, urlPort, host = "", port] = match;
      return { variable, host: urlHost ?? host, ...known(Number(urlPort ?? port ?? PORTS[scheme.split("+")[0] ?? ""])) };
    });
    return inside.length > 0 || !HOST_LIKE.test(variable) || !/^[A-Za-z0-9_.-]+$/.test(value) ? inside : [{ variable, host: value, ...portBeside(variable, environment) }];
  });
}

/** DB_PORT beside DB_HOST. */
function portBeside(variable: string, environment: [string, string | null][]): Pick<HostReference, "port" | "portVariable"> {
  const name = variable.replace(HOST_LIKE, "PORT");
  const [portVariable, value] = environment.find(([other]) => other.toUpperCase() === name.toUpperCase()) ?? [];
  return Number(value) > 0 ? { ...known(Number(value)), ...(portVariable ? { portVariable } : {}) } : {};
}

/** An address in which a password has characters that end it: what comes behind its first `@` is no host, and a part of a secret. */
const CUT = /:\/\/[^\s@/]*@[^\s/]*@|:\/\/[^\s:@/]+:[^\s@]*@[^\s]*@|:\/\/[^\s:@/]+:(?!\d{1,5}(?:[/?#]|$))[^\s@]*[/#?][^\s]*@/;

/** Variables of a service with an address whose password is not percent-encoded. */
export function cutAddresses(model: Model, service: string): string[] {
  return Object.entries(model.services[service]?.environment ?? {}).flatMap(([name, value]) => (value !== null && CUT.test(value.slice(0, MOST_CHARS)) ? [name] : []));
}

function known(port: number): { port?: number } {
  return port > 0 ? { port } : {};
}

/** Names under which a service is reached in its networks. */
export function hostNames({ services }: Model, service: string): string[] {
  const { container_name: container, networks, hostname } = services[service] ?? {};
  const joined: unknown[] = typeof networks === "object" && networks !== null ? Object.values(networks) : [];
  const aliases: unknown[] = joined.flatMap((one): unknown[] => (typeof one === "object" && one !== null && "aliases" in one && Array.isArray(one.aliases) ? one.aliases : []));
  return [service, container, hostname, ...aliases].filter((one): one is string => typeof one === "string");
}
