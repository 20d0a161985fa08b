import { copiedValues, secretLike } from "../maps/copied-values.ts";
import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import type { WrittenPointer } from "../maps/written-pointer.ts";
import { driftOf } from "../pointers/drift.ts";
import type { Pointer, PointerStatus } from "../pointers/pointer.ts";
import { leavesWorkspace } from "../pointers/resolve-pointer.ts";
import type { HeldValue } from "./held-values.ts";
import type { IndexProblem } from "./index-problems.ts";
import type { Knowledge, MapFile } from "./open-knowledge.ts";
import { resolveAll } from "./resolve-all.ts";

/** Fields that hold literals or pointers, and those whose values are compared with their source: there a copy is noticed when it is wrong. */
const NO_PROSE = ["signal", "proof", "definitive source", "spec", "alias", "port", "health endpoint", "connection", "api doc", "access", "quick access"];

/** Whether an entry is still true: its pointers, what it states as a fact, what it copies, and what nobody should write down. */
export async function entryProblems(knowledge: Knowledge, map: MapFile, entry: MapEntry, held: HeldValue[]): Promise<{ problems: IndexProblem[]; statuses: PointerStatus[] }> {
  const { sources, interpolate, defaults } = knowledge;
  const written = pointersIn(entry, defaults);
  const pointers = await resolveAll(knowledge, entry, written);
  const drift = await driftOf(sources, entry, pointers, { interpolate, detail: "concise" });
  const at = { entry: entry.title, path: map.shown };
  const broken = await Promise.all(written.map(async (one, index) => ({ one, pointer: pointers[index], outside: await leavesWorkspace(sources, one.path) })));
  const problems = broken.flatMap(({ one, pointer, outside }): IndexProblem[] => {
    const fault = pointer && faultOf(one, pointer, outside);
    return fault ? [{ ...at, line: one.line, ...fault }] : [];
  });
  const drifted = drift.map((one): IndexProblem => ({
    code: "drift",
    ...at,
    line: entry.fields.find((field) => field.label === one.label)?.line ?? entry.line,
    message: `${one.label} says ${one.stated}; ${one.path}:${one.line} says ${one.actual}.`,
    fix: `Take the value out of the entry and point to ${one.path} instead.`,
  }));
  return { problems: [...problems, ...drifted, ...statedProblems(entry, map, held)], statuses: pointers.map((one) => one.status) };
}

function statedProblems(entry: MapEntry, map: MapFile, held: HeldValue[]): IndexProblem[] {
  const lines = entry.fields.flatMap((field) => [{ text: field.text, line: field.line, field }, ...field.items.map((text, index) => ({ text, line: field.itemLines[index] ?? field.line, field }))]);
  return lines.flatMap(({ text, line, field }): IndexProblem[] => {
    const at = { entry: entry.title, path: map.shown, line };
    const secret = field.key === "proof" ? undefined : secretLike(text);
    if (secret !== undefined) return [{ ...at, code: "secret", message: `${field.label} holds what looks like a secret (${secret}).`, fix: "Write the variable's name in its place, and change the secret: it was readable here." }];
    if (NO_PROSE.includes(field.key)) return [];
    return copiedValues([`${field.label}: ${text}`], held).map(({ found, pointer }) => ({ ...at, code: "copied-value", message: `${field.label} repeats ${found}, which its source holds and may change.`, fix: `Write the pointer in its place: ${pointer}` }));
  });
}

/** What is wrong with a pointer as it is now; undefined where nothing is. */
export function faultOf({ written }: WrittenPointer, pointer: Pointer, outside: boolean): Pick<IndexProblem, "code" | "message" | "fix"> | undefined {
  const { status, path, anchor = [], found_at: found } = pointer;
  if (outside) return { code: "pointer-outside", message: `${written} leads out of the workspace; it is never read.`, fix: "Point to a file inside the workspace." };
  if (status === "missing") return { code: "pointer-missing", message: `${path} is not there (${written}).`, fix: "Point to where it is now, or take the pointer out." };
  if (status === "moved") return { code: "pointer-moved", message: `${path} is now ${found ?? "elsewhere"} (${written}).`, fix: `Write ${found ?? "its new path"} in its place: update_index with entry, role and pointer.` };
  if (status === "changed" && anchor.length === 0) return { code: "pointer-changed", message: `${path} is a file now, not a folder (${written}).`, fix: "Point to the file, without the slash, or to where its parts are now." };
  if (status === "changed") return { code: "pointer-changed", message: `${path} has no ${anchor.join(" → ")} any more (${written}).`, fix: "Point to what it is called now, or take the anchor out." };
  return undefined;
}
