import type { Address, Net } from "../host/net.ts";
import type { LogLine, LogRequest } from "./engine.ts";
import { frameReader } from "./frames.ts";
import { LogCollector } from "./log-collector.ts";

/** The last lines of a container's log over the engine's API; with a status of 400 or more there are none. */
export async function logsOverApi(net: Net, api: Address, container: string, { tail, sinceMs, signal }: LogRequest): Promise<{ status: number; lines(): LogLine[] }> {
  const since = sinceMs === undefined ? "" : `&since=${(sinceMs / 1000).toFixed(3)}`;
  const collector = new LogCollector();
  const read = frameReader((stream, bytes) => collector.add(stream, bytes));
  const { status } = await net.stream(api, { method: "GET", path: `/containers/${container}/logs?stdout=1&stderr=1&timestamps=1&tail=${tail}${since}`, timeoutMs: 20_000, ...(signal ? { signal } : {}) }, read);
  return { status, lines: () => collector.finish() };
}
