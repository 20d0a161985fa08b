import { z } from "zod";
import { takenProblem } from "../checks/project-taken.ts";
import { seenService } from "../checks/service.ts";
import { UserError } from "../errors.ts";
import { page } from "../result/render.ts";
import { opening, projectField } from "../result/shapes.ts";
import { shellCommand } from "../engine/shell-command.ts";
import { knownServices, requireEngine, takeSnapshot } from "../snapshot.ts";
import { fence } from "../text/fence.ts";
import { truncate } from "../text/truncate.ts";
import { defineTool } from "../tool.ts";

// What does a command say inside a running service?

const input = z.strictObject({
  service: z.string(),
  command: z.array(z.string()).min(1).optional().describe("argument list; no shell"),
  shell: z.enum(["psql", "redis-cli", "python", "node", "sh"]).optional().describe("instead of command; runs `input`"),
  input: z.string().optional(),
  write: z.boolean().default(false).describe("psql: without it SQL runs in a read-only transaction"),
  timeout_s: z.number().min(0.1).max(3600).default(60),
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  exit_code: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  truncated: z.boolean().optional(),
  elapsed_ms: z.int(),
});

const CHARS = { stdout: 6_000, stderr: 2_000 };

export const serviceExec = defineTool({
  name: "service_exec",
  title: "Run in a service",
  description: "Run a command, or SQL, Redis, Python, Node or shell input, inside a running service container. What it prints is redacted by value only.",
  toolset: "core",
  effect: "runs containers",
  hints: { destructive: true },
  input,
  output,
  cli: { short: "exec", main: "service", rest: "command" },
  run: async (input, workspace) => {
    const { snapshot, engine } = await takeSnapshot(workspace, input.project);
    requireEngine(snapshot);
    const taken = takenProblem(snapshot);
    if (taken) throw new UserError(taken.code, taken.cause, taken.fix.summary);
    knownServices(snapshot, [input.service]);
    const { container } = seenService(snapshot, input.service);
    if (container?.state !== "running") {
      throw new UserError("service-not-running", `${input.service} does not run${container ? ` (${container.state})` : ""}.`, "Start it first.", [{ do: `Start ${input.service}`, tool: "start_env", arguments: { services: [input.service] } }]);
    }
    const run = shellCommand(input);
    const done = await engine.exec(container.id, { ...run, timeoutMs: input.timeout_s * 1000, signal: workspace.signal, maxBytes: 1024 * 1024 });
    const stdout = truncate(done.stdout, { chars: CHARS.stdout, from: "middle" });
    const stderr = truncate(done.stderr, { chars: CHARS.stderr, from: "middle" });
    const exitCode = done.outcome === "exited" ? (done.exitCode ?? 0) : 124;
    const how = done.outcome === "timed_out" ? `did not end within ${input.timeout_s} s and was killed` : done.outcome === "cancelled" ? "was cancelled and killed" : `ended with exit code ${exitCode}`;
    return {
      summary: `The command in ${input.service} ${how}.`,
      exit_code: exitCode,
      stdout,
      stderr,
      ...(done.truncated || stdout.length < done.stdout.length || stderr.length < done.stderr.length ? { truncated: true } : {}),
      elapsed_ms: done.elapsedMs,
    };
  },
  render: (result) =>
    page(
      result,
      result.stdout === "" ? "" : `stdout:\n${fence(result.stdout)}`,
      result.stderr === "" ? "" : `stderr:\n${fence(result.stderr)}`,
      `exit code ${result.exit_code}, ${result.elapsed_ms} ms${result.truncated ? ", output truncated" : ""}`,
    ),
  failed: (result) => result.exit_code !== 0,
});
