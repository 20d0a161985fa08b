import { damageOf } from "../maps/damage.ts";
import { repeatedEntries } from "../maps/similar-entries.ts";
import type { PointerStatus } from "../pointers/pointer.ts";
import type { Workspace } from "../workspace.ts";
import { companionProblems } from "./companion-problems.ts";
import { entryProblems } from "./entry-problems.ts";
import { heldValues } from "./held-values.ts";
import type { Knowledge, MapFile } from "./open-knowledge.ts";
import { skillProblems } from "./skill-problems.ts";
import { uncovered, type Uncovered } from "./uncovered.ts";

/** One thing that is wrong with a map, or with what it speaks of: where, and what to do. */
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
  uncovered: Uncovered[];
}

/** Checks both maps and SKILL.md whole: every pointer, what they state or repeat, their own shape, and the files that repeat a compose file. */
export async function indexProblems(workspace: Workspace, knowledge: Knowledge): Promise<IndexReport> {
  const { components, issues, derived } = knowledge;
  const held = await heldValues(knowledge);
  const [reports, skill, companions] = await Promise.all([
    Promise.all(
      [components, issues].map(async (map) => {
        const checked = await Promise.all(map.entries.map((entry) => entryProblems(knowledge, map, entry, held)));
        return { problems: [...(derived ? [] : [...damagesOf(map), ...repeated(map)]), ...checked.flatMap((one) => one.problems)], statuses: checked.flatMap((one) => one.statuses) };
      }),
    ),
    skillProblems(workspace, knowledge),
    companionProblems(knowledge, workspace.skill?.front.preflight),
  ]);
  const statuses = [...reports.flatMap((one) => one.statuses), ...skill.statuses];
  const tally = (status: PointerStatus) => statuses.filter((one) => one === status).length;
  return {
    pointers: { total: statuses.length, ok: tally("ok"), missing: tally("missing"), moved: tally("moved"), changed: tally("changed"), external: tally("external"), unchecked: tally("unchecked") },
    problems: [...wrongHead(knowledge), ...reports.flatMap((one) => one.problems), ...skill.problems, ...companions],
    uncovered: await uncovered(knowledge, skill.text, workspace.skill?.front.specifications),
  };
}

/** Entries of one title are told with the damage. */
function repeated({ entries, shown }: MapFile): IndexProblem[] {
  return repeatedEntries(entries).filter(({ entry, of }) => entry.title !== of.title).map(({ entry, of }) => ({ code: "duplicate", entry: entry.title, path: shown, line: entry.line, message: `${entry.title} says what ${of.title} says (line ${of.line}).`, fix: `Merge them: update_index with merge_into, then retire ${JSON.stringify(entry.title)}.` }));
}

function damagesOf({ text, shown }: MapFile): IndexProblem[] {
  if (text === undefined) return [];
  return damageOf(text).map(({ code, line, message, fix, entry }) => ({ code, path: shown, line, message, fix, ...(entry === undefined ? {} : { entry }) }));
}

/** A head that cannot be read, or a map that came with a copied skill and speaks of files that are not here. */
function wrongHead({ components, trouble }: Knowledge): IndexProblem[] {
  if (trouble?.code === "map-damaged") return [{ code: trouble.code, path: components.shown, line: 1, message: trouble.message, fix: trouble.fix }];
  if (trouble?.code !== "compose-file-missing" || components.text === undefined) return [];
  return [{ code: "another-project", path: components.shown, line: 1, message: `${trouble.message} The map may be that of another project.`, fix: "Mend compose_files in the front matter of the map, or choose this project's own skill with --skill DIR." }];
}
