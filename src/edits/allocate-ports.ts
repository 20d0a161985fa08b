import { portRange, readPort, type PortEntry, type PortRange, type ReadPort } from "../pointers/port-entry.ts";
import type { Refusal } from "./entry-refusals.ts";
import { portKey, type TakenPorts } from "./taken-ports.ts";

export interface Allocated {
  container_port: number;
  host_port: number;
  reason: string;
}

/** A host port of the service, with the variable that changes it where there is one. */
export interface Published {
  port: number;
  variable?: string;
}

export interface Allocation {
  ports: PortEntry[];
  allocated: Allocated[];
  published: Published[];
  /** Ranges of host ports, which are in no list of single ones. */
  ranges: string[];
  refusals: Refusal[];
}

interface Facts {
  taken: TakenPorts;
  /** The name of the variable for a port, where the project's ports are written as `${NAME_PORT:-8011}`. */
  variable?: (port: { container: number; host: number; first: boolean }) => string;
  interpolate(text: string): string;
}

const LONGEST = 100;

/**
 * Host ports for what a service publishes: one that was asked for is refused where it is taken, one that was not asked
 * for is chosen, the container's own number where that is free. Addresses that were not named become 127.0.0.1.
 */
export function allocatePorts(asked: PortEntry[], facts: Facts): Allocation {
  const taken = new Map(facts.taken);
  const done: Allocation = { ports: [], allocated: [], published: [], ranges: [], refusals: [] };
  const twins = new Map<string, Published>();
  for (const entry of asked) {
    const port = readPort(entry);
    const container = port && portRange(facts.interpolate(port.container));
    const text = port?.host === undefined ? undefined : facts.interpolate(port.host);
    const wanted = text ? portRange(text) : undefined;
    if (!port || !container || container.first === 0 || (text && !wanted) || container.last - container.first >= LONGEST) {
      done.refusals.push({ code: "invalid-port", message: `${JSON.stringify(entry)} is no port.`, fix: `Write a port as "8025" (a free host port is chosen), "8025:8025" or {"target": 8025, "published": "8025"}; a range has at most ${LONGEST} ports.` });
      continue;
    }
    if (text === "") {
      // A variable without a value: the engine picks a port until it has one.
      done.ports.push(written(entry, port, port.host ?? ""));
      continue;
    }
    const holder = wanted && conflict(wanted, container, port.protocol, taken);
    if (holder !== undefined) {
      const [next] = free({ first: holder, last: holder }, [port.protocol], taken);
      done.refusals.push({ code: "port-taken", message: `Port ${holder} is taken by ${taken.get(portKey(holder, port.protocol)) ?? ""}.`, fix: `Port ${next} is free; or leave the host port out, and one is chosen.` });
      continue;
    }
    const twin = twins.get(port.container);
    const chosen = wanted ?? chosenFor(port, container, twin, asked, taken);
    const single = chosen.first === chosen.last;
    if (!wanted) done.allocated.push(...reasons(container, chosen, port.protocol, taken));
    for (let number = chosen.first; number <= chosen.last; number += 1) taken.set(portKey(number, port.protocol), "another port of this service");
    const variable = variableOf(entry, port, { container: container.first, host: chosen.first, first: done.published.length === 0 }, twin, facts);
    const plain = port.host === undefined || /^\d+$/.test(port.host);
    const host = single ? String(chosen.first) : `${chosen.first}-${chosen.last}`;
    done.ports.push(written(entry, port, variable !== undefined && plain ? `\${${variable}:-${host}}` : (port.host ?? host)));
    const published = { port: chosen.first, ...(variable === undefined ? {} : { variable }) };
    if (single) twins.set(port.container, published);
    if (!single) done.ranges.push(host);
    else if (chosen.first > 0 && !done.published.some((one) => one.port === chosen.first)) done.published.push(published);
  }
  return done;
}

function written(entry: PortEntry, { address = "127.0.0.1", container, suffix }: ReadPort, host: string): PortEntry {
  return typeof entry === "object" ? { ...entry, published: host, host_ip: address } : `${address}:${host}:${container}${suffix}`;
}

/** A number that is taken, of those asked for; of a range for one container port, which the engine picks from, only where all are. */
function conflict(wanted: PortRange, container: PortRange, protocol: string, taken: TakenPorts): number | undefined {
  const numbers = Array.from({ length: wanted.last - wanted.first + 1 }, (_, index) => wanted.first + index).filter((number) => number > 0);
  const held = numbers.filter((number) => taken.has(portKey(number, protocol)));
  const picks = wanted.last > wanted.first && container.first === container.last;
  return picks && held.length < numbers.length ? undefined : held[0];
}

/** One number for all protocols of a container port. */
function chosenFor(port: ReadPort, container: PortRange, twin: Published | undefined, asked: PortEntry[], taken: TakenPorts): PortRange {
  if (twin && !taken.has(portKey(twin.port, port.protocol))) return { first: twin.port, last: twin.port };
  const alike = asked.map((one) => readPort(one)).filter((one) => one !== undefined && one.container === port.container && one.host === undefined);
  const [first, last] = free(container, alike.flatMap((one) => one?.protocol ?? []), taken);
  return { first, last };
}

/** What a port below 1024 becomes, where a process needs a right to listen: 80 → 8080, 443 → 8443. */
function friendly(port: number): number {
  return port < 1024 ? port + 8000 : port;
}

function free({ first, last }: PortRange, protocols: string[], taken: TakenPorts): [number, number] {
  const length = last - first;
  const isFree = (from: number) => protocols.every((protocol) => Array.from({ length: length + 1 }, (_, index) => portKey(from + index, protocol)).every((key) => !taken.has(key)));
  for (const from of [friendly(first), 1024]) {
    for (let port = from; port + length < 65_536; port += 1) if (isFree(port)) return [port, port + length];
  }
  return [first, last];
}

function reasons(container: PortRange, chosen: PortRange, protocol: string, taken: TakenPorts): Allocated[] {
  return Array.from({ length: chosen.last - chosen.first + 1 }, (_, index) => {
    const [inside, outside] = [container.first + index, chosen.first + index];
    const liked = friendly(inside);
    const holder = taken.get(portKey(liked, protocol));
    const low = inside < 1024 ? `${inside} is below 1024, where only some users may listen; ` : "";
    const reason = outside === inside ? "the container's own number, which is free" : outside === liked ? `${low}${outside} is free` : `${low}${holder === undefined ? "" : `${liked} is taken by ${holder}; `}${outside} is the next that is free`;
    return { container_port: inside, host_port: outside, reason };
  });
}

/** The variable that changes a host port: the one that is written there, else a new one where the project has them. */
function variableOf(entry: PortEntry, port: ReadPort, numbers: { container: number; host: number; first: boolean }, twin: Published | undefined, facts: Facts): string | undefined {
  if (port.host !== undefined && !/^\d+$/.test(port.host)) return /^\$\{?([A-Za-z_]\w*)/.exec(port.host)?.[1];
  if (!facts.variable || typeof entry === "object" || port.container.includes("-") || numbers.host === 0) return undefined;
  return twin?.port === numbers.host ? twin.variable : facts.variable(numbers);
}
