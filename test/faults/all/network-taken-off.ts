import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "somebody disconnected postgres from the network",
  expect: { code: "network-apart", service: "postgres" },
  async inject(stack) {
    docker("network", "disconnect", `${stack.project.name}_bestays-network`, stack.id("postgres"));
    stack.after(() => stack.compose("rm", "-fs", "postgres"));
    await stack.failing("server");
  },
};
