import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "postgres is paused",
  expect: { code: "paused", service: "postgres" },
  async inject(stack) {
    const id = stack.id("postgres");
    docker("pause", id);
    stack.after(() => docker("unpause", id));
  },
};
