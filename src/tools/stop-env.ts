import { z } from "zod";
import { projectProblems } from "../checks/index.ts";
import type { Problem } from "../checks/problem.ts";
import { UserError } from "../errors.ts";
import { count, nextOf, page, renderCause } from "../result/render.ts";
import { shownCause } from "../result/report.ts";
import { causeShape, opening, projectField } from "../result/shapes.ts";
import { commandFor, knownServices, takeSnapshot, type Observed } from "../snapshot.ts";
import { Tokens } from "../state/tokens.ts";
import { clean } from "../text/clean.ts";
import { defineTool } from "../tool.ts";
import type { Workspace } from "../workspace.ts";

// How is the environment, or a part of it, stopped, and what is kept?

const input = z.strictObject({
  services: z.array(z.string()).optional().describe("stopped, not removed; without it: all is taken down, volumes kept"),
  remove_volumes: z.boolean().default(false).describe("deletes the data; takes two calls"),
  confirm: z.string().optional().describe("the token of the first call"),
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  status: z.enum(["stopped", "needs_confirmation", "failed"]),
  stopped: z.array(z.string()),
  volumes_kept: z.array(z.string()),
  volumes_removed: z.array(z.string()),
  confirm: z.string().optional(),
  failure: causeShape.optional(),
  elapsed_ms: z.int(),
});

type Result = Omit<z.input<typeof output>, "elapsed_ms">;

export const stopEnv = defineTool({
  name: "stop_env",
  title: "Stop the environment",
  description: "Stop the development environment or some of its services; volumes stay unless their removal is asked for and confirmed.",
  toolset: "core",
  effect: "destroys data",
  hints: { idempotent: true },
  input,
  output,
  cli: { short: "stop", main: "services" },
  run: async (input, workspace) => {
    const started = workspace.clock.elapsed();
    const observed = await takeSnapshot(workspace, input.project);
    const result = await stop(workspace, observed, input);
    return { ...result, elapsed_ms: Math.round(workspace.clock.elapsed() - started) };
  },
  render: (result) =>
    page(
      result,
      [
        `${result.status}, ${result.elapsed_ms} ms`,
        ...(result.stopped.length > 0 ? [`Stopped: ${result.stopped.join(", ")}`] : []),
        ...(result.volumes_kept.length > 0 ? [`Volumes kept: ${result.volumes_kept.join(", ")}`] : []),
        ...(result.volumes_removed.length > 0 ? [`Volumes removed: ${result.volumes_removed.join(", ")}`] : []),
        ...(result.confirm ? [`Token: ${result.confirm}`] : []),
      ],
      result.failure ? renderCause(result.failure, result.summary) : "",
    ),
  failed: (result) => result.status === "failed",
});

async function stop(workspace: Workspace, observed: Observed, wish: z.output<typeof input>): Promise<Result> {
  const { snapshot, engine } = observed;
  const [problem] = projectProblems(snapshot);
  const { name } = snapshot.project;
  if (problem) return { ...failure(problem), summary: `**failed**: ${problem.cause} Nothing was stopped.` };
  const services = knownServices(snapshot, wish.services);
  if (services && wish.remove_volumes) throw new UserError("invalid-arguments", "remove_volumes goes with the whole project, not with single services.", "Leave services out, or remove_volumes.");
  const all = (await engine.volumes(name)).toSorted((a, b) => a.name.localeCompare(b.name));
  const names = all.map((one) => one.name);
  // Compose removes what its files declare; a volume of an earlier version of them stays.
  const volumes = all.filter((one) => declaredVolumes(snapshot).includes(one.name));
  const there = [...new Set(snapshot.containers.map((one) => one.service))];
  const running = there.filter((service) => snapshot.containers.some((one) => one.service === service && one.state !== "exited" && one.state !== "created"));
  const toStop = services ? services.filter((service) => running.includes(service)) : running;
  const unnamed = snapshot.containers.flatMap((one) => one.unnamedVolumes);
  if (wish.remove_volumes && volumes.length + unnamed.length > 0) {
    const waiting = await confirm(workspace, { volumes, unnamed, project: name }, wish, volumes.map((one) => one.name), unnamed.length);
    if (waiting) return waiting;
  }
  workspace.progress({ message: services ? `stopping ${services.join(", ")}` : `taking ${name} down` });
  const words = services ? ["stop", "--timeout", "10", "--", ...services] : ["down", "--timeout", "10", "--remove-orphans", ...(wish.remove_volumes ? ["--volumes"] : [])];
  const finished = await workspace.runner.run({ ...commandFor(snapshot, words, "stand in"), timeoutMs: 120_000, signal: workspace.signal, keep: { bytes: 64 * 1024, from: "end" } });
  if (finished.exitCode !== 0) {
    const message = clean(finished.stderr).trim().split("\n").slice(-6).join("\n") || finished.outcome;
    return { ...failure({ code: "create-failed", cause: `Compose could not stop ${services?.join(", ") ?? name}.`, confidence: "proven", evidence: [{ source: `docker compose ${words[0]}`, excerpt: message }], fix: { summary: "Mend what the message says, then call again.", tool: "stop_env", arguments: {} } }), summary: `**failed**: compose could not stop ${services?.join(", ") ?? name}.` };
  }
  const left = new Set((await engine.volumes(name)).map((one) => one.name));
  const kept = names.filter((one) => left.has(one));
  const removed = names.filter((one) => !left.has(one));
  const what = toStop.length === 0 ? (there.length > 0 && !services ? "its stopped containers were removed" : "nothing of it was running") : `${count(toStop.length, "service")} stopped`;
  return { summary: `**stopped**: ${name}, ${what}.`, status: "stopped", stopped: toStop, volumes_kept: kept, volumes_removed: removed };
}

function declaredVolumes({ read, project }: Observed["snapshot"]): string[] {
  return Object.entries(read.model?.volumes ?? {}).flatMap(([key, volume]) => (volume?.external === true ? [] : [volume?.name ?? `${project.name}_${key}`]));
}

/** The first of the two calls, or one whose token is not good: changes nothing and says what would be lost. */
async function confirm(workspace: Workspace, binding: unknown, { confirm: token, project }: z.output<typeof input>, volumes: string[], unnamed: number): Promise<Result | undefined> {
  const tokens = new Tokens(workspace.state, workspace);
  const answer = token === undefined ? undefined : await tokens.redeem(token, "stop_env", binding);
  if (answer === "ok") return undefined;
  const why = answer === undefined ? "" : answer === "changed" ? "What would be lost has changed since the token was given. " : `The token is ${answer === "unknown" ? "not known" : answer}. `;
  const fresh = await tokens.issue("stop_env", binding);
  const lost = [...volumes, ...(unnamed > 0 ? [`${unnamed} without a name`] : [])];
  return {
    summary: `**needs confirmation**: ${why}This deletes ${count(volumes.length + unnamed, "volume")} with all data in them: ${lost.join(", ")}. Nothing was changed.`,
    next: [{ do: "Show this to the person; if they agree, call again", tool: "stop_env", arguments: { remove_volumes: true, confirm: fresh, ...(project ? { project } : {}) } }],
    status: "needs_confirmation",
    stopped: [],
    volumes_kept: volumes,
    volumes_removed: [],
    confirm: fresh,
  };
}

function failure(problem: Problem): Omit<Result, "summary"> {
  const cause = shownCause(problem);
  return { next: [nextOf(cause)], status: "failed", stopped: [], volumes_kept: [], volumes_removed: [], failure: cause };
}
