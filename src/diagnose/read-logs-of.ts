import { EngineError } from "../engine/engine.ts";
import { isStore } from "../engine/probes.ts";
import type { Examined } from "../examine.ts";
import type { Workspace } from "../workspace.ts";
import type { Lines } from "../signs/sign-causes.ts";

/** Lines of each log, of the last minutes: what a person complains about has just happened. */
const LINES = 300;
const RECENT_MS = 15 * 60_000;

/** What services say while they find each other, they say no more once all have been up for so long. */
const SETTLING_MS = 10_000;
/** What was not said again for so long is taken to be over. */
const OVER_MS = 120_000;

/** A recent log of a service that runs. */
export interface RecentLog extends Lines {
  service: string;
  /** Those of its last two minutes' lines that came after the last container had been started and had time to find the others. */
  settled: string[];
}

/** The recent logs of services that run well, of one or of all. */
export async function readLogsOf(workspace: Workspace, { snapshot, engine }: Examined, service: string | undefined): Promise<RecentLog[]> {
  const containers = snapshot.containers.filter((one) => (service === undefined || one.service === service) && one.state !== "created");
  const settledMs = Math.max(0, ...snapshot.containers.map((one) => one.startedMs)) + SETTLING_MS;
  return Promise.all(
    containers.map(async (one) => {
      const since = Math.max(one.startedMs, snapshot.atMs - RECENT_MS);
      const lines = await engine.logs(one.id, { tail: LINES, sinceMs: since, signal: workspace.signal }).catch((error: unknown) => {
        if (error instanceof EngineError && error.reason !== "cancelled") return [];
        throw error;
      });
      return { source: `logs of ${one.service}`, service: one.service, lines: lines.map((line) => line.text), settled: lines.flatMap((line) => (Date.parse(line.at) >= Math.max(settledMs, snapshot.atMs - OVER_MS) ? [line.text] : [])) };
    }),
  );
}

/** Whether a service is a store that others ask: what it logs of them, a person at its console may have caused. */
export function keepsData({ snapshot: { read: { model } } }: Examined, service: string): boolean {
  return model !== undefined && (isStore(model, service, "postgres") || isStore(model, service, "redis"));
}
