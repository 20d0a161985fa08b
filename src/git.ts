import { posix } from "node:path";
import { UserError } from "./errors.ts";
import type { Runner } from "./host/runner.ts";
import { clean } from "./text/clean.ts";

interface Ports {
  runner: Runner;
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** Of the environment: where git is, whose settings it takes, and who commits. Nothing that points it at another repository. */
const PASSED = /^(PATH|HOME|XDG_CONFIG_HOME|LANG|LC_ALL|GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)|GNUPGHOME|SSH_AUTH_SOCK|EMAIL)$/;

/**
 * Commits exactly one file, whatever else is staged or dirty, without the repository's hooks; returns the short hash.
 * A file without a change gives undefined. Throws `commit-failed` outside git and where git refuses.
 */
export async function commitFile(ports: Ports, path: string, message: string): Promise<string | undefined> {
  const cwd = posix.dirname(path);
  const name = posix.basename(path);
  const inside = await git(ports, cwd, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.exitCode !== 0) throw refused(inside.outcome === "missing" ? "There is no git command here." : `${path} is not in a git repository.`);
  const status = await git(ports, cwd, ["status", "--porcelain", "--ignored", "--", name]);
  if (status.exitCode === 0 && status.stdout.trim() === "") return undefined;
  if (status.stdout.startsWith("!!")) throw refused(`${path} is ignored by git.`);
  // Without an entry in the index a new file is unknown to `commit --only`.
  if (status.stdout.startsWith("??")) await git(ports, cwd, ["add", "--intent-to-add", "--", name]);
  const done = await git(ports, cwd, ["commit", "--quiet", "--no-verify", "--only", "-m", message, "--", name]);
  if (done.exitCode !== 0) throw refused(`git did not commit ${path}: ${clean(done.stderr || done.stdout).trim().split("\n")[0] ?? done.outcome}`);
  const hash = await git(ports, cwd, ["rev-parse", "--short", "HEAD"]);
  return hash.stdout.trim();
}

/** A repository may bring hooks and a file-system monitor, which git would run. */
function git({ runner, environment, signal }: Ports, cwd: string, args: string[]) {
  const env = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value !== undefined && PASSED.test(name) ? [[name, value]] : [])));
  const paths = (env["PATH"] ?? "").split(":").filter((one) => one.startsWith("/"));
  return runner.run({ file: "git", args: ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", ...args], cwd, env: { ...env, PATH: paths.join(":"), GIT_TERMINAL_PROMPT: "0" }, timeoutMs: 30_000, signal });
}

function refused(why: string): UserError {
  return new UserError("commit-failed", why, "The file itself is written; commit it by hand.");
}
