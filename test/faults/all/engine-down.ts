import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the client's DOCKER_HOST names a socket that nobody listens on",
  expect: { code: "engine-unreachable" },
  async inject(stack) {
    await stack.well();
  },
  ask: (stack) => stack.run(["troubleshoot"], { env: { DOCKER_HOST: "unix:///run/no-engine.sock" } }),
};
