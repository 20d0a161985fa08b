import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "somebody killed the server with docker kill",
  expect: { code: "stopped", service: "server" },
  async inject(stack) {
    docker("kill", stack.id("server"));
    await stack.failing("server");
  },
};
