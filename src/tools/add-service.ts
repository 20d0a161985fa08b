import { posix } from "node:path";
import { z } from "zod";
import { withEditLock } from "../edits/edit-lock.ts";
import { planService, type ServicePlan, type ServiceRequest } from "../edits/plan-service.ts";
import { fromTemplate, TEMPLATES } from "../edits/templates.ts";
import { applyEdits } from "../edits/transaction.ts";
import { unifiedDiff } from "../edits/unified-diff.ts";
import { UserError } from "../errors.ts";
import { openKnowledge } from "../knowledge/open-knowledge.ts";
import { page } from "../result/render.ts";
import { editShape, opening, projectField, refusalShape } from "../result/shapes.ts";
import { fence } from "../text/fence.ts";
import { truncate } from "../text/truncate.ts";
import { defineTool } from "../tool.ts";
import type { Workspace } from "../workspace.ts";

// How is one service more added, everywhere that a service is spoken of, without touching anything else?

const shape = z.record(z.string(), z.unknown());
/** One text is a list of one, and numbers in a list are texts. */
const listOrMap = z.preprocess(
  (value) => (typeof value === "string" ? [value] : Array.isArray(value) ? value.map((one: unknown) => ((typeof one === "number" && !isImprecise(one)) || typeof one === "boolean" ? String(one) : one)) : value),
  z.union([z.array(z.string()), shape], { error: 'write a list of texts, ["A=1"], or a map, {"A": "1"}' }),
);
/** A text is the test. */
const healthcheck = z.preprocess((value) => (typeof value === "string" ? { test: value } : value), shape);

const input = z.strictObject({
  name: z.string(),
  image: z.string().optional(),
  build: z.union([z.string(), shape]).optional().describe("instead of image: a folder, or compose's build"),
  template: z.string().optional().describe(`instead of image: ${Object.keys(TEMPLATES).join(", ")}`),
  ports: z.array(z.union([z.string(), z.number(), shape])).optional().describe('"8025": a free host port is chosen'),
  environment: listOrMap.optional(),
  volumes: z.array(z.union([z.string(), shape])).optional(),
  depends_on: listOrMap.optional(),
  healthcheck: healthcheck.optional(),
  restart: z.string().optional(),
  networks: listOrMap.optional(),
  profiles: z.array(z.string()).optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  category: z.string().optional().describe("of its map entry"),
  description: z.string().optional(),
  allow: z.array(z.string()).optional().describe("codes of a refusal that a person accepts"),
  dry_run: z.boolean().default(false),
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  status: z.enum(["applied", "planned", "rejected"]),
  edits: z.array(editShape),
  validation: z.strictObject({ ok: z.boolean(), message: z.string().optional() }),
  allocated_ports: z.array(z.strictObject({ container_port: z.int(), host_port: z.int(), reason: z.string() })).optional(),
  problems: z.array(refusalShape).optional(),
  notes: z.array(z.string()).optional(),
  undo: z.string().optional(),
});

type Input = z.output<typeof input>;
type Output = z.input<typeof output>;

/** Characters of all diffs together; five files of one service are about half of that. */
const DIFFS = 7_000;

export const addService = defineTool({
  name: "add_service",
  title: "Add a service",
  description: "Add a service to the project: compose file, preflight ports, Makefile, env template and map in one step, checked by compose. `undo` takes it back.",
  toolset: "core",
  effect: "edits files",
  input,
  output,
  cli: { main: "name" },
  run: async (input, workspace) => {
    const request = requestOf(input);
    const plan = async (): Promise<ServicePlan> => planService(workspace, await openKnowledge(workspace, input.project), request);
    if (input.dry_run) return told(workspace, input, await plan(), undefined);
    return withEditLock(workspace, async (where) => {
      const planned = await plan();
      if (planned.refusals.length > 0) return told(workspace, input, planned, undefined);
      try {
        return told(workspace, input, planned, await applyEdits(where, `add the service ${request.name}`, planned.edits));
      } catch (error) {
        if (!(error instanceof UserError) || error.code === "cancelled") throw error;
        const { code, message, fix } = error;
        return told(workspace, input, { ...planned, edits: [], allocated: [], refusals: [{ code, message: `${message} Every other file is as it was.`, fix }] }, undefined);
      }
    });
  },
  render: (result) =>
    page(
      result,
      `${result.status}${result.undo ? `, undo: ${result.undo}` : ""}; validation by compose: ${result.validation.ok ? "ok" : "not passed"}`,
      result.edits.map((edit) => `${edit.action} ${edit.path}:\n${fence(edit.diff, "diff")}`),
      (result.allocated_ports ?? []).map((one) => `- host port ${one.host_port} for ${one.container_port}: ${one.reason}`),
      (result.problems ?? []).map((one) => `- ${one.code}: ${one.message} Fix: ${one.fix}`),
      (result.notes ?? []).map((one) => `- note: ${one}`),
      result.validation.message ?? "",
    ),
  failed: (result) => result.status === "rejected",
});

const FIELDS = ["image", "build", "command", "restart", "environment", "ports", "volumes", "depends_on", "healthcheck", "networks", "profiles"] as const;

function requestOf(input: Input): ServiceRequest {
  const given = (["image", "build", "template"] as const).filter((field) => input[field] !== undefined);
  if (given.length !== 1) throw new UserError("invalid-arguments", given.length === 0 ? "Nothing says what the service runs." : `${given.join(" and ")} are both given.`, "Pass exactly one of image, build and template.");
  const template = input.template === undefined ? undefined : fromTemplate(input.template, input.name);
  if (input.template !== undefined && !template) throw new UserError("unknown-template", `There is no template ${JSON.stringify(input.template)}.`, `The templates are: ${Object.keys(TEMPLATES).join(", ")}; or pass image.`);
  const own = Object.fromEntries(FIELDS.flatMap((field) => (input[field] === undefined ? [] : [[field, input[field]]])));
  const imprecise = FIELDS.find((field) => isImprecise(input[field]));
  if (imprecise) throw new UserError("invalid-arguments", `\`${imprecise}\` holds a whole number beyond 2^53, whose last digits are lost as a number.`, "Write it as text, in quotes.");
  return { name: input.name, definition: { ...template?.definition, ...own }, templated: template !== undefined && input.volumes === undefined, category: input.category, description: input.description ?? template?.description, aliases: template?.aliases, allow: input.allow ?? [] };
}

/** JSON numbers are doubles: the last digits of a larger one are other digits. */
function isImprecise(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isImprecise);
}

function told(workspace: Workspace, input: Input, plan: ServicePlan, undo: string | undefined): Output {
  const { name } = input;
  const { refusals, validation, allocated, missing, notes, todo, corrected } = plan;
  const [first] = refusals;
  if (first) {
    const again = corrected ? { tool: "add_service", arguments: { ...input, ...corrected } } : {};
    return { summary: `**rejected**, nothing was changed: ${refusals.map((one) => one.message).join(" ")}`, next: [{ do: first.fix, ...again }], status: "rejected", edits: [], validation: { ok: validation.ok }, problems: refusals };
  }
  const share = Math.floor(DIFFS / Math.max(plan.edits.length, 1));
  const edits = plan.edits.map(({ path, before, after }) => {
    const shown = posix.relative(workspace.root, path);
    return { path: shown, action: before === undefined ? ("create" as const) : ("modify" as const), diff: truncate(workspace.redact(unifiedDiff(shown, before, after)), { chars: share, from: "start" }) };
  });
  const ports = allocated.map((one) => `${one.host_port} → ${one.container_port}`).join(", ");
  const done = undo === undefined ? `**planned**: ${name} would be added to ${edits.map((edit) => edit.path).join(", ")}. Nothing was written.` : `**applied**: ${name} is in ${edits.map((edit) => edit.path).join(", ")}.`;
  return {
    summary: `${done}${ports ? ` Host port chosen: ${ports}.` : ""}${missing.length > 0 ? ` Without a value yet: ${missing.join(", ")}.` : ""}`,
    next: undo === undefined ? [{ do: "Write it: call again without dry_run" }] : [...todo.map((one) => ({ do: one, by: "person" as const })), ...missing.map((one) => ({ do: `Set ${one} in .env`, by: "person" as const })), { do: `Start ${name}`, tool: "start_env", arguments: { services: [name] } }, { do: "Or take it back", command: ["devops-bestays-infra", "undo", undo] }],
    status: undo === undefined ? "planned" : "applied",
    edits,
    validation,
    ...(allocated.length > 0 ? { allocated_ports: allocated } : {}),
    ...(notes.length > 0 ? { notes } : {}),
    ...(undo === undefined ? {} : { undo }),
  };
}
