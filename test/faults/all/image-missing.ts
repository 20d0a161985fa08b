import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the image of redis has a tag that does not exist",
  expect: { code: "image-missing", service: "redis" },
  async inject(stack) {
    stack.compose("rm", "-fs", "redis");
    stack.env("REDIS_IMAGE", "localhost:1/no-such-image:9");
    await stack.up("--no-deps", "redis");
  },
};
