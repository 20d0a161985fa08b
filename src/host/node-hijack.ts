import { Buffer } from "node:buffer";
import type { Duplex, Readable } from "node:stream";
import type { Address, HttpRequest } from "./net.ts";
import { sendRequest } from "./node-http.ts";
import { Limit } from "./node-limit.ts";
import { toNetError } from "./node-net-error.ts";

const mostErrorBytes = 1024 * 1024;

/** The time limit counts until the head of the answer. An answer of 400 or more comes back as text, without chunks. */
export async function hijack(
  to: Address,
  asked: HttpRequest,
  input: Uint8Array,
  onChunk: (chunk: Uint8Array) => void,
): Promise<{ status: number; text: string }> {
  const limit = new Limit(to, asked.timeoutMs, asked.signal);
  try {
    const headers = { ...asked.headers, connection: "Upgrade", upgrade: "tcp" };
    const { message, upgraded } = await sendRequest(to, { ...asked, headers }, limit);
    limit.stopClock();
    const status = message.statusCode ?? 0;
    if (upgraded) {
      if (upgraded.first.length > 0) onChunk(upgraded.first);
      await drain(upgraded.socket, upgraded.socket, input, limit, onChunk);
      return { status, text: "" };
    }
    if (status < 400) {
      // Engines before the upgrade header answer 200 and go on in raw bytes, both ways over the same connection.
      await drain(message, message.socket, input, limit, onChunk);
      return { status, text: "" };
    }
    return { status, text: await readError(message) };
  } catch (error) {
    throw limit.error ?? toNetError(error, to);
  } finally {
    limit.end();
  }
}

function drain(from: Readable, socket: Duplex, input: Uint8Array, limit: Limit, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      reject(limit.error ?? new Error("stopped"));
      socket.destroy();
    };
    limit.signal.addEventListener("abort", stop, { once: true });
    from.on("data", (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        reject(error);
        socket.destroy();
      }
    });
    from.once("end", resolve);
    from.once("close", resolve);
    from.once("error", reject);
    // The other side may have closed already, or not read all of the input: what it sent still counts.
    socket.on("error", () => undefined);
    socket.end(input);
  }).finally(() => socket.destroy());
}

async function readError(message: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= mostErrorBytes) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}
