/** A child process: an argument list, never a shell line. */
export interface Command {
  file: string;
  args: string[];
  cwd?: string;
  /** The whole environment of the child. Nothing is inherited. */
  env: Record<string, string>;
  input?: string;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Bytes kept of each stream, the first or the last ones. 1 MiB of the last when left out. */
  keep?: { bytes: number; from: "start" | "end" };
  /** Each whole line of both streams as it comes, without its line end; a line is cut at 8 KiB. */
  onLine?: (line: string, stream: "stdout" | "stderr") => void;
}

export interface Finished {
  /** `missing`: there is no such program on the PATH. `refused`: it may not be run. */
  outcome: "exited" | "signalled" | "timed_out" | "cancelled" | "missing" | "refused";
  exitCode: number | null;
  stdout: string;
  stderr: string;
  truncated: boolean;
  elapsedMs: number;
}

/**
 * Runs a command in its own process group and never throws. At a time-out or an abort the whole group gets SIGTERM,
 * five seconds later SIGKILL, and the promise settles although a grandchild may hold the pipes open.
 */
export interface Runner {
  run(command: Command): Promise<Finished>;
}
