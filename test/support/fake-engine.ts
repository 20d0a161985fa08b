import { LABEL, type Container, type Inspection } from "../../src/engine/container.ts";
import type { Clock } from "../../src/host/clock.ts";
import { NetError, type Address, type HttpRequest, type Net } from "../../src/host/net.ts";

/** What a command in a container answers. `hangs`: it prints, and then never ends by itself. */
export interface ExecAnswer {
  exit?: number;
  stdout?: string;
  stderr?: string;
  hangs?: boolean;
}

/** How a container behaves, beside what an inspection says of it. Times are milliseconds. */
interface Behaviour {
  /** The compose files of its label. */
  files?: string;
  logs?: { atMs: number; text: string; stream?: "stdout" | "stderr" }[];
  /** From its start until its health command passes and its ports answer. */
  answersAfterMs?: number;
  /** What its health command prints, and its web ports answer with status 503, as long as it is there. */
  unwell?: string;
  /** Its health command never ends. */
  hangs?: boolean;
  /** What its container ports speak; without an entry 5432 is PostgreSQL, 6379 Redis and all others HTTP. */
  speaks?: Record<number, string>;
  /** Commands other than its health command. */
  exec?(argv: string[], input: string | undefined): ExecAnswer | undefined;
  /** Container ports that its programs listen on for themselves only; on the others they listen once it answers. */
  loopback?: number[];
  /** Its processes; without an entry one that sleeps. */
  processes?: { pid: number; stat: string; command: string }[];
  /** What a PostgreSQL answers to the question about itself; without an entry nothing is wrong. */
  activity?: string;
  /** What a Redis says of itself; without an entry that it is its own master. */
  info?: string;
  /** Texts of its file system, and the modes where they are not 0644. */
  fileTexts?: Record<string, { text: string; mode?: number }>;
  /** What it takes while it runs: bytes of memory, cores. */
  memory?: number; cpu?: number;
  /** Why the engine cannot start it. */
  startError?: string;
  /** What has become of it so long after it was started, while it is not stopped. */
  life?(sinceStartMs: number, startedMs: number): Partial<FakeContainer>;
}

export type FakeContainer = Container & Behaviour;

export interface EngineState {
  containers: FakeContainer[];
  volumes: { name: string; created: string; project: string }[];
  /** References of the images that are here. */
  images: string[];
  events: { container: string; action: "die" | "kill" | "oom"; atMs: number; exitCode?: number; signal?: string }[];
  /** Ports of this host that something other than a container holds. */
  heldPorts: number[];
  /** How the engine's socket fails; it answers when left out. */
  socket?: NetError["reason"];
}

export interface FakeEngine extends EngineState {
  net: Net;
  /** What was done to containers, in order: `start redis`, `exec redis redis-cli ping: 0`, `kill in redis`. */
  journal: string[];
  /** The container of a service as it is now. */
  now(service: string): FakeContainer;
}

interface Exec {
  container: FakeContainer;
  argv: string[];
  answer: ExecAnswer;
}

const ROUTES = "GET /_ping, GET /containers/json, GET /containers/ID/json, GET /containers/ID/logs, GET /containers/ID/stats, GET /containers/ID/top, HEAD and GET /containers/ID/archive, GET /version, POST /containers/ID/start, POST /containers/ID/exec, POST /exec/ID/start, GET /exec/ID/json, GET /images/NAME/json, GET /networks/NAME (there is none), GET /volumes, GET /events";

/** A Docker engine made of a small state, which tests may change at any time. What it does not know throws and lists what it does. */
export function fakeEngine(given: Partial<EngineState>, clock: Clock): FakeEngine {
  const execs = new Map<string, Exec>();
  const engine: FakeEngine = { containers: [], volumes: [], images: [], events: [], heldPorts: [], ...given, net: { request, stream, hijack, exchange, canListen }, journal: [], now: (service) => current(byService(service)) };

  function byService(service: string): FakeContainer {
    const found = engine.containers.find((one) => one.service === service);
    if (!found) throw new Error(`There is no container of ${service}. There are: ${engine.containers.map((one) => one.service).join(", ")}.`);
    return found;
  }
  function current(container: FakeContainer): FakeContainer {
    return container.life && container.state === "running" ? { ...container, ...container.life(clock.now() - container.startedMs, container.startedMs) } : container;
  }
  function answers(container: FakeContainer): boolean {
    return container.state === "running" && clock.now() - container.startedMs >= (container.answersAfterMs ?? 0);
  }
  function byId(id: string | undefined): FakeContainer {
    const found = engine.containers.find((one) => one.id === id);
    if (!found) throw new Refusal(404, `No such container: ${id}`);
    return current(found);
  }

  /** The JSON answer of a path, or the exec to be run. */
  function route({ method, path, body }: HttpRequest): unknown {
    const url = new URL(path, "http://engine");
    const [, first, id = "", last] = /^\/(containers|exec|images)\/(.+)\/(json|logs|stats|top|archive|start|exec)$/.exec(url.pathname) ?? [];
    const labels = filtersOf(url).label ?? [];
    const labelled = (given: Record<string, string>) => labels.every((label) => `${given[label.split("=")[0] ?? ""]}` === label.slice(label.indexOf("=") + 1));
    switch (`${method} ${first ? `/${first}/ID/${last}` : url.pathname}`) {
      case "GET /_ping":
        return "OK";
      case "GET /containers/json":
        return engine.containers.map(current).filter((one) => labelled(labelsOf(one))).map(listed);
      case "GET /containers/ID/json":
        return inspection(byId(id));
      case "GET /containers/ID/stats":
        return stats(byId(id));
      case "GET /containers/ID/top":
        return { Titles: ["PID", "STAT", "COMMAND"], Processes: (byId(id).processes ?? [{ pid: 1, stat: "Ss", command: "sleep" }]).map((one) => [String(one.pid), one.stat, one.command]) };
      case "GET /version":
        return { Arch: "amd64" };
      case "GET /images/ID/json":
        if (![...engine.images, ...engine.containers.map((one) => one.imageId)].includes(decodeURIComponent(id))) throw new Refusal(404, `No such image: ${id}`);
        return { Id: `sha256:${decodeURIComponent(id)}`, Created: "2024-12-01T00:00:00Z", Architecture: "amd64" };
      case `GET /networks/${url.pathname.slice("/networks/".length)}`:
        throw new Refusal(404, `network ${url.pathname.slice("/networks/".length)} not found`);
      case "GET /volumes":
        return { Volumes: engine.volumes.filter((one) => labelled({ [LABEL.project]: one.project })).map((one) => ({ Name: one.name, CreatedAt: one.created })) };
      case "POST /containers/ID/start":
        return start(id);
      case "POST /containers/ID/exec":
        return createExec(byId(id), body ?? "{}");
      case "POST /exec/ID/start":
        return null;
      case "GET /exec/ID/json":
        return { Running: false, ExitCode: execs.get(id)?.answer.exit ?? 0 };
      default:
        throw new Error(`The fake engine was asked ${method} ${path}. It knows: ${ROUTES}.`);
    }
  }

  function stats({ cpu = 0.02, memory = 64e6, startedMs }: FakeContainer): object {
    return { read: iso(clock.now()), cpu_stats: { cpu_usage: { total_usage: cpu * (clock.now() - startedMs) * 1e6 } }, memory_stats: { usage: memory + 4096, stats: { inactive_file: 4096 } } };
  }

  /** As /proc/net/tcp has them. */
  function sockets(container: FakeContainer): string {
    const ports = answers(container) ? container.ports.map((one) => one.containerPort) : [];
    const rows = ports.map((port) => `   0: ${container.loopback?.includes(port) ? "0100007F" : "00000000"}:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 0A\n`);
    return `  sl  local_address rem_address   st\n${rows.join("")}`;
  }

  /** What `HEAD` and `GET` of an archive answer. */
  function archive(id: string, path: string): { headers: Record<string, string>; text: string } {
    const found = byId(id).fileTexts?.[path];
    if (!found) throw new Refusal(404, `Could not find the file ${path} in container ${id}`);
    const { text, mode = 0o644 } = found;
    const header = `${path.slice(1).padEnd(100, "\0")}${mode.toString(8).padStart(7, "0")}\0${"0".repeat(16)}${text.length.toString(8).padStart(11, "0")}\0${"0".repeat(20)}0`;
    return { headers: { "x-docker-container-path-stat": btoa(JSON.stringify({ name: path, size: text.length, mode })) }, text: header.padEnd(512, "\0") + text };
  }

  function start(id: string): null {
    const container = engine.containers.find((one) => one.id === id);
    if (!container) throw new Refusal(404, `No such container: ${id}`);
    engine.journal.push(`start ${container.service}`);
    if (container.startError !== undefined) {
      container.error = container.startError;
      throw new Refusal(500, container.startError);
    }
    Object.assign(container, { state: "running", startedMs: clock.now(), health: container.healthTest.length > 0 ? "starting" : "none" });
    return null;
  }

  function createExec(container: FakeContainer, body: string): { Id: string } {
    const { Cmd: argv, User: user }: { Cmd: string[]; User?: string } = JSON.parse(body);
    if (container.state !== "running") throw new Refusal(409, `container ${container.id} is not running`);
    const id = `exec-${execs.size + 1}`;
    execs.set(id, { container, argv, answer: {} });
    if (user === "0") engine.journal.push(`kill in ${container.service}`);
    return { Id: id };
  }

  /** Runs it now that its input is known. */
  function runExec(id: string, input: string | undefined): ExecAnswer {
    const exec = execs.get(id);
    if (!exec) throw new Refusal(404, `No such exec instance: ${id}`);
    const { container, argv } = exec;
    const [form, ...test] = container.healthTest;
    const isHealth = (form === "CMD" ? test : ["/bin/sh", "-c", ...test]).join("\0") === argv.join("\0");
    const healthy = answers(container) && container.unwell === undefined;
    const answer = isHealth && container.hangs ? { hangs: true } : isHealth ? { exit: healthy ? 0 : 1, stdout: healthy ? "ok\n" : `${container.unwell ?? "not ready yet"}\n` } : (container.exec?.(argv, input) ?? (argv.includes("/proc/net/tcp") ? { stdout: sockets(container) } : argv[0] === "psql" && argv.includes("-F") ? { stdout: container.activity ?? "3\t97\toff\t\n" } : /redis-cli INFO/.test(argv.join(" ")) ? { stdout: container.info ?? "# Replication\r\nrole:master\r\n" } : undefined));
    if (!answer) throw new Error(`The fake ${container.service} was asked to run ${JSON.stringify(argv)}. It knows its health command ${JSON.stringify(container.healthTest)} and what \`exec\` answers.`);
    exec.answer = answer;
    engine.journal.push(`exec ${container.service} ${argv.join(" ")}: ${answer.exit ?? 0}`);
    return answer;
  }

  function refuseWhereDown(to: Address, { signal }: { signal?: AbortSignal | undefined }): void {
    if (signal?.aborted) throw new NetError("cancelled", "cancelled");
    if ("socket" in to && engine.socket) throw new NetError(engine.socket, `connect ${to.socket}: ${engine.socket}`);
  }

  async function request(to: Address, asked: HttpRequest): Promise<{ status: number; headers: Record<string, string>; text: string }> {
    refuseWhereDown(to, asked);
    if (!("socket" in to)) return { headers: {}, ...web(to.host, to.port, asked.path) };
    try {
      const [, id = "", path = ""] = /^\/containers\/([^/]+)\/archive\?path=(.+)$/.exec(asked.path) ?? [];
      if (id !== "") return { status: 200, ...archive(id, decodeURIComponent(path)) };
      return { status: 200, headers: { server: "Docker/27.0.1 (linux)" }, text: JSON.stringify(route(asked)) };
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, headers: {}, text: JSON.stringify({ message: error.message }) };
      throw error;
    }
  }

  async function stream(to: Address, asked: HttpRequest, onChunk: (chunk: Uint8Array) => void): Promise<{ status: number; headers: Record<string, string> }> {
    refuseWhereDown(to, asked);
    const url = new URL(asked.path, "http://engine");
    const [, kind, id = ""] = /^\/(containers|exec)\/([^/]+)\/(?:logs|start)$/.exec(url.pathname) ?? [];
    if (url.pathname === "/events") onChunk(Buffer.from(events(filtersOf(url).label ?? [])));
    else if (kind === "containers") onChunk(logFrames(byId(id), url.searchParams));
    else if (kind === "exec") await finish(runExec(id, undefined), asked, onChunk);
    else route(asked);
    return { status: 200, headers: {} };
  }

  async function hijack(to: Address, asked: HttpRequest, input: Uint8Array, onChunk: (chunk: Uint8Array) => void): Promise<{ status: number; text: string }> {
    refuseWhereDown(to, asked);
    await finish(runExec(/^\/exec\/([^/]+)\/start$/.exec(asked.path)?.[1] ?? "", Buffer.from(input).toString()), asked, onChunk);
    return { status: 101, text: "" };
  }

  /** The container behind a port of this host, if it listens now. */
  function behind(host: string, port: number): { container: FakeContainer; inside: number } {
    for (const container of engine.containers.map(current)) {
      const found = container.ports.find((one) => one.hostPort === port && one.protocol === "tcp");
      if (found && answers(container)) return { container, inside: found.containerPort };
    }
    throw new NetError("refused", `connect ${host}:${port}: refused`);
  }
  function speech({ container, inside }: { container: FakeContainer; inside: number }): string {
    return container.speaks?.[inside] ?? { 5432: "postgres", 6379: "redis" }[inside] ?? "http";
  }
  function web(host: string, port: number, path: string): { status: number; text: string } {
    const { container, inside } = behind(host, port);
    if (container.loopback?.includes(inside)) throw new NetError("reset", "closed");
    const said = speech({ container, inside });
    const [, status = "", text = ""] = /^http (\d{3}) ?([^]*)$/.exec(said) ?? [];
    if (status !== "") return { status: Number(status), text };
    if (said !== "http") throw new NetError("not-http", `${host}:${port} does not speak HTTP`);
    return container.unwell === undefined ? { status: 200, text: `${container.service} ${path}` } : { status: 503, text: container.unwell };
  }
  async function exchange(to: Address): Promise<Uint8Array> {
    if ("socket" in to) throw new Error(`The fake engine has no raw exchange over ${to.socket}.`);
    const said = speech(behind(to.host, to.port));
    if (said === "reset") throw new NetError("reset", "closed");
    return Buffer.from({ postgres: "N", redis: "+PONG\r\n" }[said] ?? "");
  }
  async function canListen(_host: string, port: number): Promise<"free" | "taken"> {
    return engine.heldPorts.includes(port) || engine.containers.some((one) => one.state === "running" && one.ports.some((held) => held.hostPort === port)) ? "taken" : "free";
  }
  function events(labels: string[]): string {
    const mine = engine.events.filter((one) => labels.includes(`${LABEL.project}=${engine.containers.find(({ id }) => id === one.container)?.project}`));
    return mine.map((one) => `${JSON.stringify({ Action: one.action, timeNano: one.atMs * 1e6, Actor: { ID: one.container, Attributes: { ...(one.exitCode === undefined ? {} : { exitCode: String(one.exitCode) }), ...(one.signal ? { signal: one.signal } : {}) } } })}\n`).join("");
  }
  return engine;
}

/** An answer of the engine with an error status. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function filtersOf(url: URL): { label?: string[] } {
  return JSON.parse(url.searchParams.get("filters") ?? "{}");
}

function labelsOf(one: FakeContainer): Record<string, string> {
  if (one.project === "") return {};
  return { [LABEL.project]: one.project, [LABEL.service]: one.service, [LABEL.folder]: one.folder, [LABEL.files]: one.files ?? `${one.folder}/compose.yaml`, [LABEL.oneOff]: "False" };
}

function listed(one: FakeContainer): object {
  const ports = one.state === "running" || one.state === "paused" ? one.ports : [];
  return { Id: one.id, Names: [`/${one.name}`], State: one.state, Labels: labelsOf(one), Ports: ports.map((port) => ({ IP: port.address, PrivatePort: port.containerPort, PublicPort: port.hostPort, Type: port.protocol })) };
}

function inspection(one: FakeContainer): Inspection {
  const ports = one.state === "running" || one.state === "paused" ? one.ports : [];
  return {
    Id: one.id,
    Name: `/${one.name}`,
    Created: iso(one.createdMs),
    Image: one.imageId,
    RestartCount: one.restarts,
    State: {
      Status: one.state,
      ExitCode: one.exitCode,
      OOMKilled: one.oomKilled,
      Error: one.error,
      StartedAt: iso(one.startedMs),
      FinishedAt: iso(one.finishedMs),
      ...(one.healthTest.length > 0 ? { Health: { Status: one.health, Log: one.healthLog.map((log) => ({ ExitCode: log.exitCode, Output: log.output, End: iso(log.endedMs) })) } } : {}),
    },
    Config: { Image: one.image, Env: Object.entries(one.environment).map(([name, value]) => `${name}=${value}`), Labels: labelsOf(one), ...(one.healthTest.length > 0 ? { Healthcheck: { Test: one.healthTest } } : {}) },
    HostConfig: { RestartPolicy: { Name: one.restartPolicy }, Memory: one.memoryLimit },
    Mounts: one.unnamedVolumes.map((name) => ({ Type: "volume", Name: name })),
    NetworkSettings: { Networks: Object.fromEntries(one.networks.map(({ id, name, address }) => [name, { NetworkID: id, IPAddress: address }])), Ports: Object.fromEntries(ports.map((port) => [`${port.containerPort}/${port.protocol}`, [{ HostIp: port.address, HostPort: String(port.hostPort) }]])) },
  };
}

/** The engine writes the year 1 for "never". */
function iso(ms: number): string {
  return ms === 0 ? "0001-01-01T00:00:00Z" : new Date(ms).toISOString();
}

function logFrames(container: FakeContainer, query: URLSearchParams): Buffer {
  const since = Number(query.get("since") ?? 0) * 1000;
  const lines = (container.logs ?? []).filter((line) => line.atMs >= since).slice(-Number(query.get("tail")));
  return Buffer.concat(lines.map((line) => frame(line.stream ?? "stdout", line.text.split("\n").map((part) => `${iso(line.atMs).replace("Z", "000000Z")} ${part}\n`).join(""))));
}

/** A piece of a stream as the engine sends it: its number, the length of the body, the body. */
function frame(stream: "stdout" | "stderr", text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream === "stdout" ? 1 : 2;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

async function finish(answer: ExecAnswer, { signal }: HttpRequest, onChunk: (chunk: Uint8Array) => void): Promise<void> {
  if (answer.stdout) onChunk(frame("stdout", answer.stdout));
  if (answer.stderr) onChunk(frame("stderr", answer.stderr));
  if (!answer.hangs) return;
  await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
  throw new NetError("cancelled", "cancelled");
}
