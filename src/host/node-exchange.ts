import { Buffer } from "node:buffer";
import { connect } from "node:net";
import type { Address } from "./net.ts";
import { Limit } from "./node-limit.ts";
import { toNetError } from "./node-net-error.ts";

const mostBytes = 1024 * 1024;

/** Raw bytes there and back. `enough` is also asked about nothing once connected, so a bare connect is a probe too. */
export function exchange(
  to: Address,
  data: Uint8Array,
  enough: (received: Uint8Array) => boolean,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const limit = new Limit(to, timeoutMs, signal);
  return new Promise<Uint8Array>((resolve, reject) => {
    if (limit.error) {
      reject(limit.error);
      return;
    }
    let received = Buffer.alloc(0);
    const socket = connect("socket" in to ? { path: to.socket } : { host: to.host, port: to.port });
    const settle = (finish: () => void): void => {
      limit.end();
      socket.destroy();
      finish();
    };
    const check = (): void => {
      try {
        if (received.length >= mostBytes || enough(received)) settle(() => resolve(received));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    limit.signal.addEventListener("abort", () => settle(() => reject(limit.error)), { once: true });
    socket.on("connect", () => socket.write(data, check));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      check();
    });
    socket.on("end", () => settle(() => resolve(received)));
    socket.on("error", (error) => settle(() => reject(toNetError(error, to))));
  }).finally(() => limit.end());
}
