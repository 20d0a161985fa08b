import { posix } from "node:path";
import type { Model } from "../compose/model.ts";
import { variable, type Project } from "../compose/project.ts";
import { readModel, type ModelRead } from "../compose/read-model.ts";
import { UserError } from "../errors.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { servicesWritten } from "../knowledge/services-written.ts";
import type { Workspace } from "../workspace.ts";
import type { Allocated } from "./allocate-ports.ts";
import { composed } from "./check-composed.ts";
import type { Refusal } from "./entry-refusals.ts";
import { insertService } from "./insert-service.ts";
import { companionEdits } from "./companion-edits.ts";
import { completeDefinition, type Completed, type Definition } from "./service-definition.ts";
import { serviceDangers } from "./service-dangers.ts";
import { MAX_BYTES, type FileEdit } from "./transaction.ts";

export interface ServiceRequest {
  name: string;
  definition: Definition;
  category?: string | undefined;
  description?: string | undefined;
  aliases?: string[] | undefined;
  allow: string[];
}

export interface ServicePlan {
  edits: FileEdit[];
  validation: { ok: boolean; message?: string };
  refusals: Refusal[];
  allocated: Allocated[];
  /** Required variables that have no value yet. */
  missing: string[];
  /** What was left as it is, and why. */
  notes: string[];
}

/** Plans one service more: the compose file, and every file that speaks of services. Writes nothing. */
export async function planService(workspace: Workspace, knowledge: Knowledge, request: ServiceRequest): Promise<ServicePlan> {
  const project = requireProject(knowledge);
  const { name } = request;
  const plan: ServicePlan = { edits: [], validation: { ok: false }, refusals: [], allocated: [], missing: [], notes: [] };
  const refuse = (...refusals: Refusal[]): ServicePlan => ({ ...plan, validation: { ok: false, message: refusals.map((one) => one.message).join(" ") }, refusals });
  const invalid = invalidName(name);
  if (invalid) return refuse(invalid);
  const read = await readModel(workspace, project);
  const { model } = read;
  if (!model) return refuse({ code: "compose-invalid", message: read.invalid?.message ?? read.unasked ?? "Compose does not read the project.", fix: "Mend the compose files first: start_env with dry_run says where." });
  const file = fileFor(knowledge, project);
  const path = posix.join(project.root, file);
  const before = (await workspace.files.read(path, MAX_BYTES)) ?? "";
  if (name in model.services || knownAnywhere(knowledge, name)) return refuse({ code: "service-exists", message: `The project has a service ${name} already.`, fix: "Choose another name, or edit the one that is there." });
  const completed = completeDefinition(request.definition, { name, model, text: before, taken: await takenPorts(workspace, model), read: (one) => variable(project, one) });
  if (completed.refusals.length > 0) return refuse(...completed.refusals);
  const inserted = insertService(before, { name, definition: completed.definition }, { volumes: completed.volumes });
  if ("refused" in inserted) return refuse(inserted.refused);
  const checked = await composed(workspace, project, file, inserted.text, read, completed.variables.map((one) => one.name));
  if (!checked.model) return refuse({ code: "compose-invalid", message: `Compose does not accept the service: ${workspace.redact(checked.message ?? "")}`, fix: "Mend what the message names in the arguments, then call it again." });
  const dangers = dangersOf(checked.model, read, request, project);
  if (dangers.length > 0) return refuse(...dangers);
  const companions = await companionEdits(workspace, knowledge, { request, file, completed });
  if ("refusals" in companions) return refuse(...companions.refusals);
  return {
    edits: [{ path, before, after: inserted.text }, ...companions.edits],
    validation: { ok: true },
    refusals: [],
    allocated: completed.ports.allocated,
    missing: missingOf(completed, project),
    notes: companions.notes,
  };
}

function requireProject({ project, trouble }: Knowledge): Project {
  if (project && !trouble) return project;
  throw trouble ?? new UserError("no-compose-file", "There is no compose file to add a service to.", "Name the folder of the project with --workspace DIR.");
}

function invalidName(name: string): Refusal | undefined {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/.test(name)) return undefined;
  return { code: "invalid-name", message: `${JSON.stringify(name.slice(0, 80))} is no name for a service.`, fix: "Use letters, digits, `-`, `_` and `.`, with a letter or digit first." };
}

/** Services go where most of the project's services are. */
function fileFor({ guarded }: Knowledge, project: Project): string {
  const written = servicesWritten(guarded);
  const count = (file: string) => written.filter((one) => one.file === file).length;
  return project.files.toSorted((a, b) => count(b) - count(a))[0] ?? "compose.yaml";
}

/** Also a service of a profile that is off is a service of the project. */
function knownAnywhere({ guarded }: Knowledge, name: string): boolean {
  return servicesWritten(guarded).some((one) => one.name === name);
}

async function takenPorts(workspace: Workspace, model: Model): Promise<Map<number, string>> {
  const taken = new Map<number, string>();
  for (const listener of (await workspace.machine.listeners()) ?? []) taken.set(listener.port, listener.process ? `${listener.process} (pid ${listener.pid ?? "?"})` : "a process of this machine");
  for (const [service, { ports = [] }] of Object.entries(model.services)) {
    for (const { published = "" } of ports) {
      const [first = 0, last = first] = published.split("-").map(Number);
      for (let port = first; port > 0 && port <= Math.min(last, first + 1000); port += 1) taken.set(port, `the service ${service}`);
    }
  }
  return taken;
}

/** What the resolved service may do to the machine, and whether any other service has changed. */
function dangersOf(after: Model, before: ModelRead, { name, allow }: ServiceRequest, project: Project): Refusal[] {
  const service = after.services[name];
  if (!service) return [{ code: "splice-unsafe", message: `Compose does not see ${name} in the new text.`, fix: "Add the service by hand." }];
  const others = Object.entries(before.model?.services ?? {}).filter(([other, definition]) => JSON.stringify(after.services[other]) !== JSON.stringify(definition));
  if (others.length > 0) return [{ code: "splice-unsafe", message: `The new text would change ${others.map(([other]) => other).join(", ")} too.`, fix: "Add the service by hand." }];
  return serviceDangers(service, project.root).filter((one) => !allow.includes(one.code));
}

function missingOf({ variables }: Completed, project: Project): string[] {
  return variables.filter((one) => one.required && (variable(project, one.name) ?? "") === "").map((one) => one.name);
}
