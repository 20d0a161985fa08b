import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Ajv, type ValidateFunction } from "ajv";
import { describe } from "vitest";
import { engineAnswer, imageVariables } from "../../scripts/workspace.mjs";

const PROGRAM = resolve(import.meta.dirname, "../../dist/main.js");

const engine = engineAnswer();

/** Tests against real containers: skipped where no engine answers, but run, and so failing, where REQUIRE_ENGINE is set. */
export const liveDescribe = describe.skipIf(!engine.answers && !process.env["REQUIRE_ENGINE"]);

/** A small image with a shell, as this machine has it. */
function shellImage(): string {
  return imageVariables().find((line) => line.startsWith("DEBIAN_IMAGE="))?.split("=")[1] ?? "debian:bookworm-slim";
}

/** A result of a tool, loosely: tests look at single facts of it. */
export interface Facts {
  [key: string]: unknown;
  summary: string;
  status: string;
}

export interface Answer {
  facts: Facts;
  text: string;
  isError: boolean;
}

/** A folder with files, a project name that nobody else has, and a server that operates it. */
export class LiveProject {
  readonly root: string;
  readonly name: string;
  readonly env: Record<string, string>;
  #client: Promise<Client> | undefined;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(files: Record<string, string>, env: Record<string, string> = {}) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "live-")));
    this.name = `live${this.root.split("-").at(-1)?.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
    this.env = { ...processEnvironment(), ...env };
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Calls a tool through an MCP client. */
  async call(tool: string, input: Record<string, unknown> = {}, signal?: AbortSignal): Promise<Answer> {
    const client = await (this.#client ??= this.#connect());
    const answer = await client.callTool({ name: tool, arguments: input }, { timeout: 280_000, ...(signal ? { signal } : {}) });
    const [first] = answer.content;
    const validate = this.#validators.get(tool);
    if (!validate?.(answer.structuredContent)) throw new Error(`The result of ${tool} does not fit its schema: ${JSON.stringify(validate?.errors)}`);
    return { facts: { summary: "", status: "", ...record(answer.structuredContent) }, text: first?.type === "text" ? first.text : "", isError: answer.isError === true };
  }

  /** Runs the command line in a process of its own. */
  cli(args: string[], env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((done) => {
      execFile(process.execPath, [PROGRAM, ...args.slice(0, 1), "--workspace", this.root, ...args.slice(1)], { env: { ...this.env, ...env }, maxBuffer: 64e6 }, (error, stdout, stderr) => {
        done({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      });
    });
  }

  container(service: string): string {
    return docker("ps", "-aq", "--filter", `label=com.docker.compose.project=${this.name}`, "--filter", `label=com.docker.compose.service=${service}`);
  }

  async close(): Promise<void> {
    await (await this.#client)?.close();
    removeProject(this.name);
    rmSync(this.root, { recursive: true, force: true });
  }

  async #connect(): Promise<Client> {
    const client = new Client({ name: "live-test", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [PROGRAM, "mcp", "--workspace", this.root], env: this.env, stderr: "ignore" }));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const { name, outputSchema } of (await client.listTools()).tools) this.#validators.set(name, ajv.compile(outputSchema ?? false));
    return client;
  }
}

/** A project of one compose file that carries its own name. */
export function small(compose: (project: { image: string }) => string, env: Record<string, string> = {}): LiveProject {
  const project = new LiveProject({ "compose.yaml": compose({ image: shellImage() }) }, env);
  project.write(".env", `COMPOSE_PROJECT_NAME=${project.name}\n`);
  return project;
}

export function docker(...args: string[]): string {
  return execFileSync("docker", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

function removeProject(name: string): void {
  const label = `label=com.docker.compose.project=${name}`;
  const remove = (ids: string, ...command: string[]) => ids && docker(...command, ...ids.split("\n"));
  remove(docker("ps", "-aq", "--filter", label), "rm", "-f", "-v");
  remove(docker("network", "ls", "-q", "--filter", label), "network", "rm");
  remove(docker("volume", "ls", "-q", "--filter", label), "volume", "rm", "-f");
  remove(docker("images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", `reference=${name}-*`), "rmi");
}

function processEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined || name.startsWith("COMPOSE_") ? [] : [[name, value]])));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
