import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a container of another project publishes the port of redis",
  expect: { code: "port-taken", service: "redis" },
  async inject(stack) {
    stack.compose("rm", "-fs", "redis");
    const id = docker("run", "-d", "--label", "com.docker.compose.project=neighbour", "-p", `127.0.0.1:${stack.ports.REDIS_PORT}:6379`, stack.image("DEBIAN"), "sleep", "600");
    stack.after(() => docker("rm", "-f", id));
    await stack.up("--no-deps", "redis");
  },
};
