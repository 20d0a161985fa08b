import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a source file of the server was saved half written",
  expect: { code: "syntax-error", service: "server" },
  async inject(stack) {
    stack.replace("apps/server/src/server/main.py", "def create_app(", "def create_app((");
    await stack.failing("server");
  },
};
