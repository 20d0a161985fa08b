import { posix } from "node:path";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { insertEntry } from "../maps/insert-entry.ts";
import { parseMap } from "../maps/parse-map.ts";
import type { Workspace } from "../workspace.ts";
import { damageOf, sealsFile } from "../maps/damage.ts";
import { named } from "./edit-map.ts";
import type { Refusal } from "./entry-refusals.ts";
import { insertPort } from "./insert-port-line.ts";
import { insertTargets } from "./insert-target.ts";
import { insertVariable } from "./insert-variable.ts";
import type { ServiceRequest } from "./plan-service.ts";
import type { Completed } from "./service-definition.ts";
import { isWritable } from "./skill-writable.ts";
import { MAX_BYTES, type FileEdit } from "./transaction.ts";

interface Given {
  request: ServiceRequest;
  /** The compose file, relative to the workspace. */
  file: string;
  completed: Completed;
}

interface Planned {
  edits: FileEdit[];
  notes: string[];
}

/** The files besides the compose file that speak of services: preflight's ports, make targets, the template, the map. */
export async function companionEdits(workspace: Workspace, knowledge: Knowledge, given: Given): Promise<Planned | { refusals: Refusal[] }> {
  const planned: Planned = { edits: [], notes: [] };
  const { root, skill } = workspace;
  const { request, completed } = given;
  const preflight = skill?.front.preflight;
  if (preflight) {
    await editFile(workspace, posix.join(root, preflight), planned, (text) => completed.ports.published.reduce((script, port) => withPort(script, { ...port, service: request.name }, planned), text));
  }
  await editFile(workspace, posix.join(root, knowledge.defaults.makefile), planned, (text) => {
    const made = insertTargets(text, request.name);
    if (!("refused" in made)) return made.text;
    planned.notes.push(`${knowledge.defaults.makefile}: ${made.refused.message}`);
    return text;
  });
  await editFile(workspace, posix.join(root, knowledge.defaults.envTemplate), planned, (text) =>
    completed.variables.reduce((template, { name, fallback }) => {
      const made = insertVariable(template, { name, example: fallback });
      return "text" in made ? made.text : template;
    }, text),
  );
  const damage = await editMapFile(workspace, knowledge, given, planned);
  return damage ? { refusals: [damage] } : planned;
}

function withPort(script: string, port: { port: number; variable?: string; service: string }, planned: Planned): string {
  const made = insertPort(script, port);
  if ("text" in made) return made.text;
  planned.notes.push(`preflight, port ${port.port}: ${made.why}`);
  return script;
}

async function editFile({ files }: Workspace, path: string, planned: Planned, edit: (text: string) => string): Promise<void> {
  const before = await files.read(path, MAX_BYTES);
  if (before === undefined) return;
  const after = edit(before);
  if (after !== before) planned.edits.push({ path, before, after });
}

async function editMapFile({ files, skill }: Workspace, { components }: Knowledge, { request, file, completed }: Given, planned: Planned): Promise<Refusal | undefined> {
  if (!skill || !isWritable(skill.folder)) {
    planned.notes.push(skill ? "the map belongs to an installed package and was left as it is" : "there is no component map to add it to");
    return undefined;
  }
  const before = (await files.read(components.path, MAX_BYTES)) ?? "";
  const damage = damageOf(before).find(sealsFile);
  if (damage) return { code: damage.code, message: `${components.shown}:${damage.line}: ${damage.message}`, fix: damage.fix };
  if (named(parseMap(before), request.name)) return undefined;
  const { image, build } = completed.definition;
  const there = [request.description ?? (image === undefined ? "how it is built, its ports, environment and health check" : "its image, ports, environment and health check")];
  const sources = [`\`${file}\` → \`services\` → \`${request.name}\``, ...dockerfile(build)];
  const after = insertEntry(before, { kind: "component", title: request.name, category: request.category ?? "Infrastructure", definitiveSource: sources, whatsThere: there, aliases: request.aliases ?? [], spec: [] });
  if (after !== before) planned.edits.push({ path: components.path, before, after });
  return undefined;
}

/** The Dockerfile of a service that is built from the workspace. */
function dockerfile(build: unknown): string[] {
  const { context, dockerfile: name }: { context?: unknown; dockerfile?: unknown } = typeof build === "string" ? { context: build } : typeof build === "object" && build !== null ? build : {};
  if (typeof context !== "string" || /[$:]/.test(context)) return [];
  const path = posix.join(context, typeof name === "string" ? name : "Dockerfile");
  return path.startsWith("..") || path.startsWith("/") ? [] : [`\`${path}\``];
}
