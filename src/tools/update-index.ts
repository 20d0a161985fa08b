import { z } from "zod";
import { updateMap } from "../edits/update-map.ts";
import { mapRequest } from "../edits/map-request.ts";
import { requireWritableSkill } from "../edits/skill-writable.ts";
import { commitFile } from "../git/commit-file.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { page } from "../result/render.ts";
import { renderPointer } from "../result/render-pointer.ts";
import { opening, pointerShape, projectField, refusalShape } from "../result/shapes.ts";
import { UserError } from "../errors.ts";
import { defineTool } from "../tool.ts";
import type { Workspace } from "../workspace.ts";

// How is what was learned written down, so that it is true, found again, and said once?

const texts = z.array(z.string()).optional();

const input = z.strictObject({
  kind: z.enum(["component", "issue", "pointer"]).optional(),
  title: z.string().optional(),
  category: z.string().optional(),
  definitive_source: texts.describe("`path → anchor`; also for an issue"),
  whats_there: texts,
  aliases: texts,
  spec: texts,
  key_details: z.string().optional(),
  symptoms: texts,
  steps: texts,
  causes: texts.describe("`cause → where to look`"),
  signals: texts.describe("literal strings of its log lines"),
  entry: z.string().optional().describe("for a pointer: its entry's title"),
  role: z.string().optional().describe("for a pointer: label, as Spec"),
  pointer: z.string().optional().describe("added, or replaces a stale one"),
  retire: z.string().optional().describe("title to take out"),
  merge_into: z.string().optional(),
  commit: z.boolean().default(false),
  dry_run: z.boolean().default(false),
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  status: z.enum(["added", "merged", "replaced", "retired", "duplicate", "rejected", "planned"]),
  path: z.string(),
  line: z.int(),
  entry: z.string(),
  similar: z.array(z.strictObject({ title: z.string(), score: z.number(), path: z.string(), line: z.int() })).optional(),
  pointers: z.array(pointerShape),
  proof: z.enum(["observed", "candidate"]).optional(),
  commit: z.string().optional(),
  problems: z.array(refusalShape).optional(),
});

type Output = z.input<typeof output>;

export const updateIndex = defineTool({
  name: "update_index",
  title: "Write down what was learned",
  description: "Learn: add a component or a known issue to the maps, add or mend a pointer, merge, retire. Points to where the truth stands; copied values, secrets, duplicates and broken pointers are refused.",
  toolset: "index",
  effect: "edits files",
  input,
  output,
  cli: { main: "title" },
  run: async (input, workspace) => {
    const request = mapRequest(input, input, new Date(workspace.clock.now()).toISOString().slice(0, 10));
    requireWritableSkill(workspace);
    const knowledge = await openKnowledge(workspace, input.project);
    const done = await updateMap(workspace, knowledge, request, input.dry_run);
    const written = done.edit?.after !== undefined && !input.dry_run;
    const committed = written && input.commit ? await commit(workspace, done.map.path, `docs(index): ${VERBS[request.do]} ${done.edit?.entry ?? ""}`) : {};
    return told(done, input.dry_run, committed);
  },
  render: (result) =>
    page(
      result,
      `${result.status}: ${result.entry} (${result.path}:${result.line}${result.proof ? `, proof: ${result.proof}` : ""}${result.commit ? `, commit ${result.commit}` : ""})`,
      result.pointers.map((one) => `- ${renderPointer(one)}`),
      (result.similar ?? []).map((one) => `- similar (${one.score}): ${one.title} (${one.path}:${one.line})`),
      (result.problems ?? []).map((one) => `- ${one.code}: ${one.message} Fix: ${one.fix}`),
    ),
  failed: (result) => result.status === "rejected",
});

const VERBS = { add: "add", point: "point to", retire: "retire" };

async function commit({ runner, machine, signal }: Workspace, path: string, message: string): Promise<{ commit?: string; problem?: { code: string; message: string; fix: string } }> {
  try {
    const hash = await commitFile({ runner, environment: machine.env, signal }, path, message);
    return hash === undefined ? {} : { commit: hash };
  } catch (error) {
    // The entry is written: what git says about it is told beside that.
    if (!(error instanceof UserError)) throw error;
    return { problem: { code: error.code, message: error.message, fix: error.fix } };
  }
}

function told({ edit, map, refusals, pointers }: Awaited<ReturnType<typeof updateMap>>, dry: boolean, committed: Awaited<ReturnType<typeof commit>>): Output {
  const similar = edit?.similar?.map((one) => ({ ...one, path: map.shown }));
  const shared = { path: map.shown, line: edit?.line ?? 1, pointers, ...(similar ? { similar } : {}) };
  if (!edit) {
    const [first] = refusals;
    return { ...shared, summary: `**rejected**, nothing was written: ${refusals.map((one) => one.message).join(" ")}`, ...(first ? { next: [{ do: first.fix }] } : {}), status: "rejected", entry: "", problems: refusals };
  }
  const where = `${map.shown}:${edit.line}`;
  if (edit.status === "duplicate") {
    return { ...shared, summary: `**duplicate**, nothing was written: ${edit.entry} (${where}) says this already.`, next: [{ do: "Add what is new to it: call again with merge_into", tool: "update_index", arguments: { merge_into: edit.entry } }], status: "duplicate", entry: edit.entry };
  }
  const problem = committed.problem;
  return {
    ...shared,
    summary: dry ? `**planned**: ${edit.entry} would be ${edit.status} at ${where}. Nothing was written.` : `**${edit.status}**: ${edit.entry} (${where}).${committed.commit ? ` Committed as ${committed.commit}.` : ""}${problem ? ` Not committed: ${problem.message}` : ""}`,
    ...(problem ? { next: [{ do: problem.fix }], problems: [problem] } : {}),
    status: dry ? "planned" : edit.status,
    entry: edit.entry,
    ...(edit.status === "retired" ? {} : { proof: "candidate" as const }),
    ...(committed.commit ? { commit: committed.commit } : {}),
  };
}
