import { posix } from "node:path";
import { interpolate } from "../compose/interpolate.ts";
import type { Model, ServiceModel } from "../compose/model.ts";
import { variable, type Project } from "../compose/project.ts";
import { readModel, type ModelRead } from "../compose/read-model.ts";
import { record } from "../compose/taken-in.ts";
import { UserError } from "../errors.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { servicesWritten } from "../knowledge/services-written.ts";
import type { Workspace } from "../workspace.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { KnownVariables } from "./free-variable.ts";
import { offeredVariables } from "./offered-variables.ts";
import { readCompanion } from "./read-companion.ts";
import { takenPorts, type TakenPorts } from "./taken-ports.ts";

/** What a service more must fit to. */
export interface ProjectFacts {
  project: Project;
  /** The file that it goes into, relative to the workspace, and its text. */
  file: string;
  text: string;
  /** As compose resolves the project with the profiles that are on. */
  read: ModelRead;
  model: Model;
  /** With every profile on, where compose accepts that. */
  wide?: { project: Project; model: Model };
  /** All services by name, also those of profiles that are off. */
  services: ReadonlyMap<string, ServiceModel>;
  /** Volumes that any file declares. */
  volumes: ReadonlySet<string>;
  taken: TakenPorts;
  variables: KnownVariables;
}

/** Reads what there is. Throws where no project can be chosen. */
export async function projectFacts(workspace: Workspace, knowledge: Knowledge): Promise<ProjectFacts | { refused: Refusal }> {
  const project = requireProject(knowledge);
  const { guarded, defaults } = knowledge;
  const read = await readModel(workspace, project);
  const { model } = read;
  if (!model) return { refused: { code: "compose-invalid", message: read.invalid?.message ?? read.unasked ?? "Compose does not read the project.", fix: "Mend the compose files first: start_env with dry_run says where." } };
  const file = fileFor(knowledge, project);
  const before = await readCompanion(workspace, file);
  if ("refused" in before) return before;
  if ("why" in before) return { refused: { code: "file-unfit", message: `${file} is left as it is: ${before.why}.`, fix: "Save it as UTF-8, then call it again." } };
  const value = (name: string) => ([project.environment, project.envValues].some((one) => Object.hasOwn(one, name)) ? variable(project, name) : undefined);
  const wide = await withAllProfiles(workspace, project, read);
  const written = servicesWritten(guarded).map(({ name }): [string, ServiceModel] => [name, {}]);
  const services = new Map([...written, ...Object.entries(wide?.model.services ?? {}), ...Object.entries(model.services)]);
  const volumes = [...guarded.files.values()].flatMap(({ values }) => values.flatMap((one) => Object.keys(record(one["volumes"]))));
  return {
    project,
    file,
    text: "text" in before ? before.text : "",
    read,
    model,
    ...(wide ? { wide } : {}),
    services,
    volumes: new Set([...volumes, ...Object.keys(model.volumes ?? {})]),
    taken: takenPorts((await workspace.machine.listeners()) ?? [], Object.fromEntries(services)),
    variables: { read: value, used: new Set(read.variables), offered: offeredVariables(await readCompanion(workspace, posix.join(workspace.root, defaults.envTemplate))) },
  };
}

function requireProject({ project, trouble }: Knowledge): Project {
  if (project && !trouble) return project;
  throw trouble ?? new UserError("no-compose-file", "There is no compose file to add a service to.", "Name the folder of the project with --workspace DIR.");
}

/** The base file, or the first of the others that has services where it has none. */
function fileFor({ guarded }: Knowledge, { files }: Project): string {
  const written = new Set(servicesWritten(guarded).map((one) => one.file));
  return files.find((file) => written.has(file)) ?? files[0] ?? "compose.yaml";
}

async function withAllProfiles(workspace: Workspace, project: Project, read: ModelRead): Promise<{ project: Project; model: Model } | undefined> {
  const named = read.profiles.map((one) => interpolate(one, (name) => variable(project, name)).text).filter((one) => /^[a-zA-Z0-9][\w.-]*$/.test(one));
  const profiles = [...new Set([...project.profiles, ...named])];
  if (profiles.length === project.profiles.length) return read.model && { project, model: read.model };
  const { model } = await readModel(workspace, { ...project, profiles });
  return model && { project: { ...project, profiles }, model };
}
