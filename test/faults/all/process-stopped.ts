import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the main process of the server was stopped by a signal, and does not go on",
  expect: { code: "process-stopped", service: "server" },
  async inject(stack) {
    const pids = docker("top", stack.id("server"), "-o", "pid").split("\n").slice(1).map(Number);
    pids.forEach((pid) => process.kill(pid, "SIGSTOP"));
    stack.after(() => pids.forEach((pid) => process.kill(pid, "SIGCONT")));
    await stack.failing("server");
  },
};
