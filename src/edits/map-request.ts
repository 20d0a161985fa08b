import { UserError } from "../errors.ts";
import type { NewEntry } from "../maps/entry-markdown.ts";

/** What an update of the maps asks for. */
export type MapRequest =
  | { do: "add"; entry: NewEntry; mergeInto?: string }
  | { do: "point"; entry: string; role: string; pointer: string }
  | { do: "retire"; title: string };

export interface MapInput {
  kind?: "component" | "issue" | "pointer" | undefined;
  title?: string | undefined;
  category?: string | undefined;
  definitive_source?: string[] | undefined;
  whats_there?: string[] | undefined;
  aliases?: string[] | undefined;
  spec?: string[] | undefined;
  key_details?: string | undefined;
  symptoms?: string[] | undefined;
  steps?: string[] | undefined;
  causes?: string[] | undefined;
  signals?: string[] | undefined;
  entry?: string | undefined;
  role?: string | undefined;
  pointer?: string | undefined;
  retire?: string | undefined;
  merge_into?: string | undefined;
}

/** Reads what is asked for on a `date`. Throws where a field is missing, or is of another kind. */
export function mapRequest(input: MapInput, given: Record<string, unknown>, date: string): MapRequest {
  if (input.retire !== undefined) return { do: "retire", title: filled("retire", input.retire) };
  const kind = input.kind ?? guess(input);
  if (kind === "pointer") return { do: "point", entry: filled("entry", input.entry), role: filled("role", input.role ?? "Definitive Source"), pointer: filled("pointer", input.pointer) };
  if (kind === undefined) throw missing("kind", 'Pass kind: "component" with definitive_source or whats_there, kind: "issue" with symptoms and steps, or kind: "pointer" with entry, role and pointer.');
  const foreign = Object.keys(given).filter((field) => FIELDS[kind === "component" ? "issue" : "component"].includes(field) && !FIELDS[kind].includes(field));
  if (foreign.length > 0) throw new UserError("invalid-arguments", `${foreign.join(", ")} ${foreign.length > 1 ? "are no fields" : "is no field"} of a ${kind}.`, `A ${kind} takes: ${FIELDS[kind].join(", ")}.`);
  return { do: "add", entry: newEntry(kind, input, date), ...(input.merge_into === undefined ? {} : { mergeInto: filled("merge_into", input.merge_into) }) };
}

const FIELDS = {
  component: ["definitive_source", "whats_there", "aliases", "spec", "key_details"],
  issue: ["definitive_source", "symptoms", "steps", "causes", "signals"],
};

function guess(input: MapInput): "component" | "issue" | "pointer" | undefined {
  if (input.pointer !== undefined) return "pointer";
  if (input.symptoms ?? input.steps ?? input.causes ?? input.signals) return "issue";
  return (input.whats_there ?? input.aliases ?? input.spec ?? input.key_details) ? "component" : undefined;
}

function newEntry(kind: "component" | "issue", input: MapInput, date: string): NewEntry {
  const { definitive_source: definitiveSource = [], whats_there: whatsThere = [], aliases = [], spec = [], key_details: keyDetails } = input;
  const { symptoms = [], steps = [], causes = [], signals = [] } = input;
  const title = filled("title", input.title);
  const category = filled("category", input.category);
  if (kind === "component") {
    if (definitiveSource.length + spec.length === 0) throw missing("definitive_source", "Pass the file that is the truth about it, as `path → anchor`.");
    return { kind, title, category, definitiveSource, whatsThere, aliases, spec, ...(keyDetails === undefined ? {} : { keyDetails }) };
  }
  if (symptoms.length === 0) throw missing("symptoms", "Pass what can be seen when this is the issue, one a line.");
  if (steps.length === 0) throw missing("steps", "Pass how to find out whether this is it, step by step.");
  // Without a check that failed and passes now nothing has been observed; a person who confirms it takes the line out.
  return { kind, title, category, symptoms, steps, causes, definitiveSource, signals, proof: `candidate, ${date}` };
}

function filled(field: string, value: string | undefined): string {
  if (value === undefined || value.trim() === "") throw missing(field, `Pass ${field}.`);
  return value.trim();
}

function missing(field: string, fix: string): UserError {
  return new UserError("invalid-arguments", `\`${field}\` is missing.`, fix);
}
