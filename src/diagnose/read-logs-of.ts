import { EngineError } from "../engine/engine.ts";
import type { Examined } from "../examine.ts";
import type { Workspace } from "../workspace.ts";
import type { Lines } from "../signs/sign-causes.ts";

/** Lines of each log, of the last minutes: what a person complains about has just happened. */
const LINES = 300;
const RECENT_MS = 15 * 60_000;

/** The recent logs of services that run well, of one or of all. */
export async function readLogsOf(workspace: Workspace, { snapshot, engine }: Examined, service: string | undefined): Promise<Lines[]> {
  const containers = snapshot.containers.filter((one) => (service === undefined || one.service === service) && one.state !== "created");
  return Promise.all(
    containers.map(async (one) => {
      const since = Math.max(one.startedMs, snapshot.atMs - RECENT_MS);
      const lines = await engine.logs(one.id, { tail: LINES, sinceMs: since, signal: workspace.signal }).catch((error: unknown) => {
        if (error instanceof EngineError && error.reason !== "cancelled") return [];
        throw error;
      });
      return { source: `logs of ${one.service}`, service: one.service, lines: lines.map((line) => line.text) };
    }),
  );
}
