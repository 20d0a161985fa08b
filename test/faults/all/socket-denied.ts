import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a user who is not in the group docker asks",
  expect: { code: "engine-denied" },
  async inject(stack) {
    await stack.well();
    chmodSync(stack.project.root, 0o755);
    chmodSync(join(stack.project.root, ".env"), 0o644);
  },
  ask: (stack) => stack.run(["troubleshoot"], { uid: 65534 }),
};
