import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server listens on 127.0.0.1 inside its container",
  expect: { code: "bind-address-wrong", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server["command"] = ["python3", "-m", "uvicorn", "server.main:app", "--host", "127.0.0.1", "--port", "8011"];
    });
    await stack.renew("server");
    await stack.until("the server is healthy", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("server")) === "healthy");
  },
};
