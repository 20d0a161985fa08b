import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "the stack still runs under an older project name, from the same folder",
  expect: { code: "older-project", service: "redis" },
  async inject(stack) {
    stack.compose("rm", "-fs", "redis");
    const old = `${stack.project.name}-old`;
    const compose = (...words: string[]) => docker("compose", "-p", old, "--project-directory", stack.project.root, "-f", `${stack.project.root}/docker-compose.dev.yml`, ...words);
    compose("up", "-d", "--no-deps", "redis");
    stack.after(() => compose("down", "-v"));
    await stack.up("--no-deps", "redis");
  },
};
