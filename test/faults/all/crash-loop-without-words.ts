import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a command that ends with 1 and says nothing, started again each time",
  expect: { code: "crash-loop", service: "redis" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.redis["command"] = ["sh", "-c", "sleep 0.2; exit 1"];
      services.redis["entrypoint"] = [];
    });
    await stack.renew("redis");
    await stack.failing("redis");
  },
};
