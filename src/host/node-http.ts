import { Buffer } from "node:buffer";
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Address, HttpRequest } from "./net.ts";
import type { Limit } from "./node-limit.ts";

// Node lets go of idle sockets of an agent, so they never keep the program from ending.
const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 });

/** The head of an answer. `upgraded` is there after a 101: the raw connection and the first bytes that came over it. */
export interface Head {
  message: IncomingMessage;
  upgraded?: { socket: Duplex; first: Buffer };
}

/**
 * Sends a request and resolves with the head of the answer. Reading requests over Unix sockets use a kept connection
 * (over TCP where the header `connection: keep-alive` asks for it, not where it says `close`); one that the other side had just closed is replaced.
 * Requests that change something take a new one: they could not be repeated.
 */
export async function sendRequest(to: Address, request: HttpRequest, limit: Limit): Promise<Head> {
  const wish = headerOf(request, "connection");
  const keep = isReading(request) && wish !== "close" && ("socket" in to || wish === "keep-alive");
  if (!keep) return sendOnce(to, request, limit, false).head;
  const { head, sent } = sendOnce(to, request, limit, agent);
  return head.catch((error: unknown) => {
    if (sent.reusedSocket && !limit.signal.aborted && isReset(error)) return sendOnce(to, request, limit, false).head;
    throw error;
  });
}

function sendOnce(to: Address, request: HttpRequest, limit: Limit, via: Agent | false): { sent: ClientRequest; head: Promise<Head> } {
  const { method, path, headers, body } = request;
  const sent = httpRequest({
    ...("socket" in to ? { socketPath: to.socket } : { host: to.host, port: to.port }),
    method,
    path,
    headers: { ...headers, ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }) },
    agent: via,
    signal: limit.signal,
  });
  const head = new Promise<Head>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (message) => resolve({ message }));
    sent.on("upgrade", (message, socket, first) => resolve({ message, upgraded: { socket, first } }));
  });
  sent.end(body);
  return { sent, head };
}

function isReading({ method }: HttpRequest): boolean {
  return method === "GET" || method === "HEAD";
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

function headerOf({ headers = {} }: HttpRequest, name: string): string | undefined {
  const key = Object.keys(headers).find((header) => header.toLowerCase() === name);
  return key === undefined ? undefined : headers[key]?.toLowerCase();
}

export function plainHeaders(message: IncomingMessage): Record<string, string> {
  const entries = Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")] as const);
  return Object.fromEntries(entries);
}
