import { UserError } from "../errors.ts";
import type { Clock } from "../host/clock.ts";
import type { Container } from "./container.ts";
import type { ContainerFile } from "./container-file.ts";

const FIXES = {
  unreachable: ["engine-unreachable", "Start Docker, then call again; `docker version` shows whether it answers."],
  denied: ["engine-denied", "Let this user use Docker (group `docker`, or a rootless engine), then call again."],
  "not-found": ["container-gone", "Call health_check to see what is there now."],
  conflict: ["container-changed", "Call health_check to see what is there now."],
  failed: ["engine-failed", "Mend what the engine names, then call again."],
  cancelled: ["cancelled", "Call it again."],
} as const;

/** Something the engine was asked for did not work. `reason` decides what is said about it where no tool says more. */
export class EngineError extends UserError {
  override readonly name = "EngineError";
  readonly reason: keyof typeof FIXES;
  constructor(reason: EngineError["reason"], message: string) {
    super(FIXES[reason][0], message, FIXES[reason][1]);
    this.reason = reason;
  }
}

export interface EngineInfo {
  /** Empty where something between it and us hides it. */
  version: string;
}

/** A container as a list shows it: enough to say whose it is and which ports it holds. */
export interface ListedContainer {
  id: string;
  name: string;
  state: string;
  labels: Record<string, string>;
  ports: { address: string; hostPort: number; containerPort: number; protocol: string }[];
}

export interface LogLine {
  /** ISO time with nanoseconds, as the engine gives it. */
  at: string;
  stream: "stdout" | "stderr";
  text: string;
}

/** Something that happened to a container. */
export interface Happening {
  container: string;
  what: "die" | "kill" | "oom";
  atMs: number;
  exitCode?: number;
  /** Of a kill that the engine was asked for: the signal's number. */
  signal?: string;
}

/** A process of a container, as `ps` of the engine's machine shows it. */
export interface Process {
  pid: number;
  /** The first letter of its state: R and S are at work, T was stopped by a signal, D waits for a device, Z has ended. */
  state: string;
  command: string;
}

export interface Image {
  id: string;
  createdMs: number;
  /** The processor that it was made for, in Go's words. */
  architecture: string;
}

/** What a container takes of the machine: memory without the page cache, and cores in use (two decimals). */
export interface Usage {
  memoryBytes: number;
  cpu?: number;
  /** The share of time in which a CPU limit held it back, 0 to 1; absent without a limit, or where it is not told. */
  throttled?: number;
}

export interface LogRequest {
  /** The last so many lines. */
  tail: number;
  /** Milliseconds since 1970. */
  sinceMs?: number;
  signal?: AbortSignal;
}

export interface ExecRequest {
  argv: string[];
  env?: string[];
  input?: string;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Bytes kept of each stream; 64 KiB when left out. */
  maxBytes?: number;
}

export interface Executed {
  outcome: "exited" | "timed_out" | "cancelled";
  exitCode: number | null;
  stdout: string;
  stderr: string;
  truncated: boolean;
  elapsedMs: number;
}

/** The engine, read over its HTTP API, or by the docker command where the API cannot be reached. Failures throw EngineError. */
export interface Engine {
  /** The host on which published ports are reached from here. */
  host: string;
  /** Where the engine is, in words for people: a socket path or an address. */
  address: string;
  info(signal?: AbortSignal): Promise<EngineInfo>;
  list(filter: { project?: string; folder?: string }): Promise<ListedContainer[]>;
  /** All containers of a project, one-off ones left out. `listed`: what a list of all has just said. */
  containers(project: string, listed?: ListedContainer[]): Promise<Container[]>;
  /** Names and creation times of the named volumes of a project. */
  volumes(project: string): Promise<{ name: string; created: string }[]>;
  /** Whether a network or a volume of that name exists. */
  has(kind: "network" | "volume", name: string): Promise<boolean>;
  image(reference: string): Promise<Image | undefined>;
  /** The processor that the engine runs on, in Go's words (`amd64`, `arm64`). */
  architecture(): Promise<string>;
  /** The processes of a running container. */
  processes(container: string): Promise<Process[]>;
  /** What stands at a path of a container, running or not, its mounts included; undefined where nothing does. */
  fileIn(container: string, path: string): Promise<ContainerFile | undefined>;
  /** The first so many characters of a regular file of a container; "" where there is none, or one of more than a megabyte. */
  headOf(container: string, path: string, characters: number): Promise<string>;
  /** What running containers take now, by id: the difference of two samples, so it takes 150 ms, and two seconds of an engine before 25. */
  usage(containers: string[], clock: Clock, signal?: AbortSignal): Promise<Map<string, Usage>>;
  logs(container: string, request: LogRequest): Promise<LogLine[]>;
  /** What happened to a project's containers from a time on, as far as the engine still knows. */
  happenings(project: string, sinceMs: number): Promise<Happening[]>;
  /** Runs a command in a container. Nothing of it is left there after a time-out or an abort. */
  exec(container: string, request: ExecRequest): Promise<Executed>;
  /** Starts a container; one that runs is left alone. */
  start(container: string): Promise<void>;
}
