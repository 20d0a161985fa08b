import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { imageVariables } from "../workspace.mjs";
import { ask, containersOf, DEFAULT_SOCKET } from "./engine-api.mjs";
import { sleep } from "./tally.mjs";

const PROGRAM = join(import.meta.dirname, "../../dist/main.js");
export const IMAGE = imageVariables().find((line) => line.startsWith("DEBIAN_IMAGE="))?.split("=")[1] ?? "debian:bookworm-slim";

const open = new Set();

/** A folder with one compose file, a project name that nobody else has, and servers that operate it. */
export class Stack {
  #servers = [];

  /** @param {string} compose @param {{ env?: Record<string, string>, socket?: string }} [where] */
  constructor(compose, { env = {}, socket = DEFAULT_SOCKET } = {}) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), "prove-")));
    this.name = `prove${this.root.split("-").at(-1)?.toLowerCase().replace(/[^a-z0-9]/g, "")}`;
    this.socket = socket;
    this.env = { ...Object.fromEntries(Object.entries(process.env).filter(([name, value]) => value !== undefined && !name.startsWith("COMPOSE_"))), ...env, ...(socket === DEFAULT_SOCKET ? {} : { DOCKER_HOST: `unix://${socket}` }) };
    this.write("compose.yaml", compose);
    this.write(".env", `COMPOSE_PROJECT_NAME=${this.name}\n`);
    open.add(this);
  }

  /** @param {string} path @param {string} text */
  write(path, text) {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** A server of its own, as a client starts it. @param {string[]} [before] words that start it as somebody else */
  async server(before = []) {
    const [command, ...args] = [...before, process.execPath, PROGRAM, "mcp", "--workspace", this.root];
    const transport = new StdioClientTransport({ command, args, env: this.env, stderr: "ignore" });
    const client = new Client({ name: "prove", version: "1" });
    await client.connect(transport);
    const server = {
      pid: transport.pid ?? 0,
      /** @param {string} name @param {Record<string, unknown>} [input] @param {Record<string, unknown>} [options] */
      call: async (name, input = {}, options = {}) => {
        const began = performance.now();
        const { structuredContent, content, isError } = await client.callTool({ name, arguments: input }, { timeout: 290_000, ...options });
        return { facts: structuredContent ?? {}, text: content[0]?.text ?? "", isError: isError === true, tookMs: performance.now() - began };
      },
      close: () => client.close().catch(() => undefined),
    };
    this.#servers.push(server);
    return server;
  }

  /** The command line in a process of its own. @param {string[]} args */
  cli(args) {
    const child = spawn(process.execPath, [PROGRAM, ...args.slice(0, 1), "--workspace", this.root, ...args.slice(1)], { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    const ended = new Promise((done) => child.once("close", (code) => done({ code, output })));
    return { pid: child.pid ?? 0, ended, kill: (signal) => child.kill(signal) };
  }

  containers() {
    return containersOf(this.socket, this.name);
  }

  /** Whether a service's container is in a state. @param {string} service @param {string} state */
  async is(service, state) {
    return (await this.containers()).some((one) => one.service === service && one.state === state);
  }

  /** Locks that somebody still holds, or that were left behind. */
  locks() {
    try {
      return readdirSync(join(this.root, ".devops-infra")).filter((name) => name.endsWith(".lock"));
    } catch {
      return [];
    }
  }

  /** What is not as it should be after a start that ended well: one running container for each service. @param {string[]} services */
  async notConverged(services) {
    const seen = (await this.containers()).map((one) => `${one.service} ${one.state}`).toSorted();
    const wanted = services.map((one) => `${one} running`).toSorted();
    return JSON.stringify(seen) === JSON.stringify(wanted) ? undefined : `containers: ${seen.join(", ") || "none"}`;
  }

  /** Ends its servers and removes all that is its own. */
  async close() {
    open.delete(this);
    await Promise.all(this.#servers.map((server) => server.close()));
    try {
      // What the engine was still at when a compose command was killed may come a moment later.
      for (let turn = 0, empty = 0; turn < 20 && empty < 2; turn += 1) {
        empty = (await this.#remove()) === 0 ? empty + 1 : 0;
        await sleep(150);
      }
    } catch {
      // An engine of the proof's own that is gone takes its containers with it.
    }
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Removes what is there now, and says how much it was. */
  async #remove() {
    const label = encodeURIComponent(JSON.stringify({ label: [`com.docker.compose.project=${this.name}`] }));
    const remove = async (list, path) => {
      await Promise.all(list.map((id) => ask(this.socket, path(id), "DELETE").catch(() => undefined)));
      return list.length;
    };
    const containers = await remove((await this.containers()).map((one) => one.id), (id) => `/containers/${id}?force=1&v=1`);
    const networks = await remove((await ask(this.socket, `/networks?filters=${label}`)).map((one) => one.Id), (id) => `/networks/${id}`);
    const volumes = await remove(((await ask(this.socket, `/volumes?filters=${label}`)).Volumes ?? []).map((one) => one.Name), (name) => `/volumes/${name}?force=1`);
    return containers + networks + volumes;
  }
}

/** Closes what a proof left open. */
export async function closeAll() {
  for (const stack of open) await stack.close();
}

/** Lines of a service that sleeps on. */
export const sleeper = `image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    command: [sleep, "1000"]`;

/** Lines of a service that becomes ready so many seconds after its start. @param {number} seconds @param {string} [health] */
export const slow = (seconds, health = "interval: 1s, start_period: 120s") => `image: ${IMAGE}\n    init: true\n    stop_grace_period: 0s\n    command: [sh, -c, "sleep ${seconds}; touch /ready; exec sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /ready], ${health}}`;
