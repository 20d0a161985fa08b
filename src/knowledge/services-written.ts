import type { Guarded } from "../compose/guard.ts";

/** The services that compose files write, each with its file and what stands there. */
export function servicesWritten({ files }: Guarded): { file: string; name: string; service: unknown }[] {
  return [...files].flatMap(([file, { values }]) =>
    values.flatMap(({ services }) => (typeof services === "object" && services !== null && !Array.isArray(services) ? Object.entries(services).map(([name, service]: [string, unknown]) => ({ file, name, service })) : [])),
  );
}
