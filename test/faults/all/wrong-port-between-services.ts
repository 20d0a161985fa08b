import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server looks for redis on a port that it does not listen on",
  expect: { code: "service-port-wrong", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.environment["REDIS_URL"] = "redis://redis:6380/0";
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
