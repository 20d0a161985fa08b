import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the health check of redis calls curl, which its image does not have",
  expect: { code: "health-command-missing", service: "redis" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.redis["healthcheck"] = { test: ["CMD", "curl", "-f", "http://127.0.0.1:6379/"], interval: "1s", retries: 2, timeout: "2s" };
    });
    await stack.renew("redis");
    await stack.failing("redis");
  },
};
