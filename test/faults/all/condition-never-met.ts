import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server waits for redis to be healthy, and redis has no health check",
  expect: { code: "condition-impossible", service: "server" },
  async inject(stack) {
    stack.compose("rm", "-fs", "redis", "server");
    stack.model(({ services }) => {
      services.redis["healthcheck"] = { disable: true };
    });
    await stack.up("server");
  },
};
