import { dockerEnvironment } from "../compose/command.ts";
import type { Machine } from "../host/machine.ts";
import type { Command, Finished, Runner } from "../host/runner.ts";
import { containerOf, LABEL, type Inspection } from "./container.ts";
import { EngineError, type Engine, type ListedContainer } from "./engine.ts";
import { imageOf, processesOf, PS_COLUMNS, readHappenings, type ImageAnswer } from "./answers.ts";
import { LogCollector } from "./log-collector.ts";
import { newMark } from "./mark.ts";
import { parseJson } from "../text/parse-json.ts";
import { usageOfLine } from "./usage.ts";

/** The engine through the docker command: slower, but it goes wherever that command goes (ssh, TLS, named pipes). */
export function commandEngine(runner: Runner, machine: Machine, root: string, where: { host: string; address: string }): Engine {
  const docker = async (args: string[], options: Partial<Command> = {}): Promise<Finished> => {
    const finished = await runner.run({ file: "docker", args, env: dockerEnvironment(machine.env, root), timeoutMs: 20_000, ...options });
    if (finished.outcome === "cancelled") throw new EngineError("cancelled", "The call was cancelled.");
    if (finished.outcome === "missing" || finished.outcome === "refused") throw new EngineError("unreachable", "There is no docker command that this user may run.");
    if (finished.outcome === "timed_out" && options.timeoutMs === undefined) throw new EngineError("unreachable", `The engine at ${where.address} does not answer.`);
    return finished;
  };
  const good = async (args: string[], options: Partial<Command> = {}): Promise<string> => {
    const finished = await docker(args, { keep: { bytes: 16 * 1024 * 1024, from: "start" }, ...options });
    if (finished.exitCode !== 0) throw commandError(finished.stderr, where.address);
    return finished.stdout;
  };
  return {
    ...where,
    async info(signal) {
      const answer = parseJson<{ Server?: { Version?: string } | null }>(await good(["version", "--format", "json"], signal ? { signal } : {}));
      return { version: answer.Server?.Version ?? "" };
    },
    async list(filter) {
      const filters = [...(filter.project ? [`label=${LABEL.project}=${filter.project}`] : []), ...(filter.folder ? [`label=${LABEL.folder}=${filter.folder}`] : [])];
      const ids = words(await good(["ps", "-a", "-q", "--no-trunc", ...filters.flatMap((one) => ["--filter", one])]));
      return (await inspect(good, ids)).map(listed);
    },
    async containers(project) {
      const ids = words(await good(["ps", "-a", "-q", "--no-trunc", "--filter", `label=${LABEL.project}=${project}`]));
      const found = (await inspect(good, ids)).filter((one) => one.Config?.Labels?.[LABEL.oneOff] !== "True");
      return found.map(containerOf);
    },
    async volumes(project) {
      const names = words(await good(["volume", "ls", "-q", "--filter", `label=${LABEL.project}=${project}`]));
      if (names.length === 0) return [];
      const found = parseJson<{ Name: string; CreatedAt?: string }[]>(await good(["volume", "inspect", "--", ...names]));
      return found.map((one) => ({ name: one.Name, created: one.CreatedAt ?? "" }));
    },
    async has(kind, name) {
      return (await good([kind, "inspect", "--", name]).catch(ifGone)) !== undefined;
    },
    async image(reference) {
      const finished = await docker(["image", "inspect", "--", reference]);
      if (finished.exitCode !== 0) return undefined;
      const [image] = parseJson<ImageAnswer[]>(finished.stdout);
      return image && imageOf(image);
    },
    async architecture() {
      return parseJson<{ Server?: { Arch?: string } | null }>(await good(["version", "--format", "json"])).Server?.Arch ?? "";
    },
    async processes(container) {
      const [titles = "", ...rows] = (await good(["top", container, "-eo", PS_COLUMNS])).trimEnd().split("\n").map((line) => line.trim());
      return processesOf({ Titles: titles.split(/\s+/), Processes: rows.map((row) => row.split(/\s+/)) });
    },
    async fileIn() {
      throw new EngineError("failed", "The docker command does not tell of files in a container.");
    },
    async headOf() {
      throw new EngineError("failed", "The docker command does not tell of files in a container.");
    },
    async usage(containers, _clock, signal) {
      if (containers.length === 0) return new Map();
      const lines = (await good(["stats", "--no-stream", "--no-trunc", "--format", "{{json .}}", "--", ...containers], signal ? { signal } : {})).split("\n");
      return new Map(lines.filter((line) => line.startsWith("{")).flatMap((line) => {
        const one = parseJson<{ ID?: string; MemUsage?: string; CPUPerc?: string }>(line);
        const usage = usageOfLine(one);
        return usage && one.ID !== undefined ? [[one.ID, usage] as const] : [];
      }));
    },
    async logs(container, request) {
      const { tail, sinceMs, signal } = request;
      const collector = new LogCollector();
      const since = sinceMs === undefined ? [] : ["--since", (sinceMs / 1000).toFixed(3)];
      await good(["logs", "--timestamps", "--tail", String(tail), ...since, container], {
        onLine: (line, stream) => collector.add(stream, new TextEncoder().encode(`${line}\n`)),
        ...(signal ? { signal } : {}),
      });
      return collector.finish();
    },
    async happenings(project, sinceMs) {
      const filters = [`label=${LABEL.project}=${project}`, "type=container", "event=die", "event=kill", "event=oom"].flatMap((one) => ["--filter", one]);
      return readHappenings(await good(["events", "--since", String(Math.floor(sinceMs / 1000)), "--until", String(Math.ceil(Date.now() / 1000)), "--format", "{{json .}}", ...filters]));
    },
    async exec(container, request) {
      const { argv, env = [], input, timeoutMs, signal, maxBytes = 64 * 1024 } = request;
      const mark = newMark();
      const variables = [...env, mark.variable].flatMap((one) => ["-e", one]);
      const finished = await runner.run({
        file: "docker",
        args: ["exec", ...(input === undefined ? [] : ["-i"]), ...variables, "--", container, ...argv],
        env: dockerEnvironment(machine.env, root),
        timeoutMs,
        keep: { bytes: maxBytes, from: "start" },
        ...(input === undefined ? {} : { input }),
        ...(signal ? { signal } : {}),
      });
      const ended = finished.outcome === "timed_out" || finished.outcome === "cancelled";
      if (ended) await docker(["exec", "-u", "0", "--", container, ...mark.killArgv], { timeoutMs: 5_000 });
      return { ...finished, outcome: ended ? (finished.outcome === "timed_out" ? "timed_out" : "cancelled") : "exited", exitCode: ended ? null : finished.exitCode };
    },
    async start(container) {
      await good(["start", "--", container], { timeoutMs: 60_000 });
    },
  };
}

async function inspect(good: (args: string[]) => Promise<string>, ids: string[]): Promise<Inspection[]> {
  if (ids.length === 0) return [];
  const args = ["inspect", "--type", "container", "--"];
  // One of them may have gone since the list was made: then each is asked for by itself.
  const all = await good([...args, ...ids]).catch(ifGone);
  if (all !== undefined) return parseJson<Inspection[]>(all);
  const each = await Promise.all(ids.map((id) => good([...args, id]).catch(ifGone)));
  return each.flatMap((one) => (one === undefined ? [] : parseJson<Inspection[]>(one)));
}

function ifGone(error: unknown): undefined {
  if (error instanceof EngineError && error.reason === "not-found") return undefined;
  throw error;
}

function listed(one: Inspection): ListedContainer {
  const { id, name, state, ports } = containerOf(one);
  return { id, name, state, labels: one.Config?.Labels ?? {}, ports };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function commandError(stderr: string, address: string): EngineError {
  const message = stderr.trim().slice(0, 1000);
  if (/permission denied/i.test(message)) return new EngineError("denied", `This user may not open ${address}.`);
  if (/no such (container|image|object|network|volume)|(?:network|volume) \S+ not found/i.test(message)) return new EngineError("not-found", message);
  if (/cannot connect|connection refused|is the docker daemon running|no such file|could not resolve|error during connect/i.test(message)) return new EngineError("unreachable", `No engine answers at ${address}.`);
  return new EngineError("failed", message);
}
