import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server looks for redis on localhost",
  expect: { code: "localhost-between-services", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.environment["REDIS_URL"] = "redis://localhost:6379/0";
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
