import { NetError, type Address, type HttpAnswer, type HttpRequest, type Net } from "../host/net.ts";
import { parseJson } from "../text/parse-json.ts";
import { EngineError } from "./engine.ts";

interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** Sends a request and reads the JSON of its answer. Throws EngineError. */
export type Ask = <T>(method: "GET" | "POST", path: string, options?: AskOptions) => Promise<T>;

/** How the engine at an address is asked: `send` gives the whole answer, `ask` its JSON. */
export function askOverApi(net: Net, api: Address, address: string): { send(method: HttpRequest["method"], path: string, options?: AskOptions): Promise<HttpAnswer>; ask: Ask } {
  const send = async (method: HttpRequest["method"], path: string, options: AskOptions = {}): Promise<HttpAnswer> => {
    const { body, headers, signal, timeoutMs = 10_000 } = options;
    const answer = await net
      .request(api, {
        method,
        path,
        timeoutMs,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(signal ? { signal } : {}),
      })
      .catch((error: unknown) => {
        throw engineError(error, address);
      });
    if (answer.status >= 400) throw failed(answer.status, answer.text);
    return answer;
  };
  const ask: Ask = async (method, path, options) => parseJson((await send(method, path, options)).text || "null");
  return { send, ask };
}

export function goneIsUndefined(error: unknown): undefined {
  if (error instanceof EngineError && error.reason === "not-found") return undefined;
  throw error;
}

export function failed(status: number, text: string): EngineError {
  let message = text;
  try {
    const body = parseJson<{ message?: string }>(text);
    message = body.message ?? text;
  } catch {
    // A proxy in between may answer with a page of its own; its text is the message then.
  }
  return new EngineError(status === 404 ? "not-found" : status === 409 ? "conflict" : "failed", message.trim().slice(0, 1000));
}

export function engineError(error: unknown, address: string): unknown {
  if (!(error instanceof NetError)) return error;
  if (error.reason === "cancelled") return new EngineError("cancelled", "The call was cancelled.");
  if (error.reason === "denied") return new EngineError("denied", `This user may not open ${address}.`);
  if (error.reason === "timed-out") return new EngineError("unreachable", `The engine at ${address} does not answer.`);
  return new EngineError("unreachable", `No engine answers at ${address} (${error.reason}).`);
}
