import { z } from "zod";
import { indexProblems } from "../knowledge/index-problems.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { count, page } from "../result/render.ts";
import { opening, projectField } from "../result/shapes.ts";
import { defineTool } from "../tool.ts";

// Are the maps still true?

const input = z.strictObject({ project: projectField });

const output = z.strictObject({
  ...opening,
  status: z.enum(["sound", "problems"]),
  pointers: z.record(z.enum(["total", "ok", "missing", "moved", "changed", "external", "unchecked"]), z.int()),
  problems: z.array(z.strictObject({ code: z.string(), entry: z.string().optional(), path: z.string(), line: z.int(), message: z.string(), fix: z.string() })),
  uncovered: z.array(z.strictObject({ kind: z.string(), name: z.string(), source: z.string() })),
  total: z.int(),
  truncated: z.boolean().optional(),
  elapsed_ms: z.int(),
});

/** Characters of the problems that one answer shows; the command line of a CI run needs no more to go on. */
const SIZE = 7_000;

export const checkIndex = defineTool({
  name: "check_index",
  title: "Check the maps",
  description: "Check the component map and the troubleshooting index: broken or moved pointers, drifted or copied values, duplicates, damage; preflight, make targets and env template against the compose file; what has no entry.",
  toolset: "index",
  effect: "reads",
  input,
  output,
  run: async (input, workspace) => {
    const started = workspace.clock.elapsed();
    const knowledge = await openKnowledge(workspace, input.project);
    const { pointers, problems, uncovered: without } = await indexProblems(workspace, knowledge);
    const shown = fitting(problems);
    const [first] = problems;
    const maps = knowledge.derived ? "There is no map; of what was derived from the files" : [knowledge.components, knowledge.issues].flatMap((map) => (map.text === undefined ? [] : [map.shown])).join(" and ");
    const missed = without.length > 0 ? ` Without an entry: ${without.map((one) => `${one.kind} ${one.name}`).slice(0, 10).join(", ")}${without.length > 10 ? " …" : ""}.` : "";
    return {
      summary: first ? `**problems**: ${problems.length} in ${maps}. First: ${first.path}:${first.line}: ${first.message}${missed}` : `**sound**: ${count(pointers.total, "pointer")} checked in ${maps}.${missed}`,
      ...(first ? { next: [{ do: first.fix }] } : {}),
      status: first ? ("problems" as const) : ("sound" as const),
      pointers,
      problems: shown,
      uncovered: without.slice(0, 30),
      total: problems.length,
      ...(shown.length < problems.length || without.length > 30 ? { truncated: true } : {}),
      elapsed_ms: Math.round(workspace.clock.elapsed() - started),
    };
  },
  render: (result) =>
    page(
      result,
      result.problems.map((one) => `- ${one.path}:${one.line}: ${one.message} (${one.code}${one.entry ? `, ${one.entry}` : ""}) Fix: ${one.fix}`),
      result.uncovered.map((one) => `- no entry points to the ${one.kind} ${one.name} (${one.source})`),
      `pointers: ${Object.entries(result.pointers).map(([name, number]) => `${name} ${number}`).join(", ")}; ${count(result.total, "problem")}${result.truncated ? ", truncated" : ""}, ${result.elapsed_ms} ms`,
    ),
  failed: (result) => result.status !== "sound",
});

/** As many as fit; the rest is counted. */
function fitting<T>(problems: T[]): T[] {
  let size = 0;
  return problems.filter((one) => (size += JSON.stringify(one).length) <= SIZE);
}
