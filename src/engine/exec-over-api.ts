import type { Address, Net } from "../host/net.ts";
import type { Ask } from "./ask-over-api.ts";
import type { Executed, ExecRequest } from "./engine.ts";
import { frameReader } from "./frames.ts";
import { newMark } from "./mark.ts";

/**
 * Runs a command in a container over the engine's API. The engine has no way to end a command once it runs, so each
 * carries a mark in its environment, and after a time-out or an abort a second command ends all that carry it.
 */
export async function execOverApi(net: Net, api: Address, ask: Ask, container: string, request: ExecRequest): Promise<Executed> {
  const { argv, env = [], input, timeoutMs, signal, maxBytes = 64 * 1024 } = request;
  const started = performance.now();
  const mark = newMark();
  const create = await ask<{ Id: string }>("POST", `/containers/${container}/exec`, {
    body: { AttachStdin: input !== undefined, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv, Env: [...env, mark.variable] },
  });
  const kept = { stdout: new Kept(maxBytes), stderr: new Kept(maxBytes) };
  const read = frameReader((stream, bytes) => kept[stream].add(bytes));
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort("timed_out"), timeoutMs);
  const abort = () => limit.abort("cancelled");
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  const start = { method: "POST" as const, path: `/exec/${create.Id}/start`, headers: { "content-type": "application/json" }, body: JSON.stringify({ Detach: false, Tty: false }), timeoutMs: timeoutMs + 10_000, signal: limit.signal };
  let outcome: Executed["outcome"] = "exited";
  try {
    if (input === undefined) await net.stream(api, start, read);
    else await net.hijack(api, start, new TextEncoder().encode(input), read);
  } catch (error) {
    if (!limit.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
  if (limit.signal.aborted) outcome = limit.signal.reason === "timed_out" ? "timed_out" : "cancelled";
  if (outcome !== "exited") await killMarked(ask, container, mark.killArgv);
  const exitCode = outcome === "exited" ? (await ask<{ ExitCode?: number | null }>("GET", `/exec/${create.Id}/json`)).ExitCode ?? null : null;
  return {
    outcome,
    exitCode,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    truncated: kept.stdout.cut || kept.stderr.cut,
    elapsedMs: Math.round(performance.now() - started),
  };
}

async function killMarked(ask: Ask, container: string, argv: string[]): Promise<void> {
  const create = await ask<{ Id: string }>("POST", `/containers/${container}/exec`, {
    body: { AttachStdout: true, AttachStderr: true, User: "0", Cmd: argv },
  });
  await ask("POST", `/exec/${create.Id}/start`, { body: { Detach: true } });
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await ask<{ Running?: boolean }>("GET", `/exec/${create.Id}/json`)).Running !== true) return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The first bytes of a stream, up to a limit. */
class Kept {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  cut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(bytes: Uint8Array): void {
    const room = this.#limit - this.#bytes;
    if (bytes.length > room) this.cut = true;
    if (room <= 0) return;
    this.#chunks.push(bytes.slice(0, room));
    this.#bytes += Math.min(room, bytes.length);
  }

  text(): string {
    const decoder = new TextDecoder();
    return this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  }
}
