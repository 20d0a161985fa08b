import type { Fault } from "../fault.ts";
import { migration } from "../migration.ts";

export const fault: Fault = {
  what: "a migration was pulled, and the server runs on without it",
  expect: { code: "migration-pending", service: "server" },
  async inject(stack) {
    stack.write("apps/server/alembic/versions/0004_balcony.py", migration("0004", "ALTER TABLE listings ADD COLUMN balcony boolean"));
  },
};
