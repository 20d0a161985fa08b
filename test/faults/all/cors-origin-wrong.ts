import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server allows a browser's calls from another address than the frontend's",
  expect: { code: "cors-blocked", service: "server" },
  async inject(stack) {
    stack.env("ALLOWED_ORIGINS", "http://localhost:9999");
    await stack.renew("server");
    await stack.until("the server is healthy", () => docker("inspect", "-f", "{{.State.Health.Status}}", stack.id("server")) === "healthy");
  },
};
