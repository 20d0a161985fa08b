import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Address, HttpAnswer, HttpRequest, Net } from "./net.ts";
import { canListen } from "./node-can-listen.ts";
import { exchange } from "./node-exchange.ts";
import { hijack } from "./node-hijack.ts";
import { plainHeaders, sendRequest } from "./node-http.ts";
import { Limit } from "./node-limit.ts";
import { toNetError } from "./node-net-error.ts";

const mostBytes = 16 * 1024 * 1024;

/** The network of this machine. A stream that is aborted after its first byte resolves; before that it is `cancelled`. */
export const nodeNet: Net = { request, stream, hijack, exchange, canListen };

async function request(to: Address, asked: HttpRequest): Promise<HttpAnswer> {
  const limit = new Limit(to, asked.timeoutMs, asked.signal);
  try {
    const { message, upgraded } = await sendRequest(to, asked, limit);
    upgraded?.socket.destroy();
    return { status: message.statusCode ?? 0, headers: plainHeaders(message), text: await readText(message) };
  } catch (error) {
    throw limit.error ?? toNetError(error, to);
  } finally {
    limit.end();
  }
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early destroys the connection, so an endless body ends here.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, mostBytes - size));
    size += chunk.length;
    if (size >= mostBytes) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function stream(to: Address, asked: HttpRequest, onChunk: (chunk: Uint8Array) => void): Promise<{ status: number; headers: Record<string, string> }> {
  const limit = new Limit(to, asked.timeoutMs, asked.signal);
  try {
    const { message, upgraded } = await sendRequest(to, { ...asked, headers: { ...asked.headers, connection: "close" } }, limit);
    upgraded?.socket.destroy();
    limit.stopClock();
    const answer = { status: message.statusCode ?? 0, headers: plainHeaders(message) };
    await deliver(message, limit, onChunk);
    return answer;
  } catch (error) {
    throw limit.error ?? toNetError(error, to);
  } finally {
    limit.end();
  }
}

async function deliver(message: IncomingMessage, limit: Limit, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  const body = (message as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await body.next().catch((error: unknown) => {
        if (limit.signal.aborted) return { done: true, value: undefined } as const;
        throw error;
      });
      if (next.done) return;
      onChunk(next.value);
    }
  } finally {
    message.destroy();
  }
}
