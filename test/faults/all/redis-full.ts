import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "redis reached its memory limit and may forget nothing",
  expect: { code: "redis-full", service: "redis" },
  async inject(stack) {
    stack.exec("redis", "redis-cli", "config", "set", "maxmemory-policy", "noeviction");
    stack.exec("redis", "redis-cli", "config", "set", "maxmemory", "1kb");
    stack.after(() => {
      stack.exec("redis", "redis-cli", "config", "set", "maxmemory", "64mb");
      stack.exec("redis", "redis-cli", "config", "set", "maxmemory-policy", "allkeys-lru");
    });
  },
};
