import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the chat's API cannot be reached, and somebody asked",
  expect: { code: "api-unreachable", service: "server", confidence: "likely" },
  async inject(stack) {
    stack.env("OPENROUTER_BASE_URL", "http://127.0.0.1:9/api/v1");

    await stack.renew("server");
    await stack.until("the server is healthy", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("server")) === "healthy");
    await fetch(`http://127.0.0.1:${stack.ports.SERVER_PORT}/api/chat`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ messages: [{ role: "user", content: "Has the mill house a garden?" }] }) });
  },
};
