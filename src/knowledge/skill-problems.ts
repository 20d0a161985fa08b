import { posix } from "node:path";
import { pointersInText } from "../maps/pointers-in-text.ts";
import type { PointerStatus } from "../pointers/pointer.ts";
import { leavesWorkspace, resolvePointer } from "../pointers/resolve-pointer.ts";
import { liveLines } from "../text/markdown-lines.ts";
import type { Workspace } from "../workspace.ts";
import { faultOf } from "./entry-problems.ts";
import type { IndexProblem } from "./index-problems.ts";
import type { Knowledge } from "./open-knowledge.ts";

export interface SkillCheck {
  problems: IndexProblem[];
  statuses: PointerStatus[];
  text: string;
}

/** Whether what SKILL.md points to is there: in the workspace, or beside it in the folder of the skill. */
export async function skillProblems({ files, root, skill }: Workspace, { sources, defaults }: Knowledge): Promise<SkillCheck> {
  const path = skill && posix.join(skill.folder, "SKILL.md");
  const text = path === undefined ? undefined : await files.read(path);
  if (!skill || path === undefined || text === undefined) return { problems: [], statuses: [], text: "" };
  const inside = posix.relative(root, skill.folder);
  const shown = inside.startsWith("..") ? path : posix.join(inside, "SKILL.md");
  // Prose tells of much that is no file of this workspace; what is meant as one stands in a code span.
  const manner = { ...defaults, known: false, variables: false, spansOnly: true };
  const written = [...liveLines(text)].flatMap(({ line, number }) => pointersInText(line, manner).map((one) => ({ role: "SKILL.md", ...one, line: number })));
  const checked = await Promise.all(
    written.map(async (one) => {
      const beside = await files.stat(posix.join(skill.folder, one.path));
      if (beside) return { one, status: "ok" as const };
      const pointer = await resolvePointer(sources, one, { folders: [] });
      return { one, status: pointer.status, pointer, outside: await leavesWorkspace(sources, one.path) };
    }),
  );
  return {
    text,
    statuses: checked.map((each) => each.status),
    problems: checked.flatMap(({ one, pointer, outside = false }) => {
      const fault = pointer && faultOf(one, pointer, outside);
      return fault ? [{ path: shown, line: one.line, ...fault }] : [];
    }),
  };
}
