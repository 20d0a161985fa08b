import type { Address, HttpRequest, Net, NetError } from "../../src/host/net.ts";

type Listening = "free" | "taken" | "not-allowed" | "no-such-address";

export interface NetRules {
  /** By `METHOD /path?query`, or `METHOD /path` for any query. A NetError is thrown. */
  http?: Record<string, Answer | ((request: HttpRequest, to: Address) => Answer | Promise<Answer>)>;
  /** Raw exchanges by `host:port` or socket path. */
  raw?: Record<string, string | NetError>;
  /** canListen by `host:port`. */
  listen?: Record<string, Listening>;
}

export type Answer = { status?: number; json?: unknown; text?: string; headers?: Record<string, string>; chunks?: (string | Uint8Array)[] } | NetError;

export interface FakeNet extends Net {
  /** As `GET /path`, `raw host:port`, `listen host:port`. */
  calls: string[];
}

/** Answers what its rules expect; throws at anything else and lists what it expects. */
export function fakeNet(rules: NetRules = {}): FakeNet {
  const calls: string[] = [];

  async function answer(to: Address, request: HttpRequest): Promise<Exclude<Answer, Error>> {
    const asked = `${request.method} ${request.path}`;
    const http = rules.http ?? {};
    const rule = http[asked] ?? http[asked.split("?")[0] ?? ""];
    if (!rule) throw unexpected(asked, http);
    calls.push(asked);
    return orThrow(typeof rule === "function" ? await rule(request, to) : rule);
  }
  function chunksOf(given: Exclude<Answer, Error>): Uint8Array[] {
    return (given.chunks ?? [textOf(given)]).map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk));
  }

  return {
    calls,
    async request(to, request) {
      const given = await answer(to, request);
      return { status: given.status ?? 200, headers: given.headers ?? {}, text: textOf(given) };
    },
    async stream(to, request, onChunk) {
      const given = await answer(to, request);
      chunksOf(given).forEach((chunk) => onChunk(chunk));
      return { status: given.status ?? 200, headers: given.headers ?? {} };
    },
    async hijack(to, request, _input, onChunk) {
      const given = await answer(to, request);
      const status = given.status ?? 101;
      if (status >= 400) return { status, text: textOf(given) };
      chunksOf(given).forEach((chunk) => onChunk(chunk));
      return { status, text: "" };
    },
    async exchange(to) {
      const asked = "socket" in to ? to.socket : `${to.host}:${to.port}`;
      const given = rules.raw?.[asked];
      if (given === undefined) throw unexpected(`raw ${asked}`, rules.raw ?? {});
      calls.push(`raw ${asked}`);
      return Buffer.from(orThrow(given));
    },
    async canListen(host, port) {
      const given = rules.listen?.[`${host}:${port}`];
      if (given === undefined) throw unexpected(`listen ${host}:${port}`, rules.listen ?? {});
      calls.push(`listen ${host}:${port}`);
      return given;
    },
  };
}

function textOf({ text, json }: Exclude<Answer, Error>): string {
  return text ?? (json === undefined ? "" : JSON.stringify(json));
}

function orThrow<T>(given: T | NetError): Exclude<T, NetError> {
  if (given instanceof Error) throw given;
  return given as Exclude<T, NetError>;
}

function unexpected(asked: string, rules: object): Error {
  return new Error(`Unexpected ${asked}. Expected one of:\n${Object.keys(rules).map((key) => `  ${key}`).join("\n")}`);
}
