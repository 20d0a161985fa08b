import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a required variable was taken out of .env while all runs",
  expect: { code: "variable-missing" },
  async inject(stack) {
    stack.env("OPENROUTER_API_KEY", undefined);
  },
};
