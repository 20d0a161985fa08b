import type { Model, PortModel } from "./model.ts";

/** A port of this host that a service asks for. `address` is as written; "" means every address. */
export interface WantedPort {
  service: string;
  port: number;
  address: string;
  protocol: string;
  containerPort: number;
}

/** The fixed host ports of services; those that the engine picks are left out, ranges of equal length are spread. */
export function wantedPorts(model: Model, services: string[]): WantedPort[] {
  return services.flatMap((service) => (model.services[service]?.ports ?? []).flatMap((port) => spread(service, port)));
}

function spread(service: string, port: PortModel): WantedPort[] {
  const [first = 0, last = first] = (port.published ?? "").split("-").map(Number);
  if (!first || last < first || last - first > 1000) return [];
  const one = { service, address: port.host_ip ?? "", protocol: port.protocol ?? "tcp", containerPort: port.target };
  // A range published for one container port means any free one of the range: only a single port is certain.
  return last === first ? [{ ...one, port: first }] : [];
}

/** Whether two listening addresses get in each other's way: the same one, or one of them is every address, of the one family or of both. */
export function sameAddress(a: string, b: string): boolean {
  const both = (address: string) => address === "" || address === "*";
  const every = (address: string) => ["0.0.0.0", "::", "[::]"].includes(address);
  if (both(a) || both(b)) return true;
  return isIpv6(a) === isIpv6(b) && (every(a) || every(b) || a === b);
}

function isIpv6(address: string): boolean {
  return address.includes(":");
}
