import type { ServiceModel } from "../compose/model.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import type { Refusal } from "./entry-refusals.ts";

interface Dependencies {
  /** What depends_on becomes where a service that it names has a health check; else it stays as it is. */
  conditions?: Record<string, { condition: string }>;
  refusals: Refusal[];
}

/** Looks a service's depends_on up among the project's services, those of profiles that are off too. */
export function dependencies(dependsOn: unknown, own: string, services: ReadonlyMap<string, ServiceModel>): Dependencies {
  const needed = Array.isArray(dependsOn) ? dependsOn.map(String) : Object.keys(typeof dependsOn === "object" && dependsOn !== null ? dependsOn : {});
  const unknown = needed.filter((one) => !services.has(one) || one === own);
  const healthy = (one: string) => hasHealth(services.get(one));
  return {
    refusals: unknown.length > 0 ? [{ code: "unknown-service", message: `depends_on names ${unknown.join(", ")}, which is no other service of the project.`, fix: fixFor(unknown, [...services.keys()]) }] : [],
    ...(Array.isArray(dependsOn) && needed.some(healthy) ? { conditions: Object.fromEntries(needed.map((one) => [one, { condition: healthy(one) ? "service_healthy" : "service_started" }])) } : {}),
  };
}

function hasHealth(service: ServiceModel | undefined): boolean {
  const check = service?.healthcheck;
  return check !== undefined && check.disable !== true && (check.test ?? []).length > 0;
}

function fixFor([first = ""]: string[], names: string[]): string {
  const meant = didYouMean(first, names);
  if (names.length === 0) return "The project has no other service yet: leave depends_on out.";
  return `${meant === undefined ? "" : `Did you mean ${meant}? `}The services are: ${names.join(", ")}.`;
}
