import { spawn } from "node:child_process";

const graceMs = 5_000;
const pollMs = 20;
const running = new Set<number>();
let watchingExit = false;

/** A child that leads a process group of its own, and all that it started in that group. */
export class ProcessGroup {
  readonly #leader: number;

  /** From here on until `forget` the group is killed when this program ends. */
  constructor(leader: number) {
    this.#leader = leader;
    running.add(leader);
    if (watchingExit) return;
    watchingExit = true;
    process.on("exit", () => running.forEach((pid) => signalGroup(pid, "SIGKILL")));
  }

  forget(): void {
    running.delete(this.#leader);
  }

  /** SIGTERM, and SIGKILL to what is still there five seconds later. Resolves when the group is gone or was killed. */
  async end(): Promise<void> {
    signalGroup(this.#leader, "SIGTERM");
    const deadline = performance.now() + graceMs;
    while (signalGroup(this.#leader, 0)) {
      if (performance.now() >= deadline) {
        signalGroup(this.#leader, "SIGKILL");
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
}

/** Whether there was a process to take the signal. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    if (process.platform === "win32") return signalTree(leader, signal);
    return process.kill(-leader, signal);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function signalTree(leader: number, signal: NodeJS.Signals | 0): boolean {
  if (signal === 0) return process.kill(leader, 0);
  const force = signal === "SIGKILL" ? ["/F"] : [];
  spawn("taskkill", ["/pid", String(leader), "/T", ...force], { stdio: "ignore", windowsHide: true }).on("error", () => process.kill(leader));
  return true;
}
