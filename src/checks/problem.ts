import type { Cause } from "../result/shapes.ts";

/** Everything that can be wrong with an environment, each with its name in plain words, by what it concerns. */
export const PROBLEM_GROUPS = {
  "The engine and the project": {
    "engine-unreachable": "no container engine answers",
    "engine-denied": "this user may not use the container engine",
    "compose-missing": "Docker Compose is not there",
    "compose-too-old": "Docker Compose is too old",
    "compose-invalid": "the compose files are not valid",
    "project-taken": "the project name belongs to another folder",
    "older-project": "containers of an older project name are in the way",
    "network-missing": "an external network does not exist",
    "volume-missing": "an external volume does not exist",
    "disk-full": "the disk is full",
    "preflight-failed": "the project's own preflight script failed",
  },
  "What a start needs and does": {
    "env-file-missing": "the env file is missing",
    "variable-missing": "a required variable has no value",
    "port-taken": "a port is taken",
    "folder-missing": "a folder or file that the project needs is missing",
    "image-missing": "an image is missing and cannot be pulled",
    "build-file-missing": "an image copies what its build context does not have",
    "build-failed": "an image does not build",
    "create-failed": "a container could not be created",
    "migration-failed": "the migration failed",
    "not-ready-in-time": "a service was not ready in time",
  },
  "The state of a service": {
    "start-failed": "a container could not be started",
    "oom-killed": "a process was killed for lack of memory",
    "crash-loop": "a service crashes again and again",
    exited: "a service has ended with an error",
    unhealthy: "a service fails its health check",
    "not-current": "a service runs with an older configuration",
    "setting-invalid": "a service does not take the value of a setting",
    paused: "a service is paused",
    stopped: "a service is stopped",
    "not-started": "a service has no container",
    "not-answering": "a service does not answer",
    "process-stopped": "a process was stopped by a signal",
    "dependency-down": "a service fails because of another one",
    "job-unfinished": "services wait for a job that does not end",
    "condition-impossible": "a dependency condition can never be met",
  },
  "Health checks": {
    "health-command-missing": "a health check calls a program that the image does not have",
    "health-check-timed-out": "a health check does not end within its time",
    "health-path-wrong": "a health check asks a path that the service does not have",
    "health-port-wrong": "a health check asks a port that nothing listens on",
    "start-period-short": "a health check gives up before the service is up",
  },
  "Ports, addresses and networks": {
    "bind-address-wrong": "a service listens on its own loopback address only",
    "port-mapping-wrong": "a published port leads to one that nothing listens on",
    "host-unknown": "a service looks for a host that nobody is",
    "host-overridden": "a name of a service is sent elsewhere",
    "localhost-between-services": "a service looks for another one on localhost",
    "service-port-wrong": "a service looks for another one on a wrong port",
    "network-apart": "services that need each other share no network",
    "cors-blocked": "a browser's calls from the project's own page are refused",
  },
  "Images, scripts and mounts": {
    "image-platform": "an image was made for another processor",
    "script-line-ends": "a script has the line ends of Windows",
    "not-executable": "a script is not executable",
    "interpreter-missing": "the interpreter of a script is not in the image",
    "script-without-interpreter": "a script does not name its interpreter",
    "volume-hides-files": "a mount hides files of the image",
    "permission-denied": "a service may not use what is mounted",
    "mount-missing": "what is mounted is not there",
    "filesystem-readonly": "a service must write where it may only read",
  },
  Data: {
    "migration-pending": "migrations are not applied",
    "too-many-connections": "no connection of the database is free",
    "database-locked": "sessions wait for a lock of the database",
    "database-readonly": "the database takes no writes",
    "redis-password-wrong": "Redis does not let a service in",
    "redis-readonly": "Redis takes no writes, as it follows another one",
    "redis-not-saving": "Redis takes no writes, as it cannot save",
    "redis-full": "Redis takes no writes, as it is full",
  },
} as const;

type KeyOfEach<Group> = Group extends Group ? keyof Group : never;

export type ProblemCode = KeyOfEach<(typeof PROBLEM_GROUPS)[keyof typeof PROBLEM_GROUPS]>;

/** A cause with a code that is known. `told`: what the service's own words say of it, which is what a reader wants to know. */
export type Problem = Cause & { code: ProblemCode; told?: Cause };

export function isProblemCode(code: string): code is ProblemCode {
  return Object.values(PROBLEM_GROUPS).some((group) => Object.hasOwn(group, code));
}
