import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "a mount that must exist has no source",
  expect: { code: "folder-missing", service: "postgres" },
  async inject(stack) {
    stack.model(({ services }) => {
      services.postgres.volumes.push({ type: "bind", source: "./docker/postgres/extra", target: "/extra", bind: { create_host_path: false } });
    });
    stack.compose("rm", "-fs", "postgres");
    await stack.up("--no-deps", "postgres");
  },
};
