import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server signs in as a user that the database does not know",
  expect: { code: "database-password-wrong", service: "server" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.server.environment["DATABASE_URL"] = services.server.environment["DATABASE_URL"]?.replace("//${POSTGRES_USER:-bestays_user}", "//nobody_known") ?? "";
    });
    await stack.renew("server");
    await stack.failing("server");
  },
};
