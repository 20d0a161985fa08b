import { posix } from "node:path";
import { z } from "zod";
import { describeComponent, type Description } from "../knowledge/describe-component.ts";
import { findComponents, inCategory } from "../knowledge/find-components.ts";
import { fitDescription } from "../knowledge/fit-description.ts";
import { firstPointer } from "../knowledge/first-pointer.ts";
import { openKnowledge, type Knowledge } from "../knowledge/open-knowledge.ts";
import { count, page } from "../result/render.ts";
import { detail, opening, pointerShape, projectField } from "../result/shapes.ts";
import { renderPointer } from "../result/render-pointer.ts";
import { defineTool } from "../tool.ts";

// Where is the truth about a part of the system, and what does it say at this moment?

const input = z.strictObject({
  query: z.string().optional().describe("left out: the table of contents"),
  category: z.string().optional(),
  limit: z.int().min(1).max(50).default(3).describe("the first in full, the others by name"),
  detail,
  project: projectField,
});

const source = { path: z.string(), line: z.int() };

const output = z.strictObject({
  ...opening,
  components: z.array(
    z.strictObject({
      name: z.string(),
      category: z.string(),
      score: z.number(),
      whats_there: z.array(z.string()).optional(),
      pointers: z.array(pointerShape),
      live: z.array(z.strictObject({ label: z.string(), value: z.string(), ...source })),
      connects: z.array(z.strictObject({ to: z.string(), via: z.string(), ...source })).optional(),
      drift: z.array(z.strictObject({ label: z.string(), stated: z.string(), actual: z.string(), ...source })).optional(),
      details: z.array(z.strictObject({ label: z.string(), text: z.string() })).optional(),
    }),
  ),
  total: z.int(),
  truncated: z.boolean().optional(),
  suggestions: z.array(z.string()).optional(),
});

type Input = z.output<typeof input>;
type Output = z.input<typeof output>;
type Component = z.output<typeof output>["components"][number];

/** Components of the table of contents: more would not fit an answer. */
const CONTENTS = 60;

export const lookupComponent = defineTool({
  name: "lookup_component",
  title: "Look up a component",
  description: "Find where anything is defined, configured or documented (file, port, URL, variable, spec, make target), what its source says now, and what it connects to. Values are read at the call.",
  toolset: "core",
  effect: "reads",
  input,
  output,
  cli: { short: "lookup", main: "query", defaults: { detail: "full" } },
  run: async (input, workspace) => {
    const knowledge = await openKnowledge(workspace, input.project);
    const query = input.query?.trim() ?? "";
    return query === "" ? contents(knowledge, input, workspace.root) : answer(knowledge, query, input);
  },
  render: (result) =>
    page(
      result,
      result.components.map(renderComponent),
      result.suggestions ? `In the map: ${result.suggestions.join(", ")}` : "",
      `${result.total} in all${result.truncated ? ", truncated" : ""}`,
    ),
});

async function answer(knowledge: Knowledge, query: string, input: Input): Promise<Output> {
  const { hits, near } = await findComponents(knowledge, query, input.category);
  const [best, ...others] = hits.slice(0, input.limit);
  if (!best) {
    return {
      summary: `**Not in the map**: nothing in ${knowledge.components.shown} answers ${JSON.stringify(query.slice(0, 200))}.${trouble(knowledge)}`,
      next: [{ do: near.length > 0 ? "Look one of the suggestions up, or ask without a query for everything that the map holds" : "See everything that the map holds", tool: "lookup_component", arguments: near[0] === undefined ? {} : { query: near[0] } }],
      components: [],
      total: 0,
      ...(near.length > 0 ? { suggestions: near.slice(0, 5) } : {}),
    };
  }
  const whole = await describeComponent(knowledge, best.entry, input.detail);
  const { shown, leftOut } = input.detail === "full" ? { shown: whole, leftOut: [] } : fitDescription(whole, query);
  const rest = await Promise.all(others.map(async ({ entry, score }) => ({ name: entry.title, category: entry.category, score: rounded(score), pointers: await firstPointer(knowledge, entry), live: [] })));
  const more = leftOut.length > 0 ? ` Left out: ${leftOut.join(", ")} (detail: full).` : "";
  return {
    summary: `**${whole.name}** (${whole.category})${state(whole)}${trouble(knowledge)}${more}`,
    components: [{ ...shown, score: rounded(best.score) }, ...rest],
    total: hits.length,
    ...(leftOut.length > 0 || hits.length > input.limit ? { truncated: true } : {}),
  };
}

/** What a reader must know first: values that the map states wrongly, pointers that lead nowhere. */
function state({ drift = [], pointers, live }: Description): string {
  const broken = pointers.filter((one) => ["missing", "moved", "changed"].includes(one.status)).length;
  const [first] = drift;
  const drifted = first ? ` The map says ${first.label} ${first.stated}; the source says ${first.actual}.` : "";
  return `${broken > 0 ? `: ${count(broken, "pointer")} of ${pointers.length} stale.` : live.length > 0 ? ": read now." : "."}${drifted}`;
}

function contents(knowledge: Knowledge, input: Input, root: string): Output {
  const entries = inCategory(knowledge.components.entries, input.category);
  const shown = entries.slice(0, CONTENTS);
  const where = knowledge.derived ? `No map is in ${posix.basename(root)}: this one was derived from its files` : `The map ${knowledge.components.shown}`;
  return {
    summary: entries.length > 0 ? `${where}: ${count(entries.length, "component")}.${trouble(knowledge)}` : `${where} has no components${input.category ? ` in a category like ${JSON.stringify(input.category)}` : ""}.${trouble(knowledge)}`,
    ...(entries.length === 0 ? { next: [{ do: "See what is wrong with the map", tool: "check_index", arguments: {} }] } : {}),
    components: shown.map((entry) => ({ name: entry.title, category: entry.category, score: 1, pointers: [], live: [] })),
    total: entries.length,
    ...(shown.length < entries.length ? { truncated: true } : {}),
  };
}

function trouble({ trouble }: Knowledge): string {
  return trouble ? ` Of the project nothing is known: ${trouble.message}` : "";
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}

function renderComponent(one: Component): string {
  const head = `- ${one.name} (${one.category}, ${one.score})${one.whats_there ? `: ${one.whats_there.join("; ")}` : ""}`;
  const at = ({ path, line }: { path: string; line: number }) => `${path}:${line}`;
  return [
    head,
    ...(one.drift ?? []).map((drift) => `  - drift: ${drift.label}: stated ${drift.stated}, actual ${drift.actual} (${at(drift)})`),
    ...one.live.map((live) => `  - ${live.label}: ${live.value} (${at(live)})`),
    ...one.pointers.map((pointer) => `  - ${renderPointer(pointer)}`),
    ...(one.connects ?? []).map((other) => `  - ↔ ${other.to}: ${other.via} (${at(other)})`),
    ...(one.details ?? []).map((other) => `  - ${other.label}: ${other.text}`),
  ].join("\n");
}
