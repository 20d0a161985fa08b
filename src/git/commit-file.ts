import { posix } from "node:path";
import { UserError } from "../errors.ts";
import { clean } from "../text/clean.ts";
import { git, type GitPorts } from "./git.ts";

/**
 * Commits exactly one file, whatever else is staged or dirty, without the repository's hooks; returns the short hash.
 * A file without a change gives undefined. Throws `commit-failed` outside git and where git refuses.
 */
export async function commitFile(ports: GitPorts, path: string, message: string): Promise<string | undefined> {
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

function refused(why: string): UserError {
  return new UserError("commit-failed", why, "The file itself is written; commit it by hand.");
}
