import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the frontend's port is published to a container port on which nobody listens",
  expect: { code: "port-mapping-wrong", service: "frontend" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.frontend["ports"] = [`127.0.0.1:${stack.ports.FRONTEND_PORT}:3000`];
    });
    await stack.renew("frontend");
    await stack.until("the frontend is healthy", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("frontend")) === "healthy");
  },
};
