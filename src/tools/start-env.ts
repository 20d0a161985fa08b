import { z } from "zod";
import { blockedBy } from "../checks/service-problems.ts";
import { seenService } from "../checks/service.ts";
import { withDependencies } from "../compose/graph.ts";
import { endpoints } from "../engine/endpoints.ts";
import { UserError } from "../errors.ts";
import { examine } from "../examine.ts";
import { count, nextOf, page, renderCause } from "../result/render.ts";
import { inWords, renderEndpoints, serviceOf, shownCause } from "../result/report.ts";
import { causeShape, detail, endpointShape, opening, projectField, serviceShape } from "../result/shapes.ts";
import { knownServices, lookAgain, takeSnapshot, type Observed } from "../snapshot.ts";
import { setIsolation } from "../start/isolate.ts";
import { start, type Started } from "../start/start.ts";
import { joinedWork } from "../state/joined-work.ts";
import { defineTool } from "../tool.ts";

// Is everything that should run running, current and healthy, and where does it answer? If not: what failed first, and why?

const input = z.strictObject({
  services: z.array(z.string()).optional().describe("these and what they depend on; default all"),
  profiles: z.array(z.string()).optional(),
  mode: z.enum(["smart", "restart", "rebuild"]).default("smart").describe("smart leaves alone what is current and healthy; restart stops all first; rebuild: down, build, up, migrate"),
  wait_s: z.number().min(0).max(3600).optional().describe("answer after at most 45; the start goes on and the same call joins it"),
  timeout_s: z.number().min(1).max(7200).default(600),
  isolated: z.boolean().optional().describe("this checkout gets its own project name and ports, and keeps them; false ends that"),
  dry_run: z.boolean().default(false).describe("checks and plan only"),
  detail,
  project: projectField,
});

const checkShape = z.strictObject({ id: z.string(), status: z.enum(["fail", "warn", "skip", "pass"]), message: z.string(), fix: z.string().optional() });

const output = z.strictObject({
  ...opening,
  status: z.enum(["healthy", "starting", "unhealthy", "blocked", "timed_out", "cancelled", "planned"]),
  changed: z.array(z.strictObject({ service: z.string(), action: z.enum(["keep", "create", "recreate", "restart", "start", "stop", "build", "pull", "migrate"]), cause: z.string() })),
  kept: z.int(),
  preflight: z.strictObject({ passed: z.int(), checks: z.array(checkShape) }),
  services: z.array(serviceShape),
  healthy: z.int(),
  endpoints: z.array(endpointShape),
  failure: causeShape.extend({ blocks: z.array(z.string()) }).optional(),
  waiting_for: z.array(z.strictObject({ service: z.string(), for: z.string() })).optional(),
  elapsed_ms: z.int(),
});

type Input = z.output<typeof input>;
type Result = z.input<typeof output>;

export const startEnv = defineTool({
  name: "start_env",
  title: "Start the environment",
  description: "Start, restart or rebuild the development environment (docker compose up) and prove that it is healthy; answers with the addresses to open, or with what failed first and why.",
  toolset: "core",
  effect: "runs containers",
  hints: { idempotent: true },
  input,
  output,
  cli: { short: "start", main: "services" },
  run: async (input, workspace) => {
    const began = workspace.clock.elapsed();
    const spent = () => Math.round(workspace.clock.elapsed() - began);
    if (input.isolated !== undefined) await setIsolation(workspace, input.isolated, { wanted: input.project, dryRun: input.dry_run });
    const observed = await takeSnapshot(workspace, input.project, input.profiles);
    const services = knownServices(observed.snapshot, input.services);
    const { project } = observed.snapshot;
    const wish = { services, mode: input.mode, timeoutMs: input.timeout_s * 1000 };
    if (input.dry_run || !observed.snapshot.engine.answers) return { ...report(await start(workspace, observed, { ...wish, until: input.dry_run ? "plan" : "healthy" }), input), elapsed_ms: spent() };
    const waitMs = input.wait_s !== undefined ? input.wait_s * 1000 : workspace.face === "terminal" ? Infinity : 45_000;
    const { wait_s: _wait, detail: _detail, isolated: _isolated, ...request } = input;
    const done = await joinedWork(
      workspace,
      { name: `start-${project.name}`, request: JSON.stringify({ ...request, files: project.files, profiles: project.profiles }), waitMs, signal: workspace.signal, progress: workspace.progress },
      async (signal, progress) => {
        const inside = { ...workspace, signal, progress: (one: Parameters<typeof progress>[0]) => progress(workspace.redact(one)) };
        // Another start may have had its turn since the first look.
        return workspace.redact(report(await start(inside, await lookAgain(inside, observed), { ...wish, until: "healthy" }), input));
      },
    );
    if (done === "still going") return { ...(await stillStarting(workspace, observed, input)), elapsed_ms: spent() };
    return { ...result.parse(done.result), elapsed_ms: spent() };
  },
  render: (result) =>
    page(
      result,
      [
        `${result.status}: ${result.healthy} healthy, ${result.kept} left as they were, ${result.preflight.passed} checks passed, ${result.elapsed_ms} ms`,
        ...result.changed.map((one) => `- ${one.action} ${one.service}: ${one.cause}`),
      ],
      result.preflight.checks.map((one) => `- ${one.status} ${one.id}: ${one.message}${one.fix ? ` Fix: ${one.fix}` : ""}`),
      result.failure ? `${renderCause(result.failure, result.summary)}${result.failure.blocks.length > 0 ? `\nBlocks: ${result.failure.blocks.join(", ")}` : ""}` : "",
      result.services.map((one) => `- ${one.service}: ${[one.state, one.health === "none" ? "health none" : one.health, ...(one.exit_code === undefined ? [] : [`exit code ${one.exit_code}`]), ...(one.container ? [one.container] : []), ...(one.ready_ms === undefined ? [] : [`ready after ${one.ready_ms} ms`])].join(", ")}`),
      (result.waiting_for ?? []).map((one) => `- waiting for ${one.service}: ${one.for}`),
      renderEndpoints(result.endpoints),
    ),
  failed: (result) => !["healthy", "planned", "starting"].includes(result.status),
});

const result = output.omit({ elapsed_ms: true });

/** The arguments that ask for the same start: only who asks the same joins it. */
function sameStart({ services, profiles, mode, timeout_s: timeout, project }: Input): Record<string, unknown> {
  return { ...(services ? { services } : {}), ...(profiles ? { profiles } : {}), ...(mode === "smart" ? {} : { mode }), ...(timeout === 600 ? {} : { timeout_s: timeout }), ...(project ? { project } : {}) };
}

function report(started: Started, input: Input): Omit<Result, "elapsed_ms"> {
  const { detail, dry_run: dryRun } = input;
  const { status, services, verdicts, plan, seen } = started;
  const problem = started.problem && inWords(started.problem);
  const { snapshot } = seen;
  const { project } = snapshot;
  const { model } = snapshot.read;
  const full = detail === "full";
  const bad = new Set(seen.problems.flatMap((one) => one.service ?? []));
  // An engine that was lost on the way says nothing of the services: known is which were ready before.
  const lost = problem?.code === "engine-unreachable" && status === "unhealthy";
  const good = lost ? services.filter((name) => started.readyMs.has(name)) : status === "blocked" || status === "planned" ? services.filter((name) => !bad.has(name) && snapshot.containers.some((one) => one.service === name)) : services.filter((name) => !bad.has(name));
  const listed = model && snapshot.engine.answers ? services.filter((name) => full || (status !== "blocked" && status !== "planned" && bad.has(name))) : [];
  const shown = problem && shownCause(problem);
  // The fix "start again" means this start, with all that was asked of it.
  const again = shown?.fix.tool === "start_env" && Object.keys(shown.fix.arguments ?? {}).length === 0 ? { fix: { ...shown.fix, arguments: sameStart(input) } } : {};
  const failure = problem && shown ? { ...shown, ...again, blocks: problem.service ? blockedBy(snapshot, problem.service, services) : [] } : undefined;
  const who = `${project.name}${project.doubt ? ` (${project.files.join(", ")}; ${project.doubt})` : ""}`;
  const words = {
    healthy: `${count(services.length, "service")} of ${who} up and answering.`,
    unhealthy: `${who} did not come up. ${problem?.cause ?? ""}`,
    blocked: `nothing was touched. ${problem?.cause ?? ""}`,
    timed_out: `${who} is not up. ${problem?.cause ?? ""}`,
    cancelled: `the start of ${who} was cancelled; ${started.started.length > 0 ? `these containers were started and stay: ${started.started.join(", ")}` : "no container was started"}.`,
    planned: plan && plan.changes.length > 0 ? `${count(plan.changes.length, "change")} to ${who}.` : `nothing to do for ${who}.`,
  }[status];
  return {
    summary: `**${status === "timed_out" ? "timed out" : status}**: ${words}`,
    ...(failure ? { next: [nextOf(failure)] } : status === "cancelled" || (status === "planned" && dryRun) ? { next: [{ do: "Start it", tool: "start_env", arguments: sameStart(input) }] } : {}),
    status,
    changed: started.changed,
    kept: plan?.kept.length ?? 0,
    preflight: { passed: verdicts.filter((one) => one.status === "pass").length, checks: verdicts.filter((one) => full || one.status === "fail" || one.status === "warn").map(({ id, status, message, fix }) => ({ id, status, message, ...(fix ? { fix } : {}) })) },
    services: listed.map((name) => {
      const readyMs = started.readyMs.get(name);
      return { ...serviceOf(seenService(snapshot, name), bad.has(name) || full), ...(full && readyMs !== undefined ? { ready_ms: readyMs } : {}) };
    }),
    healthy: snapshot.engine.answers && problem?.code !== "project-taken" ? good.length : 0,
    endpoints: model && status === "healthy" ? endpoints(model, snapshot.containers, snapshot.paths, snapshot.engineHost).filter((one) => services.includes(one.service)) : [],
    ...(failure ? { failure } : {}),
  };
}

async function stillStarting(workspace: Parameters<typeof examine>[0], observed: Observed, input: Input): Promise<Omit<Result, "elapsed_ms">> {
  const fresh = { ...workspace, signal: new AbortController().signal };
  const seen = await examine(fresh, { ...observed, snapshot: { ...observed.snapshot, containers: await observed.engine.containers(observed.snapshot.project.name) } }, 2_000);
  const { model } = seen.snapshot.read;
  if (!model) throw new UserError("compose-invalid", "The compose files cannot be read.", "Mend them, then call again.");
  const names = withDependencies(model, input.services);
  const open = seen.problems.filter((one) => one.service !== undefined && names.includes(one.service));
  return {
    summary: `**starting**: ${names.length - open.length} of ${count(names.length, "service")} of ${seen.snapshot.project.name} are up; the start goes on.`,
    next: [{ do: "Call it again to join the start", tool: "start_env", arguments: sameStart(input) }],
    status: "starting",
    changed: [],
    kept: 0,
    preflight: { passed: 0, checks: [] },
    services: open.map((one) => serviceOf(seenService(seen.snapshot, one.service ?? ""), false)),
    healthy: names.length - open.length,
    endpoints: [],
    waiting_for: open.map((one) => ({ service: one.service ?? "", for: one.code === "not-started" || one.code === "dependency-down" ? "its turn" : one.code === "unhealthy" ? "its health check" : one.cause })),
  };
}
