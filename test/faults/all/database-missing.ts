import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server asks for a database that does not exist",
  expect: { code: "database-missing", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.environment["DATABASE_URL"] = services.server.environment["DATABASE_URL"]?.replace(/\/[^/]*$/, "/bestays_staging") ?? "";
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
