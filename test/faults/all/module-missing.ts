import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server imports a package that its image does not have",
  expect: { code: "module-missing", service: "server" },
  async inject(stack) {
    stack.replace("apps/server/src/server/main.py", "from typing import Optional", "from typing import Optional\n\nimport sentry_sdk");
    await stack.failing("server");
  },
};
