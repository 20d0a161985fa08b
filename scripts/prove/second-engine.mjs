// A second engine that a proof may kill: its own data, socket and network namespace, so that the machine's own is not touched.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ask } from "./engine-api.mjs";
import { IMAGE } from "./stack.mjs";
import { until } from "./tally.mjs";

export class SecondEngine {
  #folder = mkdtempSync("/var/tmp/prove-engine-");
  #daemon;
  socket = join(this.#folder, "docker.sock");

  /** Starts it and loads the image into it. */
  async open() {
    await this.start();
    const from = spawn("docker", ["save", IMAGE], { stdio: ["ignore", "pipe", "inherit"] });
    const into = spawn("docker", ["-H", `unix://${this.socket}`, "load"], { stdio: [from.stdout, "ignore", "inherit"] });
    const code = await new Promise((done) => into.once("close", done));
    if (code !== 0) throw new Error("the second engine does not take the image");
  }

  async start() {
    const at = (name) => join(this.#folder, name);
    const log = openSync(at("log"), "a");
    // An engine that was killed leaves the number of its containerd behind, which died with it.
    for (const name of ["pid", "exec/containerd/containerd.pid"]) rmSync(at(name), { force: true });
    // With no bridge of its own in the machine's namespace it would take the machine's bridge away.
    const words = ["--net", "--", "dockerd", "--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("pid"), "-H", `unix://${this.socket}`, "--bridge", "none", "--iptables=false", "--containerd-namespace", "prove", "--containerd-plugins-namespace", "prove-plugins", "--shutdown-timeout", "3"];
    this.#daemon = spawn("unshare", words, { stdio: ["ignore", log, log], detached: true });
    this.#daemon.ended = new Promise((done) => this.#daemon.once("exit", done));
    await until("the second engine", () => {
      if (this.#daemon.exitCode !== null) throw new Error(`the second engine ended: ${readFileSync(at("log"), "utf8").split("\n").slice(-5).join("\n")}`);
      return ask(this.socket, "/_ping").then((answer) => answer === "OK", () => false);
    });
  }

  /** @param {NodeJS.Signals} signal */
  async end(signal) {
    this.#daemon.kill(signal);
    await this.#daemon.ended;
  }

  /** Removes all of it. */
  async close() {
    const containers = await ask(this.socket, "/containers/json?all=1").catch(() => []);
    await Promise.all(containers.map((one) => ask(this.socket, `/containers/${one.Id}?force=1`, "DELETE").catch(() => undefined)));
    await this.end("SIGTERM");
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n").map((line) => line.split(" ")[1] ?? "").filter((path) => path.startsWith(`${this.#folder}/`));
    for (const path of mounts.toReversed()) execFileSync("umount", ["-l", path]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Whether this machine lets a second engine be started: root, and the programs. */
export function mayStartSecond() {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("unshare", ["--net", "dockerd", "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
