import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server's health check asks 8012, the server listens on 8011",
  expect: { code: "health-port-wrong", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server["healthcheck"] = { test: ["CMD", "python3", "-c", "import http.client; http.client.HTTPConnection('127.0.0.1', 8012, timeout=3).request('GET', '/api/health')"], interval: "1s", retries: 2, timeout: "3s" };
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
