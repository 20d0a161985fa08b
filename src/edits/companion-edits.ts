import { posix } from "node:path";
import type { ServiceModel } from "../compose/model.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import type { Workspace } from "../workspace.ts";
import type { Refusal } from "./entry-refusals.ts";
import { insertPort } from "./insert-port-line.ts";
import { insertTargets } from "./insert-target.ts";
import { insertVariable } from "./insert-variable.ts";
import type { ServiceRequest } from "./plan-service.ts";
import { readCompanion } from "./read-companion.ts";
import type { Completed } from "./service-definition.ts";
import { serviceEntry } from "./service-entry.ts";
import type { FileEdit } from "./transaction.ts";

interface Given {
  request: ServiceRequest;
  /** The compose file, relative to the workspace. */
  file: string;
  completed: Completed;
  /** As compose resolves it. */
  service: ServiceModel;
}

interface Planned {
  edits: FileEdit[];
  notes: string[];
  todo: string[];
}

/** One file besides the compose file: which one, whether the map names it, and what is to be in it. */
interface Part {
  path: string;
  named: boolean;
  edit(text: string): { text: string; notes: string[] };
}

/** The files besides the compose file that speak of services: preflight's ports, make targets, the template, the map. */
export async function companionEdits(workspace: Workspace, knowledge: Knowledge, given: Given): Promise<Planned | { refusals: Refusal[] }> {
  const planned: Planned = { edits: [], notes: [], todo: [] };
  for (const part of partsOf(workspace, knowledge, given)) {
    const read = await readCompanion(workspace, part.path);
    if ("refused" in read) return { refusals: [read.refused] };
    if ("why" in read) planned.notes.push(`${part.path} is left as it is: ${read.why}`);
    if ("absent" in read && part.named) planned.notes.push(`${part.path}, which the map names, is not there`);
    if (!("text" in read)) continue;
    if (await isEnvFile(workspace, knowledge, read.path)) {
      planned.notes.push(`${part.path} is the project's own env file, which holds values and no examples: it is left as it is`);
      continue;
    }
    const { text, notes } = part.edit(read.text);
    planned.notes.push(...notes);
    if (text !== read.text) planned.edits.push({ path: read.path, before: read.text, after: text });
  }
  const { edit, notes, todo, refusal } = await serviceEntry(workspace, knowledge, given);
  if (refusal) return { refusals: [refusal] };
  return { edits: [...planned.edits, ...(edit ? [edit] : [])], notes: [...planned.notes, ...notes], todo };
}

/** Values are a person's; a template that is a link to them is none. */
async function isEnvFile({ files, root }: Workspace, { project }: Knowledge, path: string): Promise<boolean> {
  const [real, own] = await Promise.all([files.realPath(path), files.realPath(posix.resolve(root, project?.envFile ?? ".env"))]);
  return real !== undefined && real === own;
}

function partsOf({ skill }: Workspace, { defaults }: Knowledge, { request, completed }: Given): Part[] {
  const { preflight, makefile, env_template: template } = skill?.front ?? {};
  const { published, ranges } = completed.ports;
  const parts: Part[] = [
    { path: defaults.makefile, named: makefile !== undefined, edit: (text) => withTargets(text, request.name, defaults.makefile) },
    { path: defaults.envTemplate, named: template !== undefined, edit: (text) => ({ text: withVariables(text, completed), notes: [] }) },
  ];
  if (preflight === undefined || published.length + ranges.length === 0) return parts;
  return [{ path: preflight, named: true, edit: (text) => withPorts(text, request.name, completed, preflight) }, ...parts];
}

function withPorts(text: string, service: string, { ports: { published, ranges } }: Completed, path: string): { text: string; notes: string[] } {
  const notes = ranges.map((range) => `${path} does not look at the range ${range}: add the ports that matter by hand`);
  let script = text;
  for (const port of published) {
    const made = insertPort(script, { ...port, service });
    if ("text" in made) script = made.text;
    else notes.push(`${path}, port ${port.port}: ${made.why}${made.hand === undefined ? "" : `; add by hand: ${made.hand}`}`);
  }
  return { text: script, notes };
}

function withTargets(text: string, service: string, path: string): { text: string; notes: string[] } {
  const made = insertTargets(text, service);
  return "refused" in made ? { text, notes: [`${path}: ${made.refused.message}`] } : { text: made.text, notes: [] };
}

function withVariables(text: string, { template }: Completed): string {
  return template.reduce((before, variable) => {
    const made = insertVariable(before, variable);
    return "text" in made ? made.text : before;
  }, text);
}
