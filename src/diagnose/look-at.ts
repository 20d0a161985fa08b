import { preflightChecks, projectProblems, stackChecks } from "../checks/index.ts";
import type { PreflightFacts } from "../checks/preflight.ts";
import type { Problem } from "../checks/problem.ts";
import { withDependencies } from "../compose/graph.ts";
import { UserError } from "../errors.ts";
import { examine, type Examined } from "../examine.ts";
import { explainFailing } from "../explain/explain-failing.ts";
import { knownServices, takeSnapshot } from "../snapshot.ts";
import { preflightFacts } from "../start/preflight-facts.ts";
import type { Workspace } from "../workspace.ts";
import { collectStack } from "./collect-stack.ts";
import { stillStarting, withoutStarting } from "./still-starting.ts";

const PROBE_MS = 3_000;

/** What was seen of a stack. */
export interface Look {
  seen: Examined;
  /** Services that were started a moment ago and do not answer yet: nothing is against them. */
  starting: string[];
  /** What would keep it from being started. */
  preflight: Problem[];
  /** What the checks before a start have judged; absent where the project as a whole is wrong. */
  facts?: PreflightFacts;
  /** What is wrong although every service may look well. */
  stack: Problem[];
}

/** A workspace without a project can still be asked about an error line. */
export async function lookAt(workspace: Workspace, { project, service }: { project?: string | undefined; service?: string | undefined }): Promise<Look | UserError> {
  try {
    const observed = await takeSnapshot(workspace, project);
    knownServices(observed.snapshot, service === undefined ? undefined : [service]);
    const { model } = observed.snapshot.read;
    if (projectProblems(observed.snapshot).length > 0 || !model) return { seen: { ...observed, problems: [] }, starting: [], preflight: [], stack: [] };
    const failing = new AbortController();
    const [seen, facts, stack] = await Promise.all([
      examine(workspace, observed, PROBE_MS).then((examined) => {
        if (examined.problems.length > 0) failing.abort();
        return explainFailing(workspace, examined);
      }),
      preflightFacts(workspace, observed, withDependencies(model, undefined)),
      collectStack(workspace, observed, failing.signal),
    ]);
    const starting = stillStarting(seen);
    return { seen: { ...seen, problems: withoutStarting(seen, starting) }, starting, facts, preflight: preflightChecks.flatMap((check) => check.judge(facts).problem ?? []), stack: stackChecks.flatMap((check) => check.judge(stack)) };
  } catch (error) {
    if (error instanceof UserError && project === undefined && ["no-compose-file", "project-ambiguous", "compose-file-missing", "map-damaged"].includes(error.code)) return error;
    throw error;
  }
}
