import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "two services of the project publish one host port",
  expect: { code: "port-taken" },
  async inject(stack) {
    stack.env("FRONTEND_PORT", String(stack.ports.SERVER_PORT));
    await stack.up();
  },
};
