import { complaintExplanations } from "../checks/index.ts";
import type { Failing } from "../checks/explanation.ts";
import { seenService } from "../checks/service.ts";
import type { Examined } from "../examine.ts";
import type { Cause } from "../result/shapes.ts";
import { readCauses, type Lines } from "../signs/sign-causes.ts";
import type { Workspace } from "../workspace.ts";
import { collectFacts } from "./collect-facts.ts";
import { saidOf } from "./explain-failing.ts";

/** What a service may complain of and yet be well: it is about others. What is about itself was over when it became well. */
const OF_OTHERS = /^(?:database|redis|broker|store|data|api|mail|certificate|token|too-many|connection|host|upstream|query|search)-|^(?:disk-full|volume-missing|filesystem-readonly|migration-pending|webhook-signature)$/;

/**
 * What services that run well complain of: proven where facts of now explain it, likely where the line itself is telling.
 * What is only a hint is left out.
 */
export async function explainComplaints(workspace: Pick<Workspace, "files" | "signal">, examined: Examined, read: Lines[]): Promise<Cause[]> {
  const { snapshot } = examined;
  const { model } = snapshot.read;
  const complaining = read.flatMap((lines) => {
    const told = readCauses(lines, "running");
    return lines.service === undefined || told.length === 0 ? [] : [{ service: lines.service, told }];
  });
  if (!model || complaining.length === 0) return [];
  const { services, architecture } = await collectFacts(workspace, examined, complaining.map(({ service, told }) => ({ service, said: told.map(saidOf) })));
  return complaining.flatMap(({ service, told }): Cause[] => {
    const [first] = told;
    if (!first) return [];
    const problem = { code: "not-answering" as const, service, cause: "", confidence: "possible" as const, evidence: [], fix: { summary: "" } };
    const failing: Failing = { ...seenService(snapshot, service), problem, snapshot, model, said: told.map(saidOf), facts: services.get(service) ?? {}, factsOf: (name) => services.get(name) ?? {}, architecture };
    const reason = complaintExplanations.flatMap((one) => one.judge(failing) ?? []).find((one) => one.confidence === "proven");
    return reason ? [reason] : told.filter(({ cause }) => cause.confidence === "likely" && OF_OTHERS.test(cause.code)).map(({ cause }) => cause);
  });
}
