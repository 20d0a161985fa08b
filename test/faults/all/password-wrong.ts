import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the database's password was changed in .env; the volume keeps the old one",
  expect: { code: "database-password-wrong", service: "server" },
  async inject(stack) {
    stack.env("POSTGRES_PASSWORD", "something_else");
    await stack.renew("server");
    await stack.failing("server");
  },
};
