import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { copyWorkspace, freePorts, imageVariables, type USUAL_PORTS } from "../../scripts/workspace.mjs";
import { docker, LiveProject } from "../support/live.ts";

type Ports = Record<keyof typeof USUAL_PORTS, number>;
type Service = Record<string, unknown> & { environment: Record<string, string>; volumes: unknown[]; depends_on: Record<string, { condition: string }> };
interface ComposeFile {
  services: Record<"postgres" | "redis" | "server" | "frontend", Service> & Record<string, Service>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

const FILE = "docker-compose.dev.yml";
const PROGRAM = resolve(import.meta.dirname, "../../dist/main.js");
const SETTLE_MS = 45_000;

/** A running copy of the reference stack that faults are put into, and taken out of again. */
export class Stack {
  readonly project: LiveProject;
  readonly ports: Ports;
  #before = new Map<string, string | undefined>();
  #cleanUps: (() => void)[] = [];

  private constructor(project: LiveProject, ports: Ports) {
    this.project = project;
    this.ports = ports;
  }

  static async up(): Promise<Stack> {
    const project = new LiveProject({});
    const ports = await freePorts({ SERVER_PORT: 0, FRONTEND_PORT: 0, POSTGRES_PORT: 0, REDIS_PORT: 0 });
    copyWorkspace(project.root, { COMPOSE_PROJECT_NAME: project.name, ...ports });
    const stack = new Stack(project, ports);
    stack.compose("up", "-d", "--build");
    await stack.well();
    return stack;
  }

  image(name: "DEBIAN" | "NODE" | "POSTGRES" | "REDIS"): string {
    const line = imageVariables().find((one) => one.startsWith(`${name}_IMAGE=`));
    return line?.split("=")[1] ?? { DEBIAN: "debian:bookworm-slim", NODE: "node:20-bookworm-slim", POSTGRES: "postgres:15-alpine", REDIS: "redis:7-alpine" }[name];
  }

  read(path: string): string {
    return readFileSync(join(this.project.root, path), "utf8");
  }

  /** Writes a file; undefined removes it. What was there before comes back with the end of the fault. */
  write(path: string, text: string | undefined): void {
    const file = join(this.project.root, path);
    if (!this.#before.has(path)) this.#before.set(path, existsSync(file) ? readFileSync(file, "utf8") : undefined);
    if (text === undefined) rmSync(file);
    else this.project.write(path, text);
  }

  replace(path: string, from: string | RegExp, to: string): void {
    const before = this.read(path);
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}.`);
    this.write(path, after);
  }

  /** Changes a variable of `.env`; undefined takes it out. */
  env(name: string, value: string | undefined): void {
    const others = this.read(".env").split("\n").filter((line) => !line.startsWith(`${name}=`));
    this.write(".env", `${others.join("\n").trimEnd()}\n${value === undefined ? "" : `${name}=${value}\n`}`);
  }

  /** Changes the compose file as data. */
  model(change: (file: ComposeFile) => void): void {
    const file = parse(this.read(FILE)) as ComposeFile;
    change(file);
    this.write(FILE, stringify(file));
  }

  compose(...words: string[]): string {
    return execFileSync("docker", ["compose", "-p", this.project.name, "-f", FILE, ...words], { cwd: this.project.root, encoding: "utf8", env: this.project.env, stdio: ["ignore", "pipe", "pipe"] });
  }

  /** As a person does it: what compose says is not looked at. */
  async up(...services: string[]): Promise<void> {
    await new Promise<void>((done) => {
      execFile("docker", ["compose", "-p", this.project.name, "-f", FILE, "up", "-d", ...services], { cwd: this.project.root, env: this.project.env, timeout: 60_000 }, () => done());
    });
  }

  /** Makes services anew from what is configured now, each by itself. */
  async renew(...services: string[]): Promise<void> {
    await this.up("--no-deps", "--force-recreate", ...services);
  }

  id(service: string): string {
    return this.project.container(service).split("\n")[0] ?? "";
  }

  exec(service: string, ...argv: string[]): string {
    return docker("exec", this.id(service), ...argv);
  }

  sql(statement: string): string {
    return this.exec("postgres", "psql", "-U", "bestays_user", "-d", "bestays_dev", "-v", "ON_ERROR_STOP=1", "-qtc", statement);
  }

  /** The main process of a service, as this host numbers it. */
  pid(service: string): number {
    return Number(docker("inspect", "-f", "{{.State.Pid}}", this.id(service)));
  }

  volume(name: string): string {
    return docker("volume", "inspect", "-f", "{{.Mountpoint}}", `${this.project.name}_${name}`);
  }

  /** What else has to be done when the fault is over. */
  after(work: () => void): void {
    this.#cleanUps.push(work);
  }

  /** Until the engine says that a service fails: it does not run, is started again and again, or is unhealthy. */
  async failing(service: string): Promise<void> {
    const fails = () => {
      const [state, health, restarts] = this.#state(service);
      const loops = Number(restarts) >= 2;
      return state === "" || loops || (!["running", "paused", "restarting"].includes(state ?? "") && !(state === "exited" && Number(restarts) > 0)) || health === "unhealthy";
    };
    await this.until(`${service} fails`, fails);
    // The engine may be about to start it again.
    await new Promise((done) => setTimeout(done, 1_000));
    await this.until(`${service} goes on failing`, fails);
  }

  /** Until every service runs and is healthy. */
  async well(): Promise<void> {
    await this.until("all is well", () => ["postgres", "redis", "server", "frontend"].every((service) => this.#state(service).slice(0, 2).join(" ") === "running healthy"), 120_000);
  }

  async until(what: string, holds: () => boolean, limitMs = SETTLE_MS): Promise<void> {
    const since = performance.now();
    while (!holds()) {
      if (performance.now() - since > limitMs) throw new Error(`Waited ${limitMs / 1000} s: ${what}. ${docker("ps", "-a", "--filter", `label=com.docker.compose.project=${this.project.name}`, "--format", "{{.Names}} {{.Status}}")}`);
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** What waited for a service that was broken may have given up: then it is started once more. */
  #upAgain(): boolean {
    try {
      this.compose("up", "-d", "--remove-orphans");
      return true;
    } catch {
      return false;
    }
  }

  #state(service: string): string[] {
    const id = this.id(service);
    return id === "" ? [""] : docker("inspect", "-f", "{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.RestartCount}}", id).split(" ");
  }

  /** A tool of the program by the command line, in an environment of the caller's: `{uid}` runs it as another user. */
  run(words: string[], { env = {}, uid }: { env?: Record<string, string>; uid?: number } = {}): Promise<Record<string, unknown>> {
    // Another user may read neither this folder nor the program where it stands.
    const program = uid === undefined ? PROGRAM : join(this.project.root, ".program/dist/main.js");
    if (uid !== undefined) cpSync(resolve(PROGRAM, ".."), join(this.project.root, ".program/dist"), { recursive: true });
    return new Promise((done, fail) => {
      execFile(process.execPath, [program, ...words, "--workspace", this.project.root, "--json"], { env: { ...this.project.env, ...(uid === undefined ? {} : { HOME: this.project.root }), ...env }, maxBuffer: 64e6, ...(uid === undefined ? {} : { uid, gid: uid }) }, (_error, stdout, stderr) => {
        try {
          done(JSON.parse(stdout) as Record<string, unknown>);
        } catch {
          fail(new Error(`${words.join(" ")} printed no JSON: ${stdout}${stderr}`));
        }
      });
    });
  }

  /** Takes the fault out: files as they were, then what the fault itself left to do, then everything up and healthy. */
  async heal(): Promise<void> {
    for (const [path, text] of this.#before) {
      // The engine may have made a folder where a file was missing.
      rmSync(join(this.project.root, path), { force: true, recursive: true });
      if (text !== undefined) this.project.write(path, text);
    }
    this.#before = new Map();
    for (const work of this.#cleanUps.splice(0).toReversed()) work();
    await this.until("it is up again", () => this.#upAgain(), 120_000);
    await this.well();
    // One that the engine started again and again has only just come back: a new container has no such past.
    const restarted = (["postgres", "redis", "server", "frontend"] as const).filter((service) => Number(this.#state(service)[2]) > 0);
    if (restarted.length === 0) return;
    await this.renew(...restarted);
    await this.well();
  }
}
