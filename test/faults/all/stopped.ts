import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "somebody stopped redis",
  expect: { code: "stopped", service: "redis" },
  async inject(stack) {
    docker("stop", "-t", "1", stack.id("redis"));
  },
};
