import { readPort, type PortEntry } from "../pointers/port-entry.ts";

/** A port that others than this machine reach: every address but those of loopback, and none at all. */
export function publicPort(port: unknown): string[] {
  if (typeof port === "string" || typeof port === "number") return isLoopback(readPort(port)?.address ?? "") ? [] : [String(port)];
  const entry: PortEntry = typeof port === "object" && port !== null ? { ...port } : {};
  const { target, published, host_ip: address } = entry;
  const shown = typeof address === "string" && address.includes(":") ? `[${address}]` : address;
  const words = [shown, published, target].filter((one) => (typeof one === "string" && one !== "") || typeof one === "number").join(":");
  return typeof address === "string" && isLoopback(address) ? [] : [words];
}

/** 127.0.0.0/8 and ::1, in any spelling that compose takes. */
function isLoopback(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, "$1");
  if (/^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(bare)) return true;
  return /^(?:[0:]*::|(?:0{1,4}:){7})0{0,3}1$/.test(bare);
}
