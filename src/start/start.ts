import { preflightChecks } from "../checks/index.ts";
import type { PreflightFacts, Verdict } from "../checks/preflight.ts";
import type { Problem } from "../checks/problem.ts";
import { isJob, seenService } from "../checks/service.ts";
import { withDependencies } from "../compose/graph.ts";
import type { Model } from "../compose/model.ts";
import { slowPath } from "../compose/slow-path.ts";
import { execute, type Executed } from "../engine/execute.ts";
import { START_UP_MS } from "../engine/readiness.ts";
import { planStart, type Change, type Plan } from "../engine/plan.ts";
import { examine, type Examined } from "../examine.ts";
import { BuildLog } from "./build-log.ts";
import { conclude, keepEvidence, lostOutcome } from "./conclude.ts";
import { driftOf } from "./compose-drift.ts";
import { isLost, withoutEngine } from "./engine-lost.ts";
import { preflightFacts, runPreflightScript } from "./preflight-facts.ts";
import { commandFor, lookAgain, type Observed } from "../snapshot.ts";
import type { Workspace } from "../workspace.ts";

export interface StartWish {
  services: string[] | undefined;
  mode: "smart" | "restart" | "rebuild";
  timeoutMs: number;
  /** `plan`: nothing is touched. */
  until: "plan" | "healthy";
}

export interface Started {
  status: "healthy" | "unhealthy" | "blocked" | "timed_out" | "cancelled" | "planned";
  /** The services of this start, dependencies first. */
  services: string[];
  verdicts: (Verdict & { id: string })[];
  plan: Plan | undefined;
  seen: Examined;
  problem?: Problem;
  readyMs: Map<string, number>;
  /** What is different now, or, of a plan, what would be. */
  changed: Change[];
  /** Containers that were started, by service. */
  started: string[];
}

const PROBE_MS = 3_000;
const SECOND_LOOK_MS = 1_000;

/** Observe, judge, plan, act, and prove that it is healthy. Blocked or planned, nothing was touched. */
export async function start(workspace: Workspace, observed: Observed, wish: StartWish): Promise<Started> {
  const prepared = await prepare(workspace, observed, wish).catch((error: unknown) => {
    if (!isLost(error)) throw error;
    return { status: "blocked" as const, services: [], verdicts: [], plan: undefined, readyMs: new Map<string, number>(), changed: [], started: [], ...withoutEngine(observed, error) };
  });
  return "status" in prepared ? prepared : act(workspace, observed, wish, prepared);
}

type Prepared = Pick<Started, "services" | "verdicts" | "seen"> & { plan: Plan; model: Model; jobs: Set<string> };

/** All that comes before the first touch: the end of the start where it is blocked, planned or has nothing to do. */
async function prepare(workspace: Workspace, observed: Observed, wish: StartWish): Promise<Started | Prepared> {
  const { snapshot } = observed;
  const { model } = snapshot.read;
  const services = model ? withDependencies(model, wish.services) : [];
  const jobs = new Set(services.filter((service) => isJob(snapshot, service)));
  workspace.progress({ message: "checking what is there" });
  const [facts, before, drift, absentImages] = await Promise.all([
    preflightFacts(workspace, observed, services),
    examine(workspace, observed, PROBE_MS),
    driftOf(workspace, observed, services),
    absentBuilds(observed, services),
  ]);
  const result = { services, seen: before, readyMs: new Map<string, number>(), started: [], changed: [] };
  const verdicts = await judge(workspace, observed, facts);
  const blocking = verdicts.find((one) => one.status === "fail")?.problem;
  if (blocking || !model) return { ...result, status: "blocked", verdicts, plan: undefined, ...(blocking ? { problem: blocking } : {}) };
  const plan = planStart({
    mode: wish.mode,
    model,
    services,
    named: wish.services,
    containers: snapshot.containers,
    jobs,
    drift,
    failing: await failingServices(workspace, before),
    absentImages,
    slowPath: slowPath(model, services),
    ...(workspace.skill?.front.migrate ? { migrate: workspace.skill.front.migrate } : {}),
  });
  if (wish.until === "plan") return { ...result, status: "planned", verdicts, plan, changed: plan.changes };
  if (plan.changes.length === 0 && !before.problems.some((one) => one.service !== undefined && services.includes(one.service))) return { ...result, status: "healthy", verdicts, plan };
  return { services, verdicts, seen: before, plan, model, jobs };
}

async function act(workspace: Workspace, observed: Observed, wish: StartWish, { services, verdicts, seen: before, plan, model, jobs }: Prepared): Promise<Started> {
  const { snapshot, engine } = observed;
  if (plan.changes.some((one) => one.action === "restart") && before.problems.length > 0) await keepEvidence(workspace, before);
  const log = new BuildLog();
  const raw = await execute(
    {
      runner: workspace.runner,
      engine,
      compose: (words) => commandFor(snapshot, words),
      start: { engine, net: workspace.net, clock: workspace.clock, redact: workspace.redact, project: snapshot.project.name, model, jobs, paths: snapshot.paths, signal: workspace.signal },
      timeoutMs: wish.timeoutMs,
      keep: (line) => log.add(line),
      report: (message, ready) => workspace.progress({ message, ...(ready === undefined ? {} : { done: ready, total: services.length }) }),
    },
    plan,
  );
  const done = { ...raw, log: await log.write(workspace) };
  const outcome = await conclude(workspace, observed, services, done).catch((error: unknown) => {
    if (!isLost(error)) throw error;
    return lostOutcome(observed, done, plan.kept);
  });
  return { services, verdicts, plan, changed: plan.changes.filter((change) => happened(change, done)), ...outcome };
}

/**
 * Services that run and fail although they have had their time: one that is still starting is waited for, not restarted.
 * Where the engine does not call it unhealthy yet, one failed answer may be a slow moment, so it is asked once more.
 */
async function failingServices(workspace: Workspace, before: Examined): Promise<Set<string>> {
  const first = hadTheirTime(before);
  const calledSo = (service: string) => seenService(before.snapshot, service).container?.health === "unhealthy";
  if ([...first].every(calledSo)) return first;
  await workspace.clock.sleep(SECOND_LOOK_MS, workspace.signal);
  const second = hadTheirTime(await examine(workspace, await lookAgain(workspace, before), PROBE_MS));
  return new Set([...first].filter((service) => calledSo(service) || second.has(service)));
}

function hadTheirTime({ snapshot, problems }: Examined): Set<string> {
  const failing = problems.flatMap((one) => (one.code === "unhealthy" || one.code === "not-answering" ? (one.service ?? []) : []));
  return new Set(failing.filter((service) => {
    const { container } = seenService(snapshot, service);
    return container !== undefined && container.health !== "starting" && (container.health !== "none" || snapshot.atMs - container.startedMs > START_UP_MS);
  }));
}

/** Whether a change of the plan came about: its step was carried out, or its container was started. */
function happened({ action, service }: Change, { done, start }: Executed): boolean {
  const made = done.some((one) => one === "create" || one === "recreate") || (done.includes("start") && done.some((one) => one.startsWith("up")));
  if (action === "build" || action === "migrate") return done.includes(action);
  if (action === "create" || action === "recreate") return made;
  return start !== undefined && (start.started.includes(service) || start.readyMs.has(service));
}

async function judge(workspace: Workspace, observed: Observed, facts: PreflightFacts): Promise<Started["verdicts"]> {
  const verdictsOf = (given: PreflightFacts) => preflightChecks.map((check) => ({ id: check.id, ...check.judge(given) }));
  const first = verdictsOf(facts);
  if (first.some((one) => one.status === "fail")) return first;
  return verdictsOf({ ...facts, script: await runPreflightScript(workspace, observed) });
}

/** Services that are built and whose image is not there yet. */
async function absentBuilds({ snapshot, engine }: Observed, services: string[]): Promise<Set<string>> {
  const model = snapshot.read.model;
  if (!model || !snapshot.engine.answers) return new Set();
  const built = services.filter((service) => model.services[service]?.build);
  const found = await Promise.all(built.map((service) => engine.image(model.services[service]?.image ?? `${snapshot.project.name}-${service}`)));
  return new Set(built.filter((_, index) => found[index] === undefined));
}
