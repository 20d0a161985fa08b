import type { ProbeSpec } from "./probes.ts";
import type { Clock } from "../host/clock.ts";
import { NetError, type Net } from "../host/net.ts";
import { clean } from "../text/clean.ts";
import { EngineError, type Engine } from "./engine.ts";

export interface ProbeResult {
  kind: ProbeSpec["kind"];
  from: "host" | "container";
  target: string;
  ok: boolean;
  latency_ms: number;
  error?: string;
}

interface Ports {
  net: Net;
  clock: Clock;
  engine: Engine;
  /** Hides what must not be shown, before anything is cut. */
  redact(text: string): string;
}

/** Asks one question and says how it went; never throws. */
export async function runProbe(ports: Ports, probe: ProbeSpec, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult> {
  const started = ports.clock.elapsed();
  const answer = await ask(ports, probe, timeoutMs, signal).catch((error: unknown) => ({ error: inWords(error, timeoutMs) }));
  return {
    kind: ("kind" in answer && answer.kind) || probe.kind,
    from: probe.from,
    target: targetOf(probe, ports.redact),
    ok: answer.error === undefined,
    latency_ms: Math.round(ports.clock.elapsed() - started),
    ...(answer.error === undefined ? {} : { error: answer.error }),
  };
}

type Answer = { error?: string; kind?: ProbeSpec["kind"] };

/** The first 8 bytes that a PostgreSQL client may send: "do you speak TLS?". A server answers one byte, S or N, and logs nothing. */
const SSL_REQUEST = Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function ask(ports: Ports, probe: ProbeSpec, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
  const { net, engine, redact } = ports;
  if (probe.kind === "command") {
    const done = await engine.exec(probe.container, { argv: probe.argv, timeoutMs, signal, maxBytes: 4096 });
    if (done.outcome === "timed_out") return { error: `no result within ${timeoutMs / 1000} s` };
    if (done.outcome === "cancelled") return { error: "cancelled" };
    return done.exitCode === 0 ? {} : { error: `exit code ${done.exitCode}: ${lastLine(done.stdout, done.stderr)}` };
  }
  const address = { host: probe.host, port: probe.port };
  if (probe.kind === "http") {
    try {
      const { status, text } = await net.request(address, { method: "GET", path: probe.path, timeoutMs, signal, headers: { accept: "*/*" } });
      const ok = probe.expect === "any" ? status < 500 : status < 400;
      return ok ? {} : { error: `HTTP ${status}: ${redact(clean(text)).replace(/\s+/g, " ").slice(0, 200)}` };
    } catch (error) {
      if (error instanceof NetError && error.reason === "not-http" && probe.expect === "any") return { kind: "tcp" };
      throw error;
    }
  }
  if (probe.kind === "postgres") {
    const [first] = await net.exchange(address, SSL_REQUEST, (bytes) => bytes.length > 0, timeoutMs, signal);
    // A server with all its slots taken answers E to the very first packet: it runs but serves nobody.
    return first === 0x53 || first === 0x4e ? {} : { error: "no PostgreSQL answer" };
  }
  if (probe.kind === "redis") {
    const bytes = await net.exchange(address, new TextEncoder().encode("PING\r\n"), (received) => received.includes(10), timeoutMs, signal);
    const line = new TextDecoder().decode(bytes).split("\r\n")[0] ?? "";
    return /^(\+PONG|-NOAUTH|-NOPERM)/.test(line) ? {} : { error: line ? `answered ${redact(clean(line)).slice(0, 100)}` : "no Redis answer" };
  }
  await net.exchange(address, new Uint8Array(0), () => true, timeoutMs, signal);
  return {};
}

function targetOf(probe: ProbeSpec, redact: Ports["redact"]): string {
  if (probe.kind === "command") {
    const words = redact(probe.argv[0] === "/bin/sh" && probe.argv[1] === "-c" ? (probe.argv[2] ?? "") : probe.argv.join(" "));
    const line = words.trim().split("\n")[0] ?? "";
    return line.length < words.trim().length || line.length > 100 ? `${line.slice(0, 60)} …` : line;
  }
  const host = probe.host.includes(":") ? `[${probe.host}]` : probe.host;
  return probe.kind === "http" ? `http://${host}:${probe.port}${probe.path}` : `${host}:${probe.port}`;
}

function lastLine(stdout: string, stderr: string): string {
  return (stderr.trim() || stdout.trim()).split("\n").at(-1)?.slice(0, 300) ?? "";
}

function inWords(error: unknown, timeoutMs: number): string {
  if (error instanceof NetError) {
    if (error.reason === "timed-out") return `no answer within ${timeoutMs / 1000} s`;
    if (error.reason === "refused") return "connection refused";
    if (error.reason === "reset") return "connection closed without an answer";
    return error.message;
  }
  if (error instanceof EngineError) return error.message;
  throw error;
}
