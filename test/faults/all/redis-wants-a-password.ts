import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "redis was given a password that the server does not know",
  expect: { code: "redis-password-wrong" },
  async inject(stack) {
    stack.model(({ services }) => {
      (services.redis["command"] as string[]).push("--requirepass", "something");
    });
    await stack.renew("redis");
    await stack.failing("server");
  },
};
