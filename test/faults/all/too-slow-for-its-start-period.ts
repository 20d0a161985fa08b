import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server needs half a minute before it listens, and its health check gives it two seconds",
  expect: { code: "start-period-short", service: "server", confidence: "likely" },
  // Nobody can prove of a service that is silent that it will ever be ready.
  async inject(stack) {
    stack.model(({ services }) => {
      services.server["command"] = ["sh", "-c", "sleep 30; exec python3 -m uvicorn server.main:app --host 0.0.0.0 --port 8011"];
      Object.assign(services.server["healthcheck"] as object, { start_period: "1s", interval: "1s", retries: 1 });
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
