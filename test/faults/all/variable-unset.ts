import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a required variable was taken out of .env, and the stack is down",
  expect: { code: "variable-missing" },
  async inject(stack) {
    stack.compose("down");
    stack.env("CLERK_SECRET_KEY", undefined);
    await stack.up();
  },
};
