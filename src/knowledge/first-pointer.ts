import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import type { Pointer } from "../pointers/pointer.ts";
import type { Knowledge } from "./open-knowledge.ts";
import { resolveAll } from "./resolve-all.ts";

/** The pointer that an entry is mainly about, as a list of one; empty where it has none. */
export function firstPointer(knowledge: Knowledge, entry: MapEntry): Promise<Pointer[]> {
  return resolveAll(knowledge, entry, pointersIn(entry, knowledge.defaults).slice(0, 1));
}
