import { posix } from "node:path";
import { guardComposeFiles, type Guarded } from "../compose/guard.ts";
import { interpolate } from "../compose/interpolate.ts";
import { namingValues, variable, type Project } from "../compose/project.ts";
import { selectProject } from "../compose/select-project.ts";
import { UserError } from "../errors.ts";
import { pastOf } from "../git/past.ts";
import { mapEntries } from "../maps/map-entries.ts";
import type { MapEntry } from "../maps/parse-map.ts";
import { Sources } from "../pointers/sources.ts";
import type { Workspace } from "../workspace.ts";
import { derivedText } from "./derived-text.ts";
import { shownIn, writtenSecrets } from "./project-values.ts";

/** One of the two maps as it stands on disk now. */
export interface MapFile {
  /** Absolute. */
  path: string;
  /** Relative to the workspace where it lies in it. */
  shown: string;
  /** Absent where there is no such file. */
  text?: string;
  entries: MapEntry[];
}

/** The maps and what they are held against. */
export interface Knowledge {
  components: MapFile;
  issues: MapFile;
  /** There is no map: the components were derived from the workspace and stand in no file. */
  derived: boolean;
  /** Absent where no project can be chosen; `trouble` says why. */
  project?: Project;
  /** Compose files with their values, aliases resolved; empty without a project. */
  guarded: Guarded;
  trouble?: UserError;
  sources: Sources;
  /** Files that the forms `make X` and a bare variable name point into. */
  defaults: { makefile: string; envTemplate: string };
  /** Puts the project's variables into a text, as compose would. */
  interpolate(text: string): string;
}

const COMPONENT_MAP = "references/component-map.md";
const TROUBLESHOOTING_INDEX = "references/troubleshooting-index.md";
const MAX_BYTES = 8 * 1024 * 1024;

/** Reads the maps and the project's files, and nothing of what runs. From here on no secret of theirs is shown. */
export async function openKnowledge(workspace: Workspace, wanted?: string): Promise<Knowledge> {
  const { files, root, skill, machine, runner, signal } = workspace;
  const front = skill?.front ?? {};
  const [components, issues, chosen] = await Promise.all([readMap(workspace, COMPONENT_MAP), readMap(workspace, TROUBLESHOOTING_INDEX), chooseProject(workspace, wanted)]);
  const { project, trouble, guarded } = chosen;
  const read = (name: string) => (project ? variable(project, name) : machine.env[name]);
  const values = [...guarded.files.values()].flatMap((file) => file.values);
  const replaced = (text: string) => interpolate(text, read).text;
  if (project) workspace.protect([...Object.entries(project.envValues).map(([name, value]) => ({ name, value })), ...writtenSecrets(values)], [...namingValues(project), ...shownIn(values, replaced)]);
  const makefile = front.makefile ?? (await firstFile(files, root, ["Makefile", "makefile", "GNUmakefile"])) ?? "Makefile";
  const envTemplate = front.env_template ?? (await firstFile(files, root, [".env.example", ".env.template", ".env.sample", "env.example"])) ?? ".env.example";
  const derived = skill === undefined;
  const entries = derived ? mapEntries(await derivedText(workspace, project, guarded, { makefile, envTemplate })) : components.entries;
  return { components: { ...components, entries }, issues, derived, guarded, sources: new Sources(files, root, await inRepository(files, root) ? pastOf({ runner, environment: machine.env, signal }, root) : undefined), defaults: { makefile, envTemplate }, interpolate: replaced, ...(project ? { project } : {}), ...(trouble ? { trouble } : {}) };
}

async function readMap({ files, root, skill }: Workspace, name: string): Promise<MapFile> {
  if (!skill) return { path: posix.join(root, name), shown: name, entries: [] };
  const path = posix.join(skill.folder, name);
  const relative = posix.relative(root, path);
  const text = await files.read(path, MAX_BYTES);
  return { path, shown: relative.startsWith("..") ? path : relative, entries: mapEntries(text ?? ""), ...(text === undefined ? {} : { text }) };
}

/** A workspace whose project cannot be chosen still has maps. A project that was asked for by name must be there. */
async function chooseProject({ files, root, skill, machine }: Workspace, wanted: string | undefined): Promise<{ project?: Project; guarded: Guarded; trouble?: UserError }> {
  let project: Project | undefined;
  try {
    project = await selectProject(files, { root, environment: machine.env, map: skill?.front ?? {}, wanted });
    const { environment, envValues } = project;
    return { project, guarded: await guardComposeFiles(files, root, project.files, (name) => variable({ environment, envValues }, name)) };
  } catch (error) {
    if (!(error instanceof UserError) || wanted !== undefined) throw error;
    return { ...(project ? { project } : {}), guarded: { files: new Map() }, trouble: error };
  }
}

/** Without a repository there is nothing to ask git. */
async function inRepository(files: Workspace["files"], root: string): Promise<boolean> {
  for (let folder = root; ; folder = posix.dirname(folder)) {
    if (await files.stat(posix.join(folder, ".git"))) return true;
    if (folder === posix.dirname(folder)) return false;
  }
}

async function firstFile(files: Workspace["files"], root: string, names: string[]): Promise<string | undefined> {
  for (const name of names) if ((await files.stat(posix.join(root, name)))?.kind === "file") return name;
  return undefined;
}
