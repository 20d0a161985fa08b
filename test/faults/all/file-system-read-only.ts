import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the container of redis may write nowhere, and has to",
  expect: { code: "filesystem-readonly", service: "redis" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.redis.volumes = ["redis_data:/data:ro"];
    });
    await stack.renew("redis");
    await stack.failing("redis");
  },
};
