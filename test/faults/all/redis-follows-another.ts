import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "redis was told to follow a server that does not exist, and takes no writes",
  expect: { code: "redis-readonly", service: "redis" },
  async inject(stack) {
    stack.exec("redis", "redis-cli", "replicaof", "127.0.0.1", "1");
    stack.after(() => stack.exec("redis", "redis-cli", "replicaof", "no", "one"));
  },
};
