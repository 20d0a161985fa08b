import { splitOutside } from "./split-outside.ts";

/** A published port in one of compose's two shapes: `"127.0.0.1:8025:8025"`, or `{target, published, host_ip}`. */
export type PortEntry = string | number | Record<string, unknown>;

export interface ReadPort {
  address?: string;
  /** Absent where the engine is to pick one. */
  host?: string;
  container: string;
  protocol: string;
  /** The protocol as the short form has it: `/udp`, or "". */
  suffix: string;
}

/**
 * What a port says, undefined where it is none; its variables are left in unless `put` puts their values in their place.
 * The short form is `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`.
 */
export function readPort(entry: PortEntry, put = (text: string) => text): ReadPort | undefined {
  if (typeof entry === "object") {
    const { target, published, host_ip: address, protocol } = entry;
    if (typeof target !== "number" && typeof target !== "string") return undefined;
    const host = typeof published === "string" || typeof published === "number" ? put(String(published)) : "";
    return { container: put(String(target)), protocol: typeof protocol === "string" ? protocol : "tcp", suffix: "", ...(host ? { host } : {}), ...(typeof address === "string" && address !== "" ? { address } : {}) };
  }
  const [head = "", protocol, ...more] = splitOutside(put(String(entry)).trim(), "/");
  const [container = "", host, address, ...rest] = splitOutside(head, ":").toReversed();
  if (more.length + rest.length > 0 || (protocol !== undefined && !/^(?:tcp|udp|sctp)$/.test(protocol))) return undefined;
  return { container, protocol: protocol ?? "tcp", suffix: protocol === undefined ? "" : `/${protocol}`, ...(host ? { host } : {}), ...(address ? { address } : {}) };
}

export interface PortRange {
  first: number;
  last: number;
}

/** `8025`, `8000-8010`; undefined where a text is neither. */
export function portRange(text: string): PortRange | undefined {
  const [, from = "", to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return from === "" || last < first || last > 65_535 ? undefined : { first, last };
}
