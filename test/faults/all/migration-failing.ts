import type { Fault } from "../fault.ts";
import { migration } from "../migration.ts";

export const fault: Fault = {
  what: "a new migration names a table that does not exist",
  expect: { code: "migration-failed", service: "server" },
  async inject(stack) {
    stack.write("apps/server/alembic/versions/0004_balcony.py", migration("0004", "ALTER TABLE listing ADD COLUMN balcony boolean"));
    await stack.renew("server");
    await stack.failing("server");
  },
};
