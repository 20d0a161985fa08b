import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "everything was taken down",
  expect: { code: "not-started" },
  async inject(stack) {
    stack.compose("down");
  },
};
