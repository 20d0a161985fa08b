import type { Container } from "./container.ts";

/**
 * Reads the plan of `docker compose create --dry-run`: lines like ` DRY-RUN MODE -  Container bestays-redis-1  Recreate`.
 * Compose compares configuration and images itself; nothing else knows all that it compares.
 */
export function readDrift(output: string, project: string, services: string[], containers: Container[]): Map<string, "create" | "recreate" | "keep"> {
  const drift = new Map<string, "create" | "recreate" | "keep">();
  for (const match of output.matchAll(/Container (\S+)\s+(Recreate|Creating|Running|Created)\b/g)) {
    const [, name = "", word] = match;
    const service = containers.find((one) => one.name === name)?.service ?? services.find((one) => name.replace(/-\d+$/, "") === `${project}-${one}`);
    if (!service || drift.get(service) === "recreate") continue;
    if (word === "Recreate") drift.set(service, "recreate");
    else if (word === "Creating" && !containers.some((one) => one.name === name)) drift.set(service, "create");
    else if (!drift.has(service)) drift.set(service, "keep");
  }
  return drift;
}
