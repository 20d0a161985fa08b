import type { Clock } from "../host/clock.ts";
import type { Container } from "./container.ts";
import type { Engine, Usage } from "./engine.ts";
import { pendingMigrations } from "./pending-migrations.ts";
import { untold } from "./untold.ts";

/** What a close look at a service says beside its health; what cannot be told is absent. */
export interface Closely {
  memory_bytes?: number;
  cpu?: number;
  image_age_s?: number;
  pending_migrations?: string[];
}

interface Looker {
  engine: Engine;
  clock: Clock;
  signal: AbortSignal;
  /** The service that is migrated, and the command that does it. */
  migrate?: { service: string; command: string[] } | undefined;
}

/**
 * Looks closely at containers: what each service takes (all of its containers together), how old its image is, what is left
 * to migrate. It resolves when what they take is measured, with a function that asks the rest: health commands and
 * migration tools run inside the containers, and would be measured with them.
 */
export async function lookClosely({ engine, clock, signal, migrate }: Looker, containers: Container[]): Promise<() => Promise<Map<string, Closely>>> {
  const running = containers.filter((one) => one.state === "running");
  const migrated = running.find((one) => one.service === migrate?.service);
  const imageIds = [...new Set(containers.map((one) => one.imageId))];
  const [usages, images] = await Promise.all([
    engine.usage(running.map((one) => one.id), clock, signal).catch(untold),
    Promise.all(imageIds.map((id) => engine.image(id).catch(untold))),
  ]);
  return async () => {
    const pending = migrate && migrated ? await pendingMigrations(engine, migrated.id, migrate.command, signal) : undefined;
    return new Map(
      containers.map((one) => {
        const own = running.filter((other) => other.service === one.service).flatMap(({ id }) => usages?.get(id) ?? []);
        const madeMs = images[imageIds.indexOf(one.imageId)]?.createdMs;
        return [one.service, {
          ...sum(own),
          ...(madeMs ? { image_age_s: Math.max(0, Math.round((clock.now() - madeMs) / 1000)) } : {}),
          ...(pending && one.service === migrate?.service ? { pending_migrations: pending } : {}),
        }];
      }),
    );
  };
}

function sum(usages: Usage[]): Closely {
  if (usages.length === 0) return {};
  const cpus = usages.flatMap((one) => one.cpu ?? []);
  const memory = usages.reduce((all, one) => all + one.memoryBytes, 0);
  return { memory_bytes: memory, ...(cpus.length === usages.length ? { cpu: Math.round(cpus.reduce((all, one) => all + one, 0) * 100) / 100 } : {}) };
}
