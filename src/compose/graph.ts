import { hostNames, hostReferences } from "./host-references.ts";
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
  const names = hostNames(model, service);
  return Object.keys(model.services).filter((name) => name !== service && (dependencies(model, name).includes(service) || hostReferences(model, name).some(({ host }) => names.includes(host))));
}
