import { posix } from "node:path";
import type { ModelCache } from "./compose/read-model.ts";
import { findComposeFiles } from "./compose/find-compose-files.ts";
import { UserError } from "./errors.ts";
import type { Clock } from "./host/clock.ts";
import type { Files } from "./host/files.ts";
import type { Machine } from "./host/machine.ts";
import type { Net } from "./host/net.ts";
import type { Runner } from "./host/runner.ts";
import { findSkill, type Skill } from "./maps/find-skill.ts";
import type { Jobs } from "./state/jobs.ts";
import { StateFolder } from "./state/state-folder.ts";
import { oneLine } from "./text/one-line.ts";
import { Redactor } from "./text/redact.ts";

/** The five doors to the outside. */
export interface Ports {
  runner: Runner;
  files: Files;
  net: Net;
  clock: Clock;
  machine: Machine;
}

/** What lives as long as the process: the doors, the flags it was started with, and what was read before. */
export interface Session {
  ports: Ports;
  /** The folder of this package: it holds the skill that is used where a workspace has none of its own. */
  packageRoot: string;
  workspace?: string;
  skill?: string;
  models: ModelCache;
  jobs: Jobs;
}

export interface Progress {
  message: string;
  done?: number;
  total?: number;
}

const LONGEST_MESSAGE = 120;

/** What one call brings along. */
export interface Call {
  signal: AbortSignal;
  progress(progress: Progress): void;
  /** The folder that the client says it works in, where it says so with the call. */
  clientFolder?: string;
  /** `terminal`: a person waits at a command line, so nothing is answered before the work has ended. */
  face: "mcp" | "terminal";
}

/** What a tool is given. */
export interface Workspace extends Ports {
  /** Absolute, links resolved. */
  root: string;
  skill: Skill | undefined;
  state: StateFolder;
  models: ModelCache;
  jobs: Jobs;
  signal: AbortSignal;
  face: Call["face"];
  progress(progress: Progress): void;
  /** From now on these values appear in no result, error or progress message; `allowed` ones may. */
  protect(secrets: Iterable<{ name: string; value: string }>, allowed: Iterable<string>): void;
  redact<T>(value: T): T;
}

/** Finds the workspace and its skill. Reads nothing but folders and the head of the map. */
export async function openWorkspace(session: Session, call: Call): Promise<Workspace> {
  const { ports } = session;
  const root = await findRoot(session, call);
  const skill = await findSkill(ports.files, { root, packageRoot: session.packageRoot, named: session.skill ?? ports.machine.env["DEVOPS_SKILL"] });
  let redactor = Redactor.none;
  return {
    ...ports,
    root,
    skill,
    state: new StateFolder(ports.files, root),
    models: session.models,
    jobs: session.jobs,
    signal: call.signal,
    face: call.face,
    // Redacted first: half a secret would stay.
    progress: ({ message, ...counts }) => call.progress({ message: oneLine(redactor.redactDeep(message), LONGEST_MESSAGE), ...counts }),
    protect: (secrets, allowed) => {
      redactor = new Redactor(secrets, allowed);
    },
    redact: (value) => redactor.redactDeep(value),
  };
}

async function findRoot(session: Session, call: Call): Promise<string> {
  const { files, machine } = session.ports;
  const named = session.workspace ?? machine.env["DEVOPS_WORKSPACE"] ?? machine.env["CLAUDE_PROJECT_DIR"] ?? call.clientFolder;
  if (named) {
    const path = posix.resolve(machine.cwd, named);
    const real = await files.realPath(path);
    if (!real || (await files.stat(real))?.kind !== "folder") {
      throw new UserError("workspace-missing", `The workspace ${path} is not a folder.`, "Name the folder of your project with --workspace DIR or DEVOPS_WORKSPACE.");
    }
    return real;
  }
  for (let folder = machine.cwd; ; folder = posix.dirname(folder)) {
    if ((await findComposeFiles(files, folder)).length > 0) return (await files.realPath(folder)) ?? folder;
    if (folder === posix.dirname(folder)) break;
  }
  return machine.cwd;
}
