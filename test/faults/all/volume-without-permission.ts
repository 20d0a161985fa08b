import { chownSync, statSync } from "node:fs";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the data of postgres belongs to another user",
  expect: { code: "permission-denied", service: "postgres" },
  async inject(stack) {
    const folder = stack.volume("postgres_data");
    const { uid, gid } = statSync(folder);
    stack.compose("stop", "-t", "5", "postgres");
    stack.model(({ services }) => {
      services.postgres["user"] = "12345:12345";
    });
    chownSync(folder, 4242, 4242);
    stack.after(() => chownSync(folder, uid, gid));
    await stack.renew("postgres");
    await stack.failing("postgres");
  },
};
