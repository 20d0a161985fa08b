import { posix } from "node:path";
import type { Files } from "../host/files.ts";
import type { Machine } from "../host/machine.ts";
import type { Address } from "../host/net.ts";
import { parseJson } from "../text/parse-json.ts";

export interface EngineAddress {
  /** Absent where the API cannot be spoken from here (ssh, TLS, named pipes): the docker command is used then. */
  api?: Address;
  /** The host on which published ports are reached. */
  host: string;
  words: string;
}

const DEFAULT = "unix:///var/run/docker.sock";

/** Where the docker command would go: DOCKER_HOST, else DOCKER_CONTEXT or the configured context, else the default socket. */
export async function engineAddress(ports: { files: Files; machine: Machine }): Promise<EngineAddress> {
  const { env, home } = ports.machine;
  if (env["DOCKER_HOST"]) return parseHost(env["DOCKER_HOST"], Boolean(env["DOCKER_TLS_VERIFY"]));
  const folder = env["DOCKER_CONFIG"] ?? posix.join(home, ".docker");
  const context = env["DOCKER_CONTEXT"] ?? json<{ currentContext?: string }>(await ports.files.read(posix.join(folder, "config.json")))?.currentContext;
  if (!context || context === "default") return parseHost(DEFAULT, false);
  const digest = await sha256(context);
  const meta = json<{ Endpoints?: { docker?: { Host?: string; SkipTLSVerify?: boolean } } }>(await ports.files.read(posix.join(folder, "contexts", "meta", digest, "meta.json")));
  const tls = (await ports.files.stat(posix.join(folder, "contexts", "tls", digest))) !== undefined;
  // A context that is not there is left to the docker command, which says so.
  return parseHost(meta?.Endpoints?.docker?.Host ?? `context ${context}`, tls);
}

function parseHost(text: string, tls: boolean): EngineAddress {
  const [, scheme, rest = ""] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === undefined) return { host: "127.0.0.1", words: text };
  if (scheme === "unix") return { api: { socket: rest || "/var/run/docker.sock" }, host: "127.0.0.1", words: rest || "/var/run/docker.sock" };
  const authority = /^(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(rest);
  const host = (authority?.[1] ?? "127.0.0.1").replace(/^\[|\]$/g, "");
  if ((scheme === "tcp" || scheme === "http") && !tls) return { api: { host, port: Number(authority?.[2] ?? 2375) }, host, words: text };
  return { host: scheme === "npipe" ? "127.0.0.1" : host, words: `${scheme}://${host}` };
}

function json<T extends object>(text: string | undefined): Partial<T> | undefined {
  try {
    return text === undefined ? undefined : parseJson<T>(text);
  } catch {
    return undefined;
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
