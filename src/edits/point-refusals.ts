import type { Knowledge, MapFile } from "../knowledge/open-knowledge.ts";
import { resolveAll } from "../knowledge/resolve-all.ts";
import { secretLike } from "../maps/copied-values.ts";
import { parsePointer, pointersIn } from "../maps/pointers-in.ts";
import type { Pointer } from "../pointers/pointer.ts";
import { leavesWorkspace } from "../pointers/resolve-pointer.ts";
import { named } from "./edit-map.ts";
import { pointerRefusal, type Refusal } from "./entry-refusals.ts";
import type { MapRequest } from "./map-request.ts";

/** Why a pointer must not be written, the pointer as it is now, and which stale one of the same label it replaces. */
export async function pointRefusals(knowledge: Knowledge, map: MapFile, request: Extract<MapRequest, { do: "point" }>, redact: (text: string) => string): Promise<{ refusals: Refusal[]; pointers: Pointer[]; stale?: string }> {
  const { sources, defaults } = knowledge;
  const target = named(map.entries, request.entry);
  const written = parsePointer(request.pointer, request.role, defaults);
  if (!target) return { refusals: [], pointers: [] };
  if (!written) return { refusals: [{ code: "no-pointer", message: `${JSON.stringify(request.pointer)} is no pointer.`, fix: "Write a path, with `→` and a key, heading, target or function behind it where one is meant." }], pointers: [] };
  if (redact(request.pointer) !== request.pointer || secretLike(request.pointer) !== undefined) return { refusals: [{ code: "secret", message: "The pointer holds what looks like a secret.", fix: "Point to the variable's name." }], pointers: [] };
  const [pointer] = await resolveAll(knowledge, target, [written]);
  const refusals = pointer ? pointerRefusal(pointer, written.written, await leavesWorkspace(sources, written.path)) : [];
  const others = pointersIn(target, defaults).filter((one) => one.role.toLowerCase() === request.role.toLowerCase());
  const states = await resolveAll(knowledge, target, others);
  const broken = others.filter((_, index) => ["missing", "moved", "changed"].includes(states[index]?.status ?? ""));
  const [stale] = broken.length > 1 ? broken.filter((one) => one.path.split("/").at(-1) === written.path.split("/").at(-1)) : broken;
  return { refusals, pointers: pointer ? [pointer] : [], ...(stale ? { stale: stale.written } : {}) };
}
