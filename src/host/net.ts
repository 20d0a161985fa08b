/** Where a connection goes: a Unix socket by path, or a TCP address. */
export type Address = { socket: string } | { host: string; port: number };

export interface HttpRequest {
  method: "GET" | "POST" | "DELETE" | "HEAD" | "OPTIONS";
  /** Path and query, percent-encoded. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Until the end of the answer's body; a stream that is read by chunks has no limit after its first byte. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** At most 16 MiB is kept; more is cut. */
  text: string;
}

/** A connection failed. `reason` is what an expert would say first. */
export class NetError extends Error {
  override readonly name = "NetError";
  readonly reason: "refused" | "missing" | "denied" | "timed-out" | "reset" | "unresolved" | "cancelled" | "not-http" | "other";
  constructor(reason: NetError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The network. What fails throws NetError. Connections to Unix sockets are kept and used again. */
export interface Net {
  request(to: Address, request: HttpRequest): Promise<HttpAnswer>;
  /** As `request`, the body by chunks as they come; resolves at the end of the body with the status. Aborting ends it. */
  stream(to: Address, request: HttpRequest, onChunk: (chunk: Uint8Array) => void): Promise<{ status: number; headers: Record<string, string> }>;
  /**
   * Sends a request that the other side answers with a raw two-way stream (`Upgrade: tcp`), writes `input`, closes the
   * sending half, and hands over what comes back until the other side closes.
   */
  hijack(to: Address, request: HttpRequest, input: Uint8Array, onChunk: (chunk: Uint8Array) => void): Promise<{ status: number; text: string }>;
  /** Connects, sends `data`, resolves with the bytes received once `enough` is true of them (or the other side closed). */
  exchange(to: Address, data: Uint8Array, enough: (received: Uint8Array) => boolean, timeoutMs: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Whether a TCP port of this host could be listened on at an address now. */
  canListen(host: string, port: number): Promise<"free" | "taken" | "not-allowed" | "no-such-address">;
}
