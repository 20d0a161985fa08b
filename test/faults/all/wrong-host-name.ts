import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server looks for its database under a name that no service has",
  expect: { code: "host-unknown", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.environment["DATABASE_URL"] = services.server.environment["DATABASE_URL"]?.replace("@postgres:", "@postgresql:") ?? "";
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
