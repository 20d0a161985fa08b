import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a step of the frontend's Dockerfile fails, and the assistant started the environment",
  expect: { code: "build-failed", service: "frontend" },
  async inject(stack) {
    stack.compose("rm", "-fs", "frontend");
    stack.replace("docker/frontend/Dockerfile.dev", /^EXPOSE/m, "RUN node -e 'process.exit(3)'\nEXPOSE");
    await stack.project.call("start_env", { mode: "rebuild", services: ["frontend"], wait_s: 200 });
  },
};
