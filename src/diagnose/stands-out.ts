import { preflightChecks } from "../checks/index.ts";
import { untold } from "../engine/untold.ts";
import { driftOf } from "../start/compose-drift.ts";
import type { Workspace } from "../workspace.ts";
import type { Look } from "./look-at.ts";

/** Something that was seen and that explains nothing by itself. */
export interface StandingOut {
  fact: string;
  source: string;
}

/** A service that takes so much of its memory limit is near its end. */
const NEAR_LIMIT = 0.9;
const HELD_BACK = 0.5;
const MOST = 6;

/** What an expert would mention where nothing is proven: what is not as it was, or nearly used up. At most six. */
export async function standsOut(workspace: Workspace, { seen, facts }: Look): Promise<StandingOut[]> {
  const { snapshot, engine } = seen;
  const { model } = snapshot.read;
  if (!model || !facts) return [];
  const running = snapshot.containers.filter((one) => one.state === "running");
  const limited = running.filter((one) => one.memoryLimit > 0);
  const [drift, usage] = await Promise.all([
    driftOf(workspace, seen, Object.keys(model.services)).catch(untold),
    engine.usage(running.map((one) => one.id), workspace.clock, workspace.signal).catch(untold),
  ]);
  const changed = [...(drift ?? [])].flatMap(([service, what]) => (what === "recreate" ? [service] : []));
  const orphans = snapshot.containers.filter((one) => !Object.hasOwn(model.services, one.service));
  const restarted = snapshot.containers.filter((one) => one.restarts > 0);
  const full = limited.flatMap((one) => {
    const share = (usage?.get(one.id)?.memoryBytes ?? 0) / one.memoryLimit;
    return share >= NEAR_LIMIT ? [`${one.service} takes ${Math.round(share * 100)} % of its memory limit`] : [];
  });
  const held = running.flatMap((one) => {
    const share = usage?.get(one.id)?.throttled ?? 0;
    return share >= HELD_BACK ? [`${one.service} is held back by its CPU limit in ${Math.round(share * 100)} % of the time`] : [];
  });
  const warned = preflightChecks.flatMap((check) => {
    const verdict = check.judge(facts);
    return verdict.status === "warn" ? [{ fact: verdict.message, source: `check ${check.id}` }] : [];
  });
  const compose = snapshot.project.files.join(", ");
  return [
    ...(changed.length > 0 ? [{ fact: `${changed.join(", ")} ${changed.length === 1 ? "runs" : "run"} with another configuration or image than is written now: start_env makes ${changed.length === 1 ? "it" : "them"} anew`, source: compose }] : []),
    ...[...full, ...held].map((fact) => ({ fact, source: "engine, usage" })),
    ...restarted.map((one) => ({ fact: `${one.service} was restarted ${one.restarts} times by the engine`, source: `container ${one.name}` })),
    ...(orphans.length > 0 ? [{ fact: `${orphans.map((one) => one.name).join(", ")} ${orphans.length === 1 ? "belongs" : "belong"} to services that the compose file has no more`, source: "engine, list of containers" }] : []),
    ...warned,
  ].slice(0, MOST);
}
