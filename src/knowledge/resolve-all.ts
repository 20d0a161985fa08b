import type { MapEntry } from "../maps/parse-map.ts";
import type { WrittenPointer } from "../maps/written-pointer.ts";
import type { Pointer } from "../pointers/pointer.ts";
import { resolvePointer, type Moves } from "../pointers/resolve-pointer.ts";
import type { Knowledge } from "./open-knowledge.ts";

/** The pointers of an entry as they are now, in its order. */
export function resolveAll({ sources }: Pick<Knowledge, "sources">, entry: MapEntry, written: WrittenPointer[], moves: Moves = "followed"): Promise<Pointer[]> {
  const folders = foldersOf(entry, written);
  return Promise.all(written.map((one) => resolvePointer(sources, one, { folders, moves })));
}

/** Folders below which an entry's relative paths are tried too: its Location, and a folder as its source. */
function foldersOf(entry: MapEntry, written: WrittenPointer[]): string[] {
  const roles = entry.fields.filter((field) => ["location", "definitive source"].includes(field.key)).map((field) => field.label);
  return written.filter((one) => roles.includes(one.role) && one.anchor.length === 0 && (one.path.endsWith("/") || !/\.\w+$/.test(one.path))).map((one) => one.path.replace(/\/$/, ""));
}
