import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, isAbsolute } from "node:path";
import { Capture } from "./node-capture.ts";
import { Lines } from "./node-lines.ts";
import { ProcessGroup } from "./node-process-group.ts";
import type { Command, Finished, Runner } from "./runner.ts";

const longestTimerMs = 2 ** 31 - 1;
/** How long pipes may stay silent after the command has ended, when something that it left behind holds them open. */
const lingerMs = 1_000;
const drainMs = 200;

/**
 * Commands run by this machine. Relative folders of PATH are not searched. A command that ends by itself may leave
 * processes in the background; they are let be. A command that could not be started says why in `stderr`.
 */
export const nodeRunner: Runner = { run };

function run(command: Command): Promise<Finished> {
  const started = performance.now();
  const keep = command.keep ?? { bytes: 1024 * 1024, from: "end" };
  const kept = { stdout: new Capture(keep), stderr: new Capture(keep) };
  const finished = (outcome: Finished["outcome"], exitCode: number | null, reason = ""): Finished => ({
    outcome,
    exitCode,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text() + reason,
    truncated: kept.stdout.truncated || kept.stderr.truncated,
    elapsedMs: performance.now() - started,
  });
  if (command.signal?.aborted) return Promise.resolve(finished("cancelled", null));
  let child: ChildProcess;
  try {
    child = start(command);
  } catch (error) {
    return Promise.resolve(finished("refused", null, reasonOf(error)));
  }
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((resolve) => {
      child.once("error", (error) => resolve(finished(notStarted(error, command), null, reasonOf(error))));
    });
  }

  return new Promise((resolve, reject) => {
    const group = new ProcessGroup(pid);
    const lines: Lines[] = [];
    let stopped: "timed_out" | "cancelled" | undefined;
    let exit: { code: number | null } | undefined;
    /** What the caller's own callback threw: the command has nobody left to report to. */
    let failure: { error: unknown } | undefined;
    let linger: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => stop("timed_out"), Math.min(command.timeoutMs, longestTimerMs));
    const cancel = (): void => stop("cancelled");
    command.signal?.addEventListener("abort", cancel, { once: true });

    function settle(): void {
      release();
      for (const split of lines) hear(() => split.end());
      const code = exit?.code ?? null;
      if (failure) reject(failure.error);
      else resolve(finished(stopped ?? (code === null ? "signalled" : "exited"), code));
    }
    function hear(deliver: () => void): void {
      if (failure) return;
      try {
        deliver();
      } catch (error) {
        failure = { error };
        stop("cancelled");
      }
    }
    function release(): void {
      clearTimeout(limit);
      clearTimeout(linger);
      command.signal?.removeEventListener("abort", cancel);
      group.forget();
      for (const stream of child.stdio) stream?.destroy();
      child.removeAllListeners("close");
      child.unref();
    }
    function stop(why: "timed_out" | "cancelled"): void {
      if (stopped) return;
      stopped = why;
      clearTimeout(linger);
      const drained = new Promise((done) => child.once("close", done));
      void group.end().then(async () => {
        await Promise.race([drained, new Promise((done) => setTimeout(done, drainMs))]);
        settle();
      });
    }

    for (const name of ["stdout", "stderr"] as const) {
      const split = new Lines((line) => command.onLine?.(line, name));
      lines.push(split);
      child[name]?.on("data", (chunk: Buffer) => {
        linger?.refresh();
        kept[name].push(chunk);
        if (command.onLine) hear(() => split.push(chunk));
      });
      child[name]?.on("error", () => undefined);
    }
    child.once("exit", (code) => {
      exit = { code };
      if (!stopped) linger = setTimeout(settle, lingerMs);
    });
    child.once("close", () => {
      if (!stopped) settle();
    });
  });
}

function start({ file, args, cwd, env, input }: Command): ChildProcess {
  const onWindows = process.platform === "win32";
  const child = spawn(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: onWindows ? env : withoutRelativePath(env),
    detached: !onWindows,
    windowsHide: true,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A child that ends before it has read all of its input is no failure of ours: EPIPE.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return child;
}

/** A `docker` that lies in the workspace must never be the one that runs. */
function withoutRelativePath(env: Record<string, string>): Record<string, string> {
  if (env["PATH"] === undefined) return env;
  const absolute = env["PATH"].split(delimiter).filter((folder) => isAbsolute(folder));
  const { PATH: _, ...rest } = env;
  return absolute.length > 0 ? { ...rest, PATH: absolute.join(delimiter) } : rest;
}

function notStarted(error: Error, { cwd }: Command): "missing" | "refused" {
  const noFolder = cwd !== undefined && !existsSync(cwd);
  return "code" in error && error.code === "ENOENT" && !noFolder ? "missing" : "refused";
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
