import type { z } from "zod";
import { UserError, type NextStep } from "./errors.ts";
import { didYouMean } from "./text/did-you-mean.ts";
import type { Workspace } from "./workspace.ts";

/** What a tool may do to the world. All safety hints derive from this one word. */
export type Effect = "reads" | "edits files" | "runs containers" | "writes backups" | "destroys data";

export type Toolset = "core" | "index" | "data" | "ship";

type Shape = z.ZodObject;

export interface Tool<I extends Shape = Shape, O extends Shape = Shape> {
  /** As clients see it: `start_env`. The CLI verb is the same with hyphens. */
  name: string;
  title: string;
  /** The first sentence holds the words that people search for. */
  description: string;
  toolset: Toolset;
  effect: Effect;
  /** Where the effect alone says too little: a call may destroy what it touches although the tool as such does not. */
  hints?: { destructive?: boolean; idempotent?: boolean };
  input: I;
  output: O;
  /**
   * How the command line takes it. `main` is the positional field, `rest` takes what follows `--`. With `watch` it can be
   * called again and again; `passing` are fields of the result whose change alone is none.
   */
  cli?: { short?: string; main?: string; rest?: string; defaults?: Record<string, unknown>; watch?: { passing: string[] } };
  run(input: z.output<I>, workspace: Workspace): Promise<z.input<O>>;
  /** The result as short Markdown, answer first. Every fact of the result is in it. */
  render(result: z.output<O>): string;
  /** Whether the result says that the environment has a problem (exit code 1 of the CLI). */
  failed?(result: z.output<O>): boolean;
}

/** Gives a tool its types. What comes back can stand in a list with the others. */
export function defineTool<I extends Shape, O extends Shape>(tool: Tool<I, O>): Tool {
  return {
    ...tool,
    run: (input, workspace) => tool.run(tool.input.parse(input), workspace),
    render: (result) => tool.render(tool.output.parse(result)),
    failed: (result) => tool.failed?.(tool.output.parse(result)) ?? false,
  };
}

export type Outcome =
  | { kind: "result"; result: Record<string, unknown>; text: string; failed: boolean }
  | { kind: "error"; error: ErrorBody; text: string; bug?: unknown };

export interface ErrorBody {
  code: string;
  message: string;
  fix: string;
  next?: NextStep[];
}

/**
 * Runs a tool on raw arguments: the one place where input is checked, the result is checked and redacted, and whatever
 * was thrown becomes an error that a client can show. Never throws.
 */
export async function runTool(tool: Tool, raw: unknown, open: () => Promise<Workspace>): Promise<Outcome> {
  let workspace: Workspace | undefined;
  try {
    const input = readInput(tool, raw);
    workspace = await open();
    const result = tool.output.parse(await tool.run(input, workspace));
    const shown = workspace.redact(result);
    return { kind: "result", result: shown, text: tool.render(shown), failed: tool.failed?.(shown) ?? false };
  } catch (thrown) {
    const body = errorBody(thrown);
    const error = workspace ? workspace.redact(body) : body;
    return { kind: "error", error, text: renderError(error), ...(thrown instanceof UserError ? {} : { bug: thrown }) };
  }
}

function errorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof UserError) {
    const { code, message, fix, next } = thrown;
    return { code, message, fix, ...(next.length > 0 ? { next } : {}) };
  }
  return {
    code: "bug",
    message: "The program met a state that it does not know. Nothing is known to be wrong with your project.",
    fix: "Call the same tool again; if it fails again, report it with the program's standard error.",
  };
}

function renderError(error: ErrorBody): string {
  const next = error.next?.map((step) => `\nNext: ${renderStep(step)}`).join("") ?? "";
  return `Error ${error.code}: ${error.message}\nFix: ${error.fix}${next}`;
}

/** A next step as one line: what to do, then the call or the command that does it. */
export function renderStep(step: NextStep): string {
  const call = step.tool ? ` → ${step.tool} ${JSON.stringify(step.arguments ?? {})}` : "";
  const command = step.command ? ` → \`${step.command.map(quoteWord).join(" ")}\`` : "";
  return `${step.do}${call}${command}${step.by ? ` (by a ${step.by})` : ""}`;
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The four hints of the protocol. */
export function safetyHints(tool: Pick<Tool, "effect" | "hints">) {
  const { effect, hints } = tool;
  return {
    readOnlyHint: effect === "reads",
    destructiveHint: hints?.destructive ?? effect === "destroys data",
    idempotentHint: hints?.idempotent ?? effect === "reads",
    openWorldHint: false,
  };
}

function readInput(tool: Tool, raw: unknown): Record<string, unknown> {
  const first = tool.input.safeParse(raw ?? {});
  if (first.success) return first.data;
  const forgiven = forgive(raw, first.error.issues);
  const second = tool.input.safeParse(forgiven);
  if (second.success) return second.data;
  throw invalidInput(tool, forgiven, second.error.issues);
}

/** Accepts the obvious slips: one value where a list is meant, and numbers and truth values written as text. */
function forgive(raw: unknown, issues: z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(raw ?? {});
  for (const issue of issues) {
    const key = issue.path.at(-1);
    const holder = issue.path.slice(0, -1).reduce<unknown>((value, part) => (isRecord(value) ? value[String(part)] : undefined), copy);
    if (key === undefined || !isRecord(holder)) continue;
    const value = holder[String(key)];
    if (value === null) delete holder[String(key)];
    else if (issue.code !== "invalid_type") continue;
    else if (issue.expected === "array") holder[String(key)] = [value];
    else if (typeof value !== "string") continue;
    else if (issue.expected === "number" && value.trim() !== "" && Number.isFinite(Number(value))) holder[String(key)] = Number(value);
    else if (issue.expected === "boolean" && /^(true|false)$/i.test(value)) holder[String(key)] = value.toLowerCase() === "true";
  }
  return copy;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function invalidInput(tool: Tool, raw: unknown, issues: z.core.$ZodIssue[]): UserError {
  const known = Object.keys(tool.input.shape);
  const corrected: Record<string, unknown> = isRecord(raw) && !Array.isArray(raw) ? { ...raw } : {};
  const sentences = issues.map((issue) => {
    if (issue.code !== "unrecognized_keys") {
      const field = issue.path.join(".");
      if (issue.path.length > 0) delete corrected[String(issue.path[0])];
      return field ? `\`${field}\`: ${issue.message}.` : `${issue.message}.`;
    }
    return issue.keys.map((key) => {
      const meant = didYouMean(key, known);
      if (meant && !(meant in corrected)) corrected[meant] = corrected[key];
      delete corrected[key];
      return `\`${key}\` is not a field of ${tool.name}${meant ? `; \`${meant}\` is` : ""}.`;
    }).join(" ");
  });
  const again = tool.input.safeParse(corrected);
  const mended = again.success ? corrected : forgive(corrected, again.error.issues);
  const usable = isRecord(mended) && tool.input.safeParse(mended).success;
  return new UserError(
    "invalid-arguments",
    sentences.join(" "),
    usable ? "Call it again as shown." : `${tool.name} takes: ${known.join(", ")}.`,
    usable ? [{ do: "Call it again", tool: tool.name, arguments: mended }] : [],
  );
}
