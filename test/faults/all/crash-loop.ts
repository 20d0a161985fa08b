import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the server ends with an error at once, and is started again each time",
  expect: { code: "setting-invalid", service: "server" },
  async inject(stack) {
    stack.env("CHAT_CACHE_SECONDS", "an hour");
    await stack.renew("server");
    await stack.failing("server");
  },
};
