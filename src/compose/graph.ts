import type { Model } from "./model.ts";

/** Services that each service waits for, by `depends_on`. */
export function dependencies(model: Model, service: string): string[] {
  return Object.keys(model.services[service]?.depends_on ?? {}).filter((name) => Object.hasOwn(model.services, name));
}

/** The services named and all that they depend on, dependencies first; all services when none is named. */
export function withDependencies(model: Model, named: string[] | undefined): string[] {
  const order: string[] = [];
  const visit = (service: string, path: string[]): void => {
    if (order.includes(service) || path.includes(service)) return;
    for (const next of dependencies(model, service)) visit(next, [...path, service]);
    order.push(service);
  };
  for (const service of named && named.length > 0 ? named : Object.keys(model.services)) if (Object.hasOwn(model.services, service)) visit(service, []);
  return order;
}

/**
 * Services that need another one: by `depends_on`, or because a value of their environment names it as a host
 * (`redis://redis:6379`, `postgres:5432`). Direct ones only.
 */
export function dependents(model: Model, service: string): string[] {
  return Object.keys(model.services).filter((name) => name !== service && (dependencies(model, name).includes(service) || namesAsHost(model, name, service)));
}

function namesAsHost(model: Model, service: string, host: string): boolean {
  const names = hostNames(model, host);
  const variables = Object.entries(model.services[service]?.environment ?? {});
  return variables.some(([key, value]) => value !== null && ((HOST_LIKE.test(key) && names.includes(value)) || hostsIn(value).some((one) => names.includes(one))));
}

/** A variable whose whole value may be a host name: DB_HOST=db, but not POSTGRES_USER=postgres. */
const HOST_LIKE = /host|addr|server|endpoint|broker|upstream|url|uri/i;

/** Names under which a service is reached in its networks. */
function hostNames({ services }: Model, service: string): string[] {
  const { container_name: container, networks } = services[service] ?? {};
  const joined: unknown[] = typeof networks === "object" && networks !== null ? Object.values(networks) : [];
  const aliases: unknown[] = joined.flatMap((one): unknown[] => (typeof one === "object" && one !== null && "aliases" in one && Array.isArray(one.aliases) ? one.aliases : []));
  return [service, ...(container ? [container] : []), ...aliases.filter((one): one is string => typeof one === "string")];
}

/** Host names in a value: after `://` and an optional `user:password@`, or before `:port`. */
function hostsIn(value: string): string[] {
  return [...value.matchAll(/:\/\/(?:[^@\s/]*@)?([A-Za-z0-9_.-]+)|(?:^|[\s,;=])([A-Za-z0-9_.-]+):\d{2,5}(?![\w.])/g)].map((match) => String(match[1] ?? match[2]));
}
