import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a program of this machine holds the port of the server",
  expect: { code: "port-taken", service: "server" },
  async inject(stack) {
    stack.compose("rm", "-fs", "server");
    const holder = spawn(process.execPath, ["-e", `require("net").createServer().listen(${stack.ports.SERVER_PORT}, "127.0.0.1", () => console.log("listens"))`]);
    await once(holder.stdout, "data");
    stack.after(() => holder.kill("SIGKILL"));
    await stack.up("--no-deps", "server");
  },
};
