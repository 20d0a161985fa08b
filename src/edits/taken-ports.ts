import type { Model } from "../compose/model.ts";
import type { Listener } from "../host/machine.ts";

/** Who holds a host port now, in words, by number and protocol: `8025/tcp`. */
export type TakenPorts = ReadonlyMap<string, string>;

export function portKey(port: number, protocol: string): string {
  return `${port}/${protocol}`;
}

const LONGEST = 1000;

/** The ports that something listens on, and those that services publish, whether they run or not. */
export function takenPorts(listeners: Listener[], services: Model["services"]): TakenPorts {
  const taken = new Map(listeners.map(({ port, process, pid }) => [portKey(port, "tcp"), process ? `${process} (pid ${pid ?? "?"})` : "a process of this machine"]));
  for (const [service, { ports = [] }] of Object.entries(services)) {
    for (const { published = "", protocol = "tcp" } of ports) {
      const [first = 0, last = first] = published.split("-").map(Number);
      for (let port = first; port > 0 && port <= Math.min(last, first + LONGEST); port += 1) taken.set(portKey(port, protocol), `the service ${service}`);
    }
  }
  return taken;
}
