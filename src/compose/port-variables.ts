import { record } from "./taken-in.ts";

/** The variables that published ports are written with, by `service container/protocol`: `"${SERVER_PORT:-8011}:8011"`. */
export function portVariables(values: Record<string, unknown>[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const value of values) {
    for (const [service, one] of Object.entries(record(value["services"]))) {
      const { ports } = record(one);
      for (const port of Array.isArray(ports) ? ports : []) {
        const [container, name] = typeof port === "string" ? ofShort(port) : ofLong(record(port));
        if (container !== undefined && name !== undefined) found.set(`${service} ${container}`, name);
      }
    }
  }
  return found;
}

function ofShort(port: string): [string?, string?] {
  const [, name, container, protocol = "tcp"] = /(?:^|:)\$(?:\{)?([A-Za-z_]\w*)(?:[^${}:]*(?::[-?+][^${}]*)?\})?:(\d{1,5})(?:\/(tcp|udp))?$/.exec(port) ?? [];
  return name === undefined ? [] : [`${container}/${protocol}`, name];
}

function ofLong({ target, published, protocol }: Record<string, unknown>): [string?, string?] {
  const name = typeof published === "string" ? /^\$\{?([A-Za-z_]\w*)/.exec(published)?.[1] : undefined;
  if (name === undefined || (typeof target !== "number" && typeof target !== "string")) return [];
  return [`${target}/${typeof protocol === "string" ? protocol : "tcp"}`, name];
}
