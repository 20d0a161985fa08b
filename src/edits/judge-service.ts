import { interpolate } from "../compose/interpolate.ts";
import type { Model, ServiceModel } from "../compose/model.ts";
import type { Project } from "../compose/project.ts";
import { readModel, standIns } from "../compose/read-model.ts";
import type { Workspace } from "../workspace.ts";
import { composed } from "./check-composed.ts";
import { composeRefusal } from "./compose-refusal.ts";
import type { Refusal } from "./entry-refusals.ts";
import { followLinks } from "./follow-links.ts";
import { otherChanges } from "./other-changes.ts";
import type { ProjectFacts } from "./project-facts.ts";
import { serviceDangers } from "./service-dangers.ts";
import type { Completed } from "./service-definition.ts";
import { standInsFor } from "./stand-ins.ts";
import { undecidedVariables } from "./undecided-variables.ts";

interface Added {
  name: string;
  /** The compose file with the service in it. */
  text: string;
  completed: Completed;
  /** Codes that a person accepts. */
  allow: readonly string[];
}

export interface Judged {
  refusals: (Refusal & { corrected?: Record<string, unknown> })[];
  /** As compose resolves it. */
  service?: ServiceModel;
}

/**
 * Whether compose takes the new text, whether all else of the project is as it was, and what the service may do. The
 * project is looked at as it starts, and where the service is behind a profile also with that one on.
 */
export async function judgeService(workspace: Workspace, facts: ProjectFacts, added: Added): Promise<Judged> {
  const { project, read, variables, file } = facts;
  const { name, text, completed, allow } = added;
  const { definition, missing } = completed;
  const undecided = undecidedVariables(definition, variables.read, read.missing).filter((one) => !allow.includes(one.code));
  const names = [...new Set([...read.variables, ...completed.names])];
  // What other services refer to stays what it was when the project was read.
  const fill = { ...standInsFor(definition, missing.required), ...standIns(read.missing) };
  let after: Model | undefined;
  for (const { asked, before, unread } of await looks(workspace, facts, definition["profiles"])) {
    if (!before) return { refusals: [{ code: "compose-invalid", message: `With the profiles ${asked.profiles.join(", ")} on compose does not read the project: ${workspace.redact(unread ?? "")}`, fix: "Mend that service first, or choose another profile." }] };
    const { model, message = "" } = await composed(workspace, asked, { file, text, variables: names, fill });
    if (!model) return { refusals: undecided.length > 0 ? undecided : [composeRefusal(workspace.redact(message), name, definition, completed, facts)] };
    const others = otherChanges(before, model, name);
    if (others.length > 0) return unsafe(`The new text would change ${others.slice(0, 8).join(", ")} too.`);
    after = model;
  }
  const service = after && Object.hasOwn(after.services, name) ? after.services[name] : undefined;
  if (!after || !service) return unsafe(`Compose does not see ${name} in the new text.`);
  const sections = { ...after };
  const links = await followLinks(workspace.files, service, sections);
  const dangers = serviceDangers(service, { root: project.root, sections, links }).filter((one) => !allow.includes(one.code));
  return { refusals: [...undecided, ...dangers], service };
}

interface Look {
  asked: Project;
  before?: Model;
  /** Why it is not known how it was. */
  unread?: string;
}

/** The projects to look at, each with how it was; the last one has the service in it. */
async function looks(workspace: Workspace, { project, model, wide, variables }: ProjectFacts, asked: unknown): Promise<Look[]> {
  const own = (Array.isArray(asked) ? asked : []).map((one: unknown) => interpolate(String(one), variables.read).text);
  const usual = { asked: project, before: model };
  if (own.length === 0 || own.some((one) => project.profiles.includes(one))) return [usual];
  const on = (base: Project): Project => ({ ...base, profiles: [...new Set([...base.profiles, ...own])] });
  if (wide) return [usual, { asked: on(wide.project), before: wide.model }];
  const { model: before, invalid, unasked } = await readModel(workspace, on(project));
  return [usual, { asked: on(project), ...(before ? { before } : {}), unread: invalid?.message ?? unasked ?? "" }];
}

function unsafe(message: string): Judged {
  return { refusals: [{ code: "splice-unsafe", message, fix: "Add the service by hand." }] };
}
