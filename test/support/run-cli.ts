import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { engineless } from "./mcp-client.ts";

export interface CliRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program as a person does, without a terminal. `interrupt` gets the child once it has written to standard error. */
export async function runCli(program: string, args: string[], options: { cwd?: string; interrupt?: (kill: () => void) => void } = {}): Promise<CliRun> {
  const child = spawn(process.execPath, [program, ...args], { cwd: options.cwd ?? tmpdir(), env: engineless(), stdio: ["ignore", "pipe", "pipe"] });
  const run = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (run.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (run.stderr += String(chunk)));
  const { interrupt } = options;
  if (interrupt) child.stderr.once("data", () => interrupt(() => child.kill("SIGINT")));
  await once(child, "close");
  return { ...run, code: child.exitCode };
}
