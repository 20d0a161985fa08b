import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the database is at a revision that no file has",
  expect: { code: "migration-revision-missing", service: "server" },
  async inject(stack) {
    const [revision = ""] = stack.sql("SELECT version_num FROM alembic_version").trim().split("\n");
    stack.sql("UPDATE alembic_version SET version_num = '9f00'");
    stack.after(() => stack.sql(`UPDATE alembic_version SET version_num = '${revision.trim()}'`));
    await stack.renew("server");
    await stack.failing("server");
  },
};
