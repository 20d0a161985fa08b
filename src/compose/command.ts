import { posix } from "node:path";
import type { Command } from "../host/runner.ts";
import type { Project } from "./project.ts";

const PASSED = /^(PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|XDG_\w+|DOCKER_\w+|COMPOSE_\w+|BUILDKIT_\w+|BUILDX_\w+|SSH_AUTH_SOCK|SSL_CERT_\w+|(https?|no|all)_proxy)$/i;

/**
 * A `docker compose` command for exactly this project: files, name and profiles are always given, so that neither
 * `.env` nor the environment can turn it to another one. `words` follow; put `--` before names in them.
 * @param variables names that the model references; of the environment only these and what docker needs are passed
 * @param fill values for required variables that have none: for reading the model, never for acting on it
 */
export function composeCommand(project: Project, words: string[], variables: Iterable<string>, fill: Record<string, string> = {}): Pick<Command, "file" | "args" | "cwd" | "env"> {
  const files = project.files.flatMap((file) => ["-f", file]);
  const profiles = project.profiles.map((profile) => `--profile=${profile}`);
  // Compose ends at an env file that is not there; without the flag it would take `.env` instead.
  const envFile = project.envFile === ".env" ? [] : ["--env-file", Object.keys(project.envValues).length > 0 ? project.envFile : "/dev/null"];
  const env = dockerEnvironment(project.environment, project.root);
  for (const name of variables) {
    const value = project.environment[name];
    if (value !== undefined) env[name] = value;
  }
  for (const name of ["COMPOSE_FILE", "COMPOSE_ENV_FILES", "COMPOSE_DISABLE_ENV_FILE"]) delete env[name];
  return {
    file: "docker",
    args: ["compose", "--ansi", "never", "--progress", "plain", "-p", project.name, ...files, ...profiles, ...envFile, ...words],
    cwd: project.root,
    env: { ...env, COMPOSE_PROFILES: project.profiles.join(","), COMPOSE_PROJECT_NAME: project.name, ...fill },
  };
}

/** What docker needs of the environment. A relative PATH entry, or one inside the workspace, would let a repository bring its own `docker`. */
export function dockerEnvironment(environment: Readonly<Record<string, string | undefined>>, root: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) if (value !== undefined && PASSED.test(name)) env[name] = value;
  const paths = (env["PATH"] ?? "").split(":");
  env["PATH"] = paths.filter((path) => path.startsWith("/") && !`${posix.normalize(path)}/`.startsWith(`${root}/`)).join(":");
  return env;
}
