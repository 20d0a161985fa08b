import { z } from "zod";
import { diagnose, type Diagnosis } from "../diagnose/diagnose.ts";
import { relatedIssues, type RelatedIssue } from "../diagnose/related-issues.ts";
import { openKnowledge, type Knowledge } from "../knowledge/open-knowledge.ts";
import { count, nextOf, page, renderCause } from "../result/render.ts";
import { shownCause } from "../result/report.ts";
import { renderPointer } from "../result/render-pointer.ts";
import { causeShape, detail, opening, pointerShape, projectField, type Cause } from "../result/shapes.ts";
import { clean } from "../text/clean.ts";
import { truncate } from "../text/truncate.ts";
import { defineTool } from "../tool.ts";

// Why is something broken, what proves it, and what mends it?

const input = z.strictObject({
  symptom: z.string().max(20_000).optional().describe("what is seen, in any words, or an error line"),
  service: z.string().optional(),
  category: z.string().optional(),
  logs: z.string().optional().describe("lines to explain besides the stack's own"),
  collect: z.boolean().default(true).describe("false: only the index and what is given"),
  detail,
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  status: z.enum(["nothing_wrong", "diagnosed", "possible", "unknown"]),
  causes: z.array(causeShape.extend({ entry: z.strictObject({ title: z.string(), path: z.string(), line: z.int(), proof: z.string() }).optional() })),
  stands_out: z.array(z.strictObject({ fact: z.string(), source: z.string() })).optional(),
  ruled_out: z.array(z.strictObject({ code: z.string(), why: z.string() })),
  related: z.array(
    z.strictObject({
      title: z.string(),
      category: z.string(),
      score: z.number(),
      steps: z.array(z.string()),
      causes: z.array(z.string()).optional(),
      pointers: z.array(pointerShape),
      signals_matched: z.array(z.string()),
      proof: z.enum(["curated", "observed", "claimed", "candidate"]),
      path: z.string(),
      line: z.int(),
    }),
  ),
  total: z.int(),
  elapsed_ms: z.int(),
});

type Input = z.output<typeof input>;
type Output = z.input<typeof output>;

/** Causes and evidence that a short answer shows. */
const MOST = { causes: 3, evidence: 2, excerpt: 420, steps: 5, told: 4 };
/** Lines of a pasted log: its last ones, as of any log. */
const LOG_CHARS = 400_000;

export const troubleshoot = defineTool({
  name: "troubleshoot",
  title: "Find the cause",
  description: "Why is it broken, failing, crashing or not starting: the first cause with its quoted evidence, whom it affects, the fix, and what is ruled out. Takes a symptom, an error line, logs, or nothing at all.",
  toolset: "core",
  effect: "reads",
  input,
  output,
  cli: { main: "symptom" },
  run: async (input, workspace) => {
    const started = workspace.clock.elapsed();
    const logs = input.logs === undefined ? undefined : clean(input.logs.slice(-LOG_CHARS));
    const knowledge = await openKnowledge(workspace, input.project);
    const found = await diagnose(workspace, { ...input, logs });
    const related = await relatedIssues(knowledge, { symptom: input.symptom, category: input.category, lines: found.lines.flatMap((one) => one.lines), codes: found.causes.map((one) => one.code) }, 3);
    return { ...report(input, knowledge, found, related), elapsed_ms: Math.round(workspace.clock.elapsed() - started) };
  },
  render: (result) =>
    page(
      result,
      result.causes.map((cause) => `${renderCause(cause, result.summary)}${cause.entry ? `\nIn the index: ${cause.entry.title} (${cause.entry.path}:${cause.entry.line}, ${cause.entry.proof})` : ""}`),
      (result.stands_out ?? []).map((one) => `- stands out: ${one.fact} (${one.source})`),
      result.ruled_out.map((one) => `- ruled out: ${one.code}: ${one.why}`),
      result.related.map(renderRelated),
      `${result.status}, ${count(result.total, "cause")}, ${result.elapsed_ms} ms`,
    ),
  failed: (result) => result.status === "diagnosed" || result.status === "possible",
});

function report(input: Input, knowledge: Knowledge, found: Diagnosis, related: RelatedIssue[]): Omit<Output, "elapsed_ms"> {
  const { causes, ruledOut } = found;
  const proven = causes.some((one) => one.confidence === "proven");
  const full = input.detail === "full";
  const shown = causes.slice(0, full ? 8 : MOST.causes).map((cause) => ({ ...shortened(cause, full), ...entryOf(cause, knowledge, related) }));
  const issues = proven && !full ? [] : related.map((one, index) => (index === 0 || full ? { ...one, steps: one.steps.slice(0, full ? 20 : MOST.steps), ...told(one.causes, full) } : { ...withoutCauses(one), steps: [], pointers: [] }));
  const status = proven ? "diagnosed" : causes.length > 0 ? "possible" : isWell(found) ? "nothing_wrong" : issues.length > 0 ? "possible" : "unknown";
  const [first] = shown;
  const [issue] = issues;
  return {
    summary: summary(status, input, found, first, issue),
    ...nextSteps(status, first, issue, found, input),
    status,
    causes: shown,
    ...(found.standsOut.length > 0 ? { stands_out: found.standsOut } : {}),
    ruled_out: ruledOut,
    related: issues,
    total: causes.length,
  };
}

/** Causes that the index names, where it names any. */
function told(causes: string[] | undefined, full: boolean): { causes?: string[] } {
  return causes && causes.length > 0 ? { causes: causes.slice(0, full ? 20 : MOST.told) } : {};
}

function withoutCauses({ causes: _causes, ...rest }: RelatedIssue): RelatedIssue {
  return rest;
}

/** Everything that was looked at is well. */
function isWell({ seen, causes }: Diagnosis): boolean {
  return seen !== undefined && causes.length === 0 && seen.snapshot.containers.length > 0;
}

function summary(status: Output["status"], { service }: Input, { seen, unseen, causes, starting }: Diagnosis, first: Cause | undefined, issue: RelatedIssue | undefined): string {
  const more = causes.length > 1 ? ` ${count(causes.length - 1, "other cause")} below.` : "";
  const doubt = seen?.snapshot.project.doubt ? ` (${seen.snapshot.project.files.join(", ")}; ${seen.snapshot.project.doubt})` : "";
  const blind = unseen ? ` The stack was not looked at: ${unseen.message}` : "";
  if (first) return `**${status}**: ${first.cause}${more}${doubt}${blind}`;
  if (status === "nothing_wrong" && starting.length > 0) return `**nothing_wrong** so far: ${starting.join(", ")} ${starting.length === 1 ? "was" : "were"} started a moment ago and ${starting.length === 1 ? "is" : "are"} not ready yet; the others are well.${doubt}`;
  if (status === "nothing_wrong") {
    const others = seen?.problems.flatMap((one) => one.service ?? []) ?? [];
    return others.length > 0 && service !== undefined ? `**nothing_wrong** with ${service}; others fail: ${others.join(", ")}.` : `**nothing_wrong**: every service of ${seen?.snapshot.project.name ?? "the project"} is well now.${doubt}`;
  }
  return status === "possible" ? `**possible**: it reads like ${JSON.stringify(issue?.title ?? "")} of the index; nothing proves it.${blind}` : `**unknown**: nothing that was looked at explains it.${doubt}${blind}`;
}

function nextSteps(status: Output["status"], first: Cause | undefined, issue: RelatedIssue | undefined, { seen, starting }: Diagnosis, { service }: Input): Pick<Output, "next"> {
  if (first) return { next: [nextOf(first), ...(status === "diagnosed" ? [{ do: "Then see that it worked", tool: "health_check", arguments: { until: "healthy" } }] : [])] };
  const others = seen?.problems.some((one) => one.service !== undefined) === true;
  if (status === "nothing_wrong" && others && service !== undefined) return { next: [{ do: "Find the cause of what fails", tool: "troubleshoot", arguments: {} }] };
  if (status === "nothing_wrong" && starting.length > 0) return { next: [{ do: "Wait until all are ready", tool: "health_check", arguments: { until: "healthy" } }] };
  if (issue) return { next: [{ do: `${issue.steps.length > 0 ? "Follow the steps" : "Look at the causes"} of ${JSON.stringify(issue.title)} (${issue.path}:${issue.line})` }] };
  if (status === "nothing_wrong") return {};
  return { next: [{ do: "Read what the services wrote", tool: "service_logs", arguments: { level: "error" } }] };
}

/** The index entry whose signals stand in a cause's own evidence. */
function entryOf({ evidence }: Cause, { issues }: Knowledge, related: RelatedIssue[]): { entry?: { title: string; path: string; line: number; proof: string } } {
  const text = evidence.map((one) => one.excerpt).join("\n").toLowerCase();
  const entry = related.find((one) => one.signals_matched.some((signal) => text.includes(signal.toLowerCase())));
  return entry ? { entry: { title: entry.title, path: issues.shown, line: entry.line, proof: entry.proof } } : {};
}

function shortened(cause: Cause, full: boolean): Cause {
  const shown = shownCause({ ...cause, affects: undefined });
  const evidence = full ? shown.evidence : shown.evidence.slice(0, MOST.evidence).map((one) => ({ ...one, excerpt: truncate(one.excerpt, { chars: MOST.excerpt, from: "end" }) }));
  return { ...shown, evidence, ...(cause.affects && cause.affects.length > 0 ? { affects: cause.affects } : {}) };
}

function renderRelated(one: RelatedIssue): string {
  return [
    `- ${one.title} (${one.category}, ${one.proof}, ${one.score}, ${one.path}:${one.line})${one.signals_matched.length > 0 ? `; signals seen: ${one.signals_matched.join(" | ")}` : ""}`,
    ...one.steps.map((step, index) => `  ${index + 1}. ${step}`),
    ...(one.causes ?? []).map((cause) => `  - common cause: ${cause}`),
    ...one.pointers.map((pointer) => `  - ${renderPointer(pointer)}`),
  ].join("\n");
}
