import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the same in a shell's words",
  expect: { code: "health-command-missing", service: "frontend" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.frontend["healthcheck"] = { test: ["CMD-SHELL", "curl -fsS http://127.0.0.1:5183/ || exit 1"], interval: "1s", retries: 2, timeout: "2s" };
    });
    await stack.renew("frontend");
    await stack.failing("frontend");
  },
};
