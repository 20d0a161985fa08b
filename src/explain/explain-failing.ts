import type { Failing, Said } from "../checks/explanation.ts";
import { explanations } from "../checks/index.ts";
import type { Problem } from "../checks/problem.ts";
import { seenService, stateEvidence } from "../checks/service.ts";
import { sinceLastStart, type Examined } from "../examine.ts";
import type { Cause } from "../result/shapes.ts";
import { readCauses, type SignCause } from "../signs/sign-causes.ts";
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
  const facts = await collectFacts(workspace, examined, open.map(({ service, told }) => ({ service, said: told.map(saidOf) })));
  const reasons = new Map(open.map((one) => [one.service, reasonOf(snapshot, one, facts)]));
  return {
    ...examined,
    problems: examined.problems.map((problem) => {
      const reason = problem.service === undefined || !OPEN.includes(problem.code) ? undefined : reasons.get(problem.service);
      return reason ? { ...problem, told: { ...reason, ...affecting(problem, reason) } } : problem;
    }),
  };
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
  const { container } = seenService(snapshot, service);
  return [
    ...(container?.error ? readCauses({ source: `container ${container.name}`, service, lines: [container.error] }, "failing") : []),
    ...readCauses({ source: `logs of ${service}`, service, lines: sinceLastStart(snapshot, service) }, "failing"),
  ];
}

/** What is proven by facts, what is proven by words, what facts or words make likely, in this order. */
function reasonOf(snapshot: Examined["snapshot"], { problem, service, told: said }: Open, { services, architecture }: Collected): Cause | undefined {
  const { model } = snapshot.read;
  const seen = seenService(snapshot, service);
  const { container } = seen;
  const state = container && container.state !== "running" ? [stateEvidence({ ...container, error: "" })] : problem.evidence.slice(0, 1).filter((one) => !one.source.startsWith("logs of"));
  const [word] = said;
  const told = word && { ...word.cause, evidence: [...word.cause.evidence, ...state] };
  if (!model) return told;
  const failing: Failing = { ...seen, problem, snapshot, model, said: said.map(saidOf), facts: services.get(service) ?? {}, factsOf: (name) => services.get(name) ?? {}, architecture };
  const reasons = explanations.flatMap((one) => one.judge(failing) ?? []);
  return reasons.find((one) => one.confidence === "proven") ?? (told?.confidence === "proven" ? told : undefined) ?? reasons[0] ?? told;
}

/** A line that was understood, as checks take it. */
export function saidOf({ cause, words }: SignCause): Said {
  const [evidence = { source: "", excerpt: "" }] = cause.evidence;
  return { code: cause.code, words, evidence };
}
