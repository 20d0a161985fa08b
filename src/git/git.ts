import type { Finished, Runner } from "../host/runner.ts";

export interface GitPorts {
  runner: Runner;
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** Of the environment: where git is, whose settings it takes, and who commits. Nothing that points it at another repository. */
const PASSED = /^(PATH|HOME|XDG_CONFIG_HOME|LANG|LC_ALL|GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL)|GNUPGHOME|SSH_AUTH_SOCK|EMAIL)$/;

/** Runs git in a folder. A repository may bring hooks and a file-system monitor, which git would run; a partial clone would fetch. */
export function git({ runner, environment, signal }: GitPorts, cwd: string, args: string[], { timeoutMs = 30_000, bytes = 1024 * 1024 } = {}): Promise<Finished> {
  const env = Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value !== undefined && PASSED.test(name) ? [[name, value]] : [])));
  const paths = (env["PATH"] ?? "").split(":").filter((one) => one.startsWith("/"));
  const off = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "-c", "core.quotePath=false"];
  return runner.run({ file: "git", args: [...off, ...args], cwd, env: { ...env, PATH: paths.join(":"), GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_LITERAL_PATHSPECS: "1", GIT_OPTIONAL_LOCKS: "0" }, timeoutMs, signal, keep: { bytes, from: "start" } });
}
