import type { Failing, Said } from "../checks/explanation.ts";
import { explanations } from "../checks/index.ts";
import type { Problem } from "../checks/problem.ts";
import { seenService, stateEvidence } from "../checks/service.ts";
import { dependents } from "../compose/graph.ts";
import { sinceLastStart, type Examined } from "../examine.ts";
import { untold } from "../engine/untold.ts";
import type { Cause } from "../result/shapes.ts";
import { readCauses, signCauses, type SignCause } from "../signs/sign-causes.ts";
import type { Workspace } from "../workspace.ts";
import { collectFacts, type Collected } from "./collect-facts.ts";

/** Problems that say how a service fails, and not why. */
const OPEN: Problem["code"][] = ["unhealthy", "exited", "crash-loop", "not-answering", "start-failed"];

/**
 * The same, and of each service that fails the reason: what facts prove, else what its own words say. That takes tens of
 * milliseconds for each, so it is for what is reported, not for every look of a wait.
 */
export async function explainFailing(workspace: Pick<Workspace, "files" | "signal">, examined: Examined): Promise<Examined> {
  const { snapshot } = examined;
  const open = examined.problems.flatMap((problem) => (problem.service !== undefined && OPEN.includes(problem.code) ? [{ problem, service: problem.service, told: saidBy(examined, problem.service) }] : []));
  if (open.length === 0) return examined;
  const [stores, facts] = await Promise.all([storesOf(examined, open.map((one) => one.service)), collectFacts(workspace, examined, open.map(({ service, told }) => ({ service, said: told.map(saidOf) })))]);
  const reasons = new Map(open.map((one) => [one.service, inStore(snapshot, one, stores) ?? reasonOf(snapshot, one, facts)]));
  return {
    ...examined,
    problems: examined.problems.map((problem) => {
      const reason = problem.service === undefined || !OPEN.includes(problem.code) ? undefined : reasons.get(problem.service);
      return reason ? { ...problem, told: { ...reason, ...affecting(problem, reason) } } : problem;
    }),
  };
}

/** What a store says of itself, that is over when it is said no more. */
const STORE_STATES = /^(?:disk-full|data-corrupt|too-many-connections|database-readonly|redis-(?:not-saving|readonly|full))$/;
const RECENT_MS = 60_000;

/** What running services say of their own state, that failing ones need. */
async function storesOf({ snapshot, engine }: Examined, failing: string[]): Promise<Cause[]> {
  const { model } = snapshot.read;
  if (!model) return [];
  const needed = snapshot.containers.filter(({ state, service }) => state === "running" && !failing.includes(service) && failing.some((one) => dependents(model, service).includes(one)));
  const logs = await Promise.all(needed.map(async ({ id, service }) => ({ service, lines: await engine.logs(id, { tail: 100, sinceMs: snapshot.atMs - RECENT_MS }).catch(untold) })));
  return logs.flatMap(({ service, lines }) => signCauses([{ source: `logs of ${service}`, service, lines: (lines ?? []).map((line) => line.text) }], "failing").filter((one) => STORE_STATES.test(one.code) && one.confidence === "proven"));
}

/** Of a failure that is one of a store's, the store is the cause; what the service says of it stands beside. */
function inStore({ read: { model } }: Examined["snapshot"], { service, told }: Open, stores: Cause[]): Cause | undefined {
  const [word] = told;
  const store = stores.find((one) => model !== undefined && one.service !== undefined && dependents(model, one.service).includes(service));
  return word && store && /^(?:database|redis|query|connection|migration|input|store)-|^disk-full$/.test(word.cause.code) ? { ...store, affects: [service], evidence: [...store.evidence, ...word.cause.evidence] } : undefined;
}

function affecting(problem: Problem, reason: Cause): { affects?: string[] } {
  // A reason may lie in another service than the one that shows it.
  const affects = [...new Set([...(reason.affects ?? []), ...(problem.affects ?? [])])].filter((name) => name !== reason.service);
  return affects.length > 0 ? { affects } : {};
}

interface Open {
  problem: Problem;
  service: string;
  told: SignCause[];
}

/** What the engine said of a container that it could not start, and what the service itself has said since its last start. */
function saidBy({ snapshot }: Examined, service: string): SignCause[] {
  const { container, probes } = seenService(snapshot, service);
  const asked = probes.flatMap((one) => (one.kind === "command" && one.error !== undefined ? [one.error.replace(/^exit code \d+: /, "")] : []));
  return [
    ...(container?.error ? readCauses({ source: `container ${container.name}`, service, lines: [container.error] }, "failing") : []),
    ...readCauses({ source: `logs of ${service}`, service, lines: sinceLastStart(snapshot, service).map((line) => line.text) }, "failing"),
    // What the health command says is the service's own word only where it is decisive: that it is refused is what it always says.
    ...readCauses({ source: `health command of ${service}, run now`, service, lines: asked }, "failing").filter(({ cause }) => cause.confidence === "proven"),
  ];
}

/** What is proven by facts, what is proven by words, what facts or words make likely, in this order. */
function reasonOf(snapshot: Examined["snapshot"], { problem, service, told: said }: Open, { services, architecture }: Collected): Cause | undefined {
  const { model } = snapshot.read;
  const seen = seenService(snapshot, service);
  const { container } = seen;
  const state = container && container.state !== "running" ? [stateEvidence({ ...container, error: "" })] : problem.evidence.slice(0, 1).filter((one) => !one.source.startsWith("logs of"));
  const [word] = said;
  // A program that has ended over an error of its own code has said all that there is to say.
  const ended = word?.cause.code === "program-bug" && container !== undefined && container.state !== "running";
  const told = word && { ...word.cause, ...(ended ? { confidence: "proven" as const } : {}), evidence: [...word.cause.evidence, ...state] };
  if (!model) return told;
  const failing: Failing = { ...seen, logs: sinceLastStart(snapshot, service), problem, snapshot, model, said: said.map(saidOf), facts: services.get(service) ?? {}, factsOf: (name) => services.get(name) ?? {}, architecture };
  const reasons = explanations.flatMap((one) => one.judge(failing) ?? []);
  return reasons.find((one) => one.confidence === "proven") ?? (told?.confidence === "proven" ? told : undefined) ?? reasons[0] ?? told;
}

/** A line that was understood, as checks take it. */
export function saidOf({ cause, words }: SignCause): Said {
  const [evidence = { source: "", excerpt: "" }] = cause.evidence;
  return { code: cause.code, words, evidence };
}
