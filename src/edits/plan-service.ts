import { posix } from "node:path";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import type { Workspace } from "../workspace.ts";
import type { Allocated } from "./allocate-ports.ts";
import { companionEdits } from "./companion-edits.ts";
import type { Refusal } from "./entry-refusals.ts";
import { insertService } from "./insert-service.ts";
import { invalidValue } from "./invalid-value.ts";
import { judgeService } from "./judge-service.ts";
import { unsharedVolumes } from "./own-volumes.ts";
import { projectFacts, type ProjectFacts } from "./project-facts.ts";
import { completeDefinition, type Definition } from "./service-definition.ts";
import { invalidName } from "./service-name.ts";
import type { FileEdit } from "./transaction.ts";

export interface ServiceRequest {
  name: string;
  definition: Definition;
  category?: string | undefined;
  description?: string | undefined;
  aliases?: string[] | undefined;
  /** The volumes are a template's, so nobody asked for them by name. */
  templated?: boolean;
  allow: string[];
}

export interface ServicePlan {
  edits: FileEdit[];
  validation: { ok: boolean; message?: string };
  refusals: Refusal[];
  /** Fields of the arguments as they may have been meant. */
  corrected?: Definition;
  allocated: Allocated[];
  /** Variables that have no value yet. */
  missing: string[];
  /** What was left as it is or done otherwise, and why. */
  notes: string[];
  /** What a person must make before the service starts. */
  todo: string[];
}

/** Plans one service more: the compose file, and every file that speaks of services. Writes nothing. */
export async function planService(workspace: Workspace, knowledge: Knowledge, request: ServiceRequest): Promise<ServicePlan> {
  const { name, allow } = request;
  const plan: ServicePlan = { edits: [], validation: { ok: false }, refusals: [], allocated: [], missing: [], notes: [], todo: [] };
  const refuse = (refusals: (Refusal & { corrected?: Definition })[]): ServicePlan => {
    const corrected = refusals.find((one) => one.corrected)?.corrected;
    return {
      ...plan,
      ...(corrected ? { corrected } : {}),
      validation: { ok: false, message: refusals.map((one) => one.message).join(" ") },
      refusals: refusals.map(({ code, message, fix }) => ({ code, message, fix })),
    };
  };
  const invalid = invalidName(name) ?? invalidValue(request.definition);
  if (invalid) return refuse([invalid]);
  const facts = await projectFacts(workspace, knowledge);
  if ("refused" in facts) return refuse([facts.refused]);
  if (facts.services.has(name)) return refuse([{ code: "service-exists", message: `The project has a service ${name} already.`, fix: "Choose another name, or edit the one that is there." }]);
  const { volumes, notes } = request.templated ? unsharedVolumes(request.definition["volumes"], facts.volumes) : { volumes: request.definition["volumes"], notes: [] };
  const completed = completeDefinition({ ...request.definition, ...(volumes === undefined ? {} : { volumes }) }, { name, ...facts });
  if (completed.refusals.length > 0) return refuse(completed.refusals);
  const inserted = insertService(facts.text, { name, definition: completed.definition }, { volumes: completed.volumes });
  if ("refused" in inserted) return refuse([inserted.refused]);
  const { refusals, service } = await judgeService(workspace, facts, { name, text: inserted.text, completed, allow });
  if (!service || refusals.length > 0) return refuse(refusals);
  const companions = await companionEdits(workspace, knowledge, { request, file: facts.file, completed, service });
  if ("refusals" in companions) return refuse(companions.refusals);
  return {
    ...plan,
    edits: [{ path: posix.join(facts.project.root, facts.file), before: facts.text, after: inserted.text }, ...companions.edits],
    validation: { ok: true },
    allocated: completed.ports.allocated,
    missing: [...completed.missing.required, ...completed.missing.plain],
    notes: [...notes, ...completed.notes, ...alikeIn(name, facts), ...companions.notes],
    todo: companions.todo,
  };
}

/** Names in a network take no notice of case. */
function alikeIn(name: string, { services }: ProjectFacts): string[] {
  const alike = [...services.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  return alike === undefined ? [] : [`${name} differs from the service ${alike} in its case alone: on a network both names are one, and so are their built images`];
}
