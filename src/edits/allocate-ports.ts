import type { Refusal } from "./entry-refusals.ts";

/** A published port in one of compose's two shapes: `"127.0.0.1:8025:8025"`, or `{target, published, host_ip}`. */
export type PortEntry = string | number | Record<string, unknown>;

export interface Allocated {
  container_port: number;
  host_port: number;
  reason: string;
}

export interface Allocation {
  ports: PortEntry[];
  allocated: Allocated[];
  /** Every host port of the service, with the variable that changes it where there is one. */
  published: { port: number; variable?: string }[];
  refusals: Refusal[];
}

interface Facts {
  service: string;
  /** Who holds a host port now, in words. */
  taken: ReadonlyMap<number, string>;
  /** The project's ports are written as `${NAME_PORT:-8011}`. */
  byVariable: boolean;
  interpolate(text: string): string;
}

/**
 * Host ports for what a service publishes: one that was asked for is refused where it is taken, one that was not asked
 * for is chosen, the container's own number where that is free. Addresses that were not named become 127.0.0.1.
 */
export function allocatePorts(asked: PortEntry[], facts: Facts): Allocation {
  const taken = new Map(facts.taken);
  const done: Allocation = { ports: [], allocated: [], published: [], refusals: [] };
  for (const entry of asked) {
    const port = readPort(entry);
    if (!port) {
      done.refusals.push({ code: "invalid-port", message: `${JSON.stringify(entry)} is no port.`, fix: 'Write a port as "8025" (a free host port is chosen), "8025:8025" or {"target": 8025, "published": "8025"}.' });
      continue;
    }
    const container = Number(facts.interpolate(port.container).split("-")[0]);
    const wanted = port.host === undefined ? undefined : facts.interpolate(port.host);
    const [first = 0, last = first] = (wanted ?? "").split("-").map(Number);
    const holder = Array.from({ length: Math.min(last - first + 1, 1000) }, (_, index) => first + index).find((number) => number > 0 && taken.has(number));
    if (holder !== undefined) {
      done.refusals.push({ code: "port-taken", message: `Port ${holder} is taken by ${taken.get(holder) ?? ""}.`, fix: `Port ${free(holder, taken)} is free; or leave the host port out, and one is chosen.` });
      continue;
    }
    const host = wanted === undefined ? free(container, taken) : first;
    taken.set(host, facts.service);
    if (wanted === undefined) done.allocated.push({ container_port: container, host_port: host, reason: host === container ? "the container's own number, which is free" : `${container} is taken by ${facts.taken.get(container) ?? "this service"}; the next that is free` });
    const plain = port.host === undefined || /^\d+$/.test(port.host);
    const variable = facts.byVariable && plain && typeof entry !== "object" ? variableName(facts.service, done.published.length === 0 ? "" : `${container}_`) : variableIn(port.host);
    const written = variable !== undefined && plain ? `\${${variable}:-${host}}` : (port.host ?? String(host));
    done.ports.push(typeof entry === "object" ? { ...entry, published: written, host_ip: port.address ?? "127.0.0.1" } : `${port.address ?? "127.0.0.1"}:${written}:${port.container}${port.protocol}`);
    done.published.push({ port: host, ...(variable === undefined ? {} : { variable }) });
  }
  return done;
}

/** `image-proxy` → `IMAGE_PROXY_PORT`. */
export function variableName(service: string, what: string, kind = "PORT"): string {
  return `${service.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}_${what}${kind}`;
}

function variableIn(host: string | undefined): string | undefined {
  return /^\$\{?([A-Za-z_]\w*)/.exec(host ?? "")?.[1];
}

function free(from: number, taken: ReadonlyMap<number, string>): number {
  for (let port = Math.max(from, 1024); port < 65_536; port += 1) if (!taken.has(port)) return port;
  return from;
}

interface ReadPort {
  address?: string;
  host?: string;
  container: string;
  /** `/udp`, or "". */
  protocol: string;
}

/** The short form is `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`; colons inside `${…}` and `[…]` separate nothing. */
function readPort(entry: PortEntry): ReadPort | undefined {
  if (typeof entry === "object") {
    const { target, published, host_ip: address } = entry;
    if (typeof target !== "number" && typeof target !== "string") return undefined;
    return { container: String(target), protocol: "", ...(typeof published === "string" || typeof published === "number" ? { host: String(published) } : {}), ...(typeof address === "string" && address !== "" ? { address } : {}) };
  }
  const [, head = "", protocol = ""] = /^([^/]*)(\/(?:tcp|udp|sctp))?$/.exec(String(entry).trim()) ?? [];
  const parts = splitOutside(head);
  const [container, host, address] = parts.toReversed();
  if (container === undefined || parts.length > 3 || !/^(\d{1,5}(-\d{1,5})?|\$\{.+\}|\$\w+)$/.test(container)) return undefined;
  if (host !== undefined && !/^(\d{0,5}(-\d{1,5})?|\$\{.+\}|\$\w+)$/.test(host)) return undefined;
  return { container, protocol, ...(host ? { host } : {}), ...(address ? { address } : {}) };
}

function splitOutside(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    if (char === "{" || char === "[") depth += 1;
    if (char === "}" || char === "]") depth -= 1;
    if (char === ":" && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return text === "" ? [] : parts;
}
