import { randomBytes } from "node:crypto";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "redis could not write its snapshot, as its disk is too small, and takes no writes",
  expect: { code: "redis-not-saving", service: "redis" },
  async inject(stack) {
    stack.model(({ services }) => {
      Object.assign(services.redis, { command: ["redis-server", "--appendonly", "no", "--save", "1 1"], volumes: [], tmpfs: ["/data:size=64k"] });
    });
    await stack.renew("redis");
    await stack.until("redis answers", () => stack.exec("redis", "redis-cli", "ping").includes("PONG"));
    for (let index = 0; index < 8; index += 1) stack.exec("redis", "redis-cli", "set", `noise-${index}`, randomBytes(48_000).toString("base64"));
    await stack.until("redis refuses", () => stack.exec("redis", "redis-cli", "set", "a", "c").includes("MISCONF"));
  },
};
