import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a service waits for one that does not exist",
  expect: { code: "compose-invalid" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.depends_on["cache"] = { condition: "service_healthy" };
    });
  },
};
