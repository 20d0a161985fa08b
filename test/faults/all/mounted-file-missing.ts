import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a file that is mounted was deleted, so the engine made a folder in its place",
  expect: { code: "mount-missing", service: "frontend" },
  async inject(stack) {
    stack.write("apps/frontend/vite.config.ts", undefined);
    await stack.renew("frontend");
    await stack.failing("frontend");
  },
};
