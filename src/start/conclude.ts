import type { Executed } from "../engine/execute.ts";
import { examine, type Examined } from "../examine.ts";
import { explainFailing } from "../explain/explain-failing.ts";
import { lookAgain, type Observed } from "../snapshot.ts";
import type { Workspace } from "../workspace.ts";
import { rememberMade } from "./compose-drift.ts";
import { lost } from "./engine-lost.ts";
import { startProblem } from "./start-problem.ts";
import type { Started } from "./start.ts";

/** How long services that are ready may take until their published ports answer too. */
const PORTS_MS = 5_000;
const PROBE_MS = 3_000;
/** Who has cancelled does not wait for the services' answers as long. */
const CANCELLED_PROBE_MS = 1_000;

export type Outcome = Pick<Started, "status" | "seen" | "problem" | "readyMs" | "started">;

/** What is known where the engine can be asked no more: the services that were ready, or those that were left as they were. */
export function lostOutcome(observed: Observed, done: Executed, kept: string[]): Outcome {
  const readyMs = done.start?.readyMs ?? new Map(kept.map((service) => [service, 0]));
  return { status: "unhealthy", seen: { ...observed, problems: [] }, readyMs, started: done.start?.started ?? [], problem: startProblem(observed.snapshot, { ...done, lost: true }, [], [...readyMs.keys()]) };
}

/** Throws an EngineError where the engine is lost. */
export async function conclude(workspace: Workspace, observed: Observed, services: string[], raw: Executed & { log: string | undefined }): Promise<Outcome> {
  const done = { ...raw, ...(raw.failed ? { failed: workspace.redact(raw.failed) } : {}) };
  const { start: outcome } = done;
  const readyMs = outcome?.readyMs ?? new Map<string, number>();
  const started = outcome?.started ?? [];
  if (done.lost) throw lost();
  const quiet = { ...workspace, signal: new AbortController().signal };
  const cancelled = done.cancelled || outcome?.end === "cancelled";
  if (!done.failed && !cancelled) workspace.progress({ message: "asking every service once more" });
  const good = !done.failed && (outcome === undefined || outcome.end === "ready");
  // An engine that was told to end stops its containers first: what then looks like their failure is its own end.
  if (!good && !cancelled) await observed.engine.info();
  let seen = await examine(quiet, await lookAgain(quiet, observed), cancelled ? CANCELLED_PROBE_MS : PROBE_MS);
  if (cancelled) return { status: "cancelled", seen, readyMs, started };
  const mine = () => seen.problems.filter((one) => one.service !== undefined && services.includes(one.service));
  const until = workspace.clock.elapsed() + PORTS_MS;
  while (good && mine().length > 0 && workspace.clock.elapsed() < until && !workspace.signal.aborted) {
    await workspace.clock.sleep(100, workspace.signal);
    seen = await examine(quiet, await lookAgain(quiet, observed), PROBE_MS);
  }
  if (good && mine().length === 0) {
    await rememberMade(seen, services);
    return { status: "healthy", seen, readyMs, started };
  }
  seen = await explainFailing(workspace, seen);
  return { status: outcome?.end === "timed out" ? "timed_out" : "unhealthy", seen, readyMs, started, problem: startProblem(seen.snapshot, done, mine(), services) };
}

/** A restart ends the process that failed, and its evidence with it; so that is written down first. */
export async function keepEvidence(workspace: Workspace, examined: Examined): Promise<void> {
  const { problems } = await explainFailing(workspace, examined);
  await workspace.state.writeJson("evidence.json", workspace.redact({ at: new Date(workspace.clock.now()).toISOString(), problems })).catch(() => undefined);
}
