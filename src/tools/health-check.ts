import { z } from "zod";
import { projectProblems } from "../checks/index.ts";
import { seenService } from "../checks/service.ts";
import type { Problem } from "../checks/problem.ts";
import { endpoints } from "../engine/endpoints.ts";
import { lookClosely, type Closely } from "../engine/look-closely.ts";
import type { Model } from "../compose/model.ts";
import { UserError } from "../errors.ts";
import { examine, type Examined } from "../examine.ts";
import { explainFailing } from "../explain/explain-failing.ts";
import { count, nextOf, page, renderCause } from "../result/render.ts";
import { inWords, renderEndpoints, serviceOf, shownCause } from "../result/report.ts";
import { causeShape, detail, endpointShape, opening, projectField, serviceShape } from "../result/shapes.ts";
import { knownServices, lookAgain, requireEngine, takeSnapshot, type Observed } from "../snapshot.ts";
import { fence } from "../text/fence.ts";
import { defineTool } from "../tool.ts";
import type { Workspace } from "../workspace.ts";
import { waitForText } from "../engine/wait-for-text.ts";

// Is the environment healthy now, where does it answer, and if not, what is the cause and who suffers from it?

const input = z.strictObject({
  services: z.array(z.string()).optional(),
  until: z.string().min(1).optional().describe('"healthy", or a literal text to wait for in the log of the one service named'),
  wait_s: z.number().min(0).max(3600).optional().describe("0; with until 45"),
  timeout_s: z.number().min(0.1).max(60).default(3).describe("of one probe"),
  detail,
  project: projectField,
});

const probeShape = z.strictObject({
  kind: z.enum(["http", "tcp", "postgres", "redis", "command"]),
  from: z.enum(["host", "container"]),
  target: z.string(),
  ok: z.boolean(),
  latency_ms: z.int(),
  error: z.string().optional(),
});

const output = z.strictObject({
  ...opening,
  status: z.enum(["healthy", "degraded", "down"]),
  met: z.boolean().optional(),
  found: z.strictObject({ at: z.string(), text: z.string() }).optional(),
  services: z.array(
    serviceShape.extend({
      probes: z.array(probeShape),
      affects: z.array(z.string()).optional(),
      problem: causeShape.optional(),
      restarts: z.int().optional(),
      uptime_s: z.int().optional(),
      memory_bytes: z.int().optional(),
      cpu: z.number().optional(),
      image_age_s: z.int().optional(),
      pending_migrations: z.array(z.string()).optional(),
    }),
  ),
  endpoints: z.array(endpointShape),
  problems: z.array(causeShape).optional(),
  elapsed_ms: z.int(),
});

type Input = z.output<typeof input>;
type Output = z.output<typeof output>;

export const healthCheck = defineTool({
  name: "health_check",
  title: "Check health",
  description: "Check the health and status of the services now: each one asked itself, with its addresses (ports, URLs), the cause of a failure, and who is affected. Can wait until healthy, or for a text in a log.",
  toolset: "core",
  effect: "reads",
  input,
  output,
  cli: { short: "health", main: "services", watch: { passing: ["elapsed_ms", "latency_ms", "uptime_s", "image_age_s", "memory_bytes", "cpu", "evidence"] } },
  run: async (input, workspace) => {
    const started = workspace.clock.elapsed();
    const spent = () => Math.round(workspace.clock.elapsed() - started);
    let observed = await takeSnapshot(workspace, input.project);
    const named = knownServices(observed.snapshot, input.services);
    const waitMs = (input.wait_s ?? (input.until ? 45 : 0)) * 1000;
    const found = input.until && input.until !== "healthy" ? await textIn(workspace, observed, oneService(named), input.until, waitMs) : undefined;
    if (found) observed = await lookAgain(workspace, observed);
    const waits = input.until === "healthy" || (!input.until && waitMs > 0);
    const close = () => (input.detail === "full" ? closeLook(workspace, observed, named) : async () => new Map<string, Closely>());
    const ask = waits ? undefined : await close();
    let [examined, closely] = await Promise.all([examine(workspace, observed, input.timeout_s * 1000), ask?.()]);
    while (waits && concerns(examined, named).length > 0 && spent() < waitMs && !workspace.signal.aborted) {
      workspace.progress({ message: `waiting for ${concerns(examined, named).map((one) => one.service).join(", ")}` });
      await workspace.clock.sleep(250, workspace.signal);
      observed = await lookAgain(workspace, observed);
      examined = await examine(workspace, observed, input.timeout_s * 1000);
    }
    closely ??= await (await close())();
    const met = found ? found.met : input.until ? concerns(examined, named).length === 0 && projectProblems(examined.snapshot).length === 0 : undefined;
    return { ...report(await explainFailing(workspace, examined), named, input, closely), ...(met === undefined ? {} : { met }), ...(found?.line ? { found: found.line } : {}), elapsed_ms: spent() };
  },
  render: (result) =>
    page(
      result,
      result.met === false ? "What was waited for did not come in time." : "",
      result.found ? `Logged at ${result.found.at}:\n${fence(result.found.text)}` : "",
      result.services.flatMap((one) => renderService(one)),
      renderEndpoints(result.endpoints),
      (result.problems ?? []).map((one) => renderCause(one, result.summary)),
      `${result.status}${result.met === undefined ? "" : `, met: ${result.met}`}, ${result.elapsed_ms} ms`,
    ),
  failed: (result) => result.status !== "healthy" || result.met === false,
});

async function textIn(workspace: Workspace, { snapshot, engine }: Observed, service: string, text: string, waitMs: number): Promise<{ met: boolean; line?: { at: string; text: string } }> {
  requireEngine(snapshot);
  const { container } = seenService(snapshot, service);
  if (!container) return { met: false };
  workspace.progress({ message: `waiting for the text in the log of ${service}` });
  const line = await waitForText({ engine, clock: workspace.clock, container: container.id, text, waitMs, signal: workspace.signal });
  return line ? { met: true, line: { at: line.at, text: line.text } } : { met: false };
}

async function closeLook(workspace: Workspace, { snapshot, engine }: Observed, named: string[] | undefined): Promise<() => Promise<Map<string, Closely>>> {
  if (projectProblems(snapshot).length > 0) return async () => new Map();
  const containers = snapshot.containers.filter((one) => named?.includes(one.service) ?? true);
  return lookClosely({ engine, clock: workspace.clock, signal: workspace.signal, migrate: workspace.skill?.front.migrate }, containers);
}

function oneService(named: string[] | undefined): string {
  const [only, ...more] = named ?? [];
  if (only !== undefined && more.length === 0) return only;
  throw new UserError("invalid-arguments", "Waiting for a text needs exactly one service.", "Name the one service in whose log the text will appear, or pass until: \"healthy\".");
}

/** The problems of the services named; of all where none is. */
function concerns({ problems }: Examined, named: string[] | undefined): Examined["problems"] {
  return problems.filter((one) => named === undefined || (one.service !== undefined && named.includes(one.service)));
}

function report(examined: Examined, named: string[] | undefined, { detail }: Input, closely: Map<string, Closely>): Omit<z.input<typeof output>, "elapsed_ms"> {
  const { snapshot } = examined;
  const general = projectProblems(snapshot);
  const [worst] = general;
  const { model } = snapshot.read;
  const who = `${snapshot.project.name}${snapshot.project.doubt ? ` (${snapshot.project.files.join(", ")}; ${snapshot.project.doubt})` : ""}`;
  if (worst || !model) {
    const problems = general.map(shownCause);
    return { summary: `**down**: ${worst?.cause ?? "there is no model"} Nothing is known of the services of ${who}.`, next: problems.slice(0, 1).map(nextOf), status: "down", services: [], endpoints: [], problems };
  }
  const names = named ?? Object.keys(model.services);
  if (snapshot.containers.length === 0) return notStarted(model, names, who);
  const problems = concerns(examined, named);
  const bad = new Set(problems.map((one) => one.service));
  const good = names.filter((name) => !bad.has(name));
  const status = bad.size === 0 ? "healthy" : good.length > 0 ? "degraded" : "down";
  const first = problems[0] && inWords(problems[0]);
  // A named service may suffer from one that was not named: the root's fix is the one that helps.
  const summary = status === "healthy" ? `**healthy**: ${count(names.length, "service")} of ${who}.` : `**${status}**: ${bad.size} of ${count(names.length, "service")} of ${who} fail. ${first?.cause ?? ""}`;
  const concise = detail === "concise";
  return {
    summary,
    ...(first ? { next: [nextOf(first)] } : {}),
    status,
    services: names.map((name) => {
      const seen = seenService(snapshot, name);
      const found = problems.find((one) => one.service === name);
      const problem = found && inWords(found);
      const affects = problem?.affects;
      return {
        ...serviceOf(seen, bad.has(name) || !concise),
        probes: seen.probes.filter((probe) => !probe.ok || !concise),
        ...(affects ? { affects } : {}),
        ...(problem ? { problem: shownCause({ ...problem, affects: undefined }) } : {}),
        ...(concise || !seen.container ? {} : { restarts: seen.container.restarts, uptime_s: Math.max(0, Math.round((snapshot.atMs - seen.container.startedMs) / 1000)), ...closely.get(name) }),
      };
    }),
    endpoints: endpoints(model, snapshot.containers, concise ? [] : snapshot.paths, snapshot.engineHost).filter((one) => names.includes(one.service)),
  };
}

/** Nothing was started: one sentence says more than a problem for each service. */
function notStarted(model: Model, names: string[], who: string): Omit<z.input<typeof output>, "elapsed_ms"> {
  const cause = `No container of ${who} is there.`;
  const evidence = [{ source: "engine, list of containers", excerpt: "none of this project" }];
  const problem: Problem = { code: "not-started", cause, confidence: "proven", evidence, fix: { summary: "Start the environment.", tool: "start_env", arguments: {} } };
  const services = names.map((service) => ({ service, state: "missing" as const, health: "none" as const, probes: [] }));
  return { summary: `**down**: ${cause}`, next: [nextOf(problem)], status: "down", services, endpoints: endpoints(model, [], [], "127.0.0.1").filter((one) => names.includes(one.service)), problems: [problem] };
}

function renderService(one: Output["services"][number]): string[] {
  const facts = [one.state, one.health === "none" ? "health none" : one.health, ...(one.exit_code === undefined ? [] : [`exit code ${one.exit_code}`]), ...(one.container ? [one.container] : []), ...(one.restarts === undefined ? [] : [`${one.restarts} restarts`]), ...(one.uptime_s === undefined ? [] : [`up ${one.uptime_s} s`]), ...renderClosely(one)];
  const probes = one.probes.map((probe) => `  - ${probe.ok ? "ok" : "fails"}: ${probe.kind} from the ${probe.from}: ${probe.target}, ${probe.latency_ms} ms${probe.error ? `: ${probe.error}` : ""}`);
  return [`- ${one.service}: ${facts.join(", ")}${one.affects ? `; affects ${one.affects.join(", ")}` : ""}`, ...probes, ...(one.problem ? [renderCause(one.problem)] : [])];
}

function renderClosely({ memory_bytes: memory, cpu, image_age_s: age, pending_migrations: pending }: Closely): string[] {
  return [
    ...(memory === undefined ? [] : [`${memory} bytes of memory`]),
    ...(cpu === undefined ? [] : [`${cpu} cores`]),
    ...(age === undefined ? [] : [`image ${age} s old`]),
    ...(pending === undefined ? [] : [pending.length === 0 ? "no migration pending" : `pending migrations: ${pending.join(", ")}`]),
  ];
}
