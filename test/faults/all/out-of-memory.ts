import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server may use less memory than it needs, and is not started again",
  expect: { code: "oom-killed", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      Object.assign(services.server, { restart: "no", mem_limit: "64m", memswap_limit: "64m", init: false, command: ["python3", "-c", "x = bytearray(400 * 1024 * 1024)"] });
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
