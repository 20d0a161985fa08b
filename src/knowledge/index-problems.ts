import { damageOf } from "../maps/damage.ts";
import type { MapEntry } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import type { WrittenPointer } from "../maps/written-pointer.ts";
import { driftOf } from "../pointers/drift.ts";
import type { Pointer, PointerStatus } from "../pointers/pointer.ts";
import { leavesWorkspace } from "../pointers/resolve-pointer.ts";
import type { Knowledge, MapFile } from "./open-knowledge.ts";
import { resolveAll } from "./resolve-all.ts";

/** One thing that is wrong with a map: where, and what to do. */
export interface IndexProblem {
  code: string;
  entry?: string;
  path: string;
  line: number;
  message: string;
  fix: string;
}

export interface IndexReport {
  pointers: Record<"total" | PointerStatus, number>;
  problems: IndexProblem[];
}

/** Checks both maps whole: every pointer, what they state against what the sources say, and their own shape. */
export async function indexProblems(knowledge: Knowledge): Promise<IndexReport> {
  const { components, issues, derived } = knowledge;
  const foreign = await anotherProject(knowledge);
  const reports = await Promise.all(
    [components, issues].map(async (map) => {
      const damage = derived ? [] : damagesOf(map);
      const checked = await Promise.all(map.entries.map((entry) => checkEntry(knowledge, map, entry)));
      return { problems: [...damage, ...checked.flatMap((one) => one.problems)], statuses: checked.flatMap((one) => one.statuses) };
    }),
  );
  const statuses = reports.flatMap((one) => one.statuses);
  const tally = (status: PointerStatus) => statuses.filter((one) => one === status).length;
  return {
    pointers: { total: statuses.length, ok: tally("ok"), missing: tally("missing"), moved: tally("moved"), changed: tally("changed"), external: tally("external"), unchecked: tally("unchecked") },
    problems: [...foreign, ...reports.flatMap((one) => one.problems)],
  };
}

function damagesOf({ text, shown }: MapFile): IndexProblem[] {
  if (text === undefined) return [];
  return damageOf(text).map(({ code, line, message, fix, entry }) => ({ code, path: shown, line, message, fix, ...(entry === undefined ? {} : { entry }) }));
}

/** A map that came with a copied skill and speaks of files that are not here. */
async function anotherProject({ components, trouble }: Knowledge): Promise<IndexProblem[]> {
  if (trouble?.code !== "compose-file-missing" || components.text === undefined) return [];
  return [{ code: "another-project", path: components.shown, line: 1, message: `${trouble.message} The map may be that of another project.`, fix: "Mend compose_files in the front matter of the map, or choose this project's own skill with --skill DIR." }];
}

async function checkEntry(knowledge: Knowledge, map: MapFile, entry: MapEntry): Promise<{ problems: IndexProblem[]; statuses: PointerStatus[] }> {
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
  return { problems: [...problems, ...drifted], statuses: pointers.map((one) => one.status) };
}

function faultOf({ written }: WrittenPointer, pointer: Pointer, outside: boolean): Pick<IndexProblem, "code" | "message" | "fix"> | undefined {
  const { status, path, anchor = [], found_at: found } = pointer;
  if (outside) return { code: "pointer-outside", message: `${written} leads out of the workspace; it is never read.`, fix: "Point to a file inside the workspace." };
  if (status === "missing") return { code: "pointer-missing", message: `${path} is not there (${written}).`, fix: "Point to where it is now, or take the pointer out." };
  if (status === "moved") return { code: "pointer-moved", message: `${path} is now ${found ?? "elsewhere"} (${written}).`, fix: `Write ${found ?? "its new path"} in its place: update_index with entry, role and pointer.` };
  if (status === "changed") return { code: "pointer-changed", message: `${path} has no ${anchor.join(" → ")} any more (${written}).`, fix: "Point to what it is called now, or take the anchor out." };
  return undefined;
}
