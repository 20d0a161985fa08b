import type { Fault } from "../fault.ts";
import { migration } from "../migration.ts";

export const fault: Fault = {
  what: "two branches brought a migration each, with the same one before",
  expect: { code: "migration-heads", service: "server" },
  async inject(stack) {
    stack.write("apps/server/alembic/versions/0004_one.py", migration("0004a", "SELECT 1"));
    stack.write("apps/server/alembic/versions/0004_two.py", migration("0004b", "SELECT 1"));
    await stack.renew("server");
    await stack.failing("server");
  },
};
