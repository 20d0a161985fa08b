import { posix } from "node:path";
import type { ServiceModel } from "../compose/model.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { damageOf, sealsFile } from "../maps/damage.ts";
import { insertEntry } from "../maps/insert-entry.ts";
import { parseMap } from "../maps/parse-map.ts";
import type { Workspace } from "../workspace.ts";
import { named } from "./edit-map.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { ServiceRequest } from "./plan-service.ts";
import { readCompanion } from "./read-companion.ts";
import { isWritable } from "./skill-writable.ts";
import type { FileEdit } from "./transaction.ts";

interface Given {
  request: ServiceRequest;
  /** The compose file, relative to the workspace. */
  file: string;
  /** As compose resolves it. */
  service: ServiceModel;
}

/** The entry of a service in the component map: it points to what is there, and to nothing that is yet to be made. */
export async function serviceEntry(workspace: Workspace, { components }: Knowledge, { request, file, service }: Given): Promise<{ edit?: FileEdit; notes: string[]; todo: string[]; refusal?: Refusal }> {
  const { skill } = workspace;
  const built = await dockerfileOf(workspace, service);
  const todo = built && !built.there ? [`Make ${built.path}: the service is built from it`] : [];
  if (!skill || !isWritable(skill.folder)) return { notes: [skill ? "the map belongs to an installed package and was left as it is" : "there is no component map to add it to"], todo };
  const map = await readCompanion(workspace, components.path);
  if ("refused" in map) return { notes: [], todo, refusal: map.refused };
  if ("why" in map) return { notes: [`${components.shown} is left as it is: ${map.why}`], todo };
  const before = "text" in map ? map.text : "";
  const damage = damageOf(before).find(sealsFile);
  if (damage) return { notes: [], todo, refusal: { code: damage.code, message: `${components.shown}:${damage.line}: ${damage.message}`, fix: damage.fix } };
  if (named(parseMap(before), request.name)) return { notes: [`${components.shown} has an entry ${request.name} already`], todo };
  const there = [request.description ?? (service.build ? "how it is built, its ports, environment and health check" : "its image, ports, environment and health check")];
  const sources = [`\`${file}\` → \`services\` → \`${request.name}\``, ...(built?.there ? [`\`${built.path}\``] : [])];
  const after = insertEntry(before, { kind: "component", title: request.name, category: request.category ?? "Infrastructure", definitiveSource: sources, whatsThere: there, aliases: request.aliases ?? [], spec: [] });
  return { notes: built && !built.there ? [`${built.path} is not there yet, so the map does not point to it`] : [], todo, ...(after === before ? {} : { edit: { path: components.path, before, after } }) };
}

/** The Dockerfile in the workspace that a service is built from, relative to it. */
async function dockerfileOf({ files, root }: Workspace, { build }: ServiceModel): Promise<{ path: string; there: boolean } | undefined> {
  if (build?.context === undefined || build["dockerfile_inline"] !== undefined) return undefined;
  const absolute = posix.resolve(root, build.context, build.dockerfile ?? "Dockerfile");
  const path = posix.relative(root, absolute);
  return path.startsWith("..") ? undefined : { path, there: (await files.stat(absolute))?.kind === "file" };
}
