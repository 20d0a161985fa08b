import { docker } from "../../support/live.ts";
import type { Fault } from "../fault.ts";

export const fault: Fault = {
  what: "another folder's containers carry the project's name",
  expect: { code: "project-taken" },
  async inject(stack) {
    stack.env("COMPOSE_PROJECT_NAME", `${stack.project.name}-other`);
    const id = docker("create", "--label", `com.docker.compose.project=${stack.project.name}-other`, "--label", "com.docker.compose.service=web", "--label", "com.docker.compose.project.working_dir=/srv/other", "--label", "com.docker.compose.project.config_files=/srv/other/compose.yaml", stack.image("DEBIAN"), "true");
    stack.after(() => docker("rm", "-f", id));
  },
};
