import type { Cause } from "../result/shapes.ts";

/** Everything that can be wrong with an environment, each with its name in plain words. */
export const PROBLEMS = {
  "engine-unreachable": "no container engine answers",
  "engine-denied": "this user may not use the container engine",
  "compose-missing": "Docker Compose is not there",
  "compose-too-old": "Docker Compose is too old",
  "compose-invalid": "the compose files are not valid",
  "project-taken": "the project name belongs to another folder",
  "env-file-missing": "the env file is missing",
  "variable-missing": "a required variable has no value",
  "port-taken": "a port is taken",
  "folder-missing": "a folder or file that the project needs is missing",
  "disk-full": "the disk is full",
  "image-missing": "an image is missing and cannot be pulled",
  "build-failed": "an image does not build",
  "create-failed": "a container could not be created",
  "preflight-failed": "the project's own preflight script failed",
  "migration-failed": "the migration failed",
  "start-failed": "a container could not be started",
  "oom-killed": "a process was killed for lack of memory",
  "crash-loop": "a service crashes again and again",
  exited: "a service has ended with an error",
  unhealthy: "a service fails its health check",
  paused: "a service is paused",
  stopped: "a service is stopped",
  "not-started": "a service has no container",
  "not-answering": "a service does not answer",
  "dependency-down": "a service fails because of another one",
  "condition-impossible": "a dependency condition can never be met",
  "not-ready-in-time": "a service was not ready in time",
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** A cause with a code that is known. `told`: what the service's own words say of it, which is what a reader wants to know. */
export type Problem = Cause & { code: ProblemCode; told?: Cause };

export function isProblemCode(code: string): code is ProblemCode {
  return code in PROBLEMS;
}
