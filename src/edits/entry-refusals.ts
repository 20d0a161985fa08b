import { heldValues } from "../knowledge/held-values.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import { resolveAll } from "../knowledge/resolve-all.ts";
import { copiedValues, secretLike } from "../maps/copied-values.ts";
import { entryMarkdown, fieldsOf, type NewEntry } from "../maps/entry-markdown.ts";
import { parseMap } from "../maps/parse-map.ts";
import { pointersIn } from "../maps/pointers-in.ts";
import type { Pointer } from "../pointers/pointer.ts";
import { leavesWorkspace } from "../pointers/resolve-pointer.ts";

export interface Refusal {
  code: string;
  message: string;
  fix: string;
}

/** Words of a step that names a check of ours or of the project: an issue may do without a pointer then. */
const CHECK = /\b(start_env|health_check|troubleshoot|service_logs|service_exec|check_index|lookup_component|make [a-z][\w-]*|preflight|docker (compose|ps|logs|inspect|stats|system))\b/;

/** Why an entry must not be written, and its pointers as they are now. */
export async function entryRefusals(knowledge: Knowledge, entry: NewEntry, redact: (text: string) => string): Promise<{ refusals: Refusal[]; pointers: Pointer[] }> {
  const markdown = entryMarkdown(entry);
  const [parsed] = parseMap(`## C\n\n${markdown}\n`);
  const written = parsed ? pointersIn(parsed, knowledge.defaults) : [];
  const pointers = parsed ? await resolveAll(knowledge, parsed, written) : [];
  const outside = await Promise.all(written.map((one) => leavesWorkspace(knowledge.sources, one.path)));
  const broken = pointers.flatMap((pointer, index) => pointerRefusal(pointer, written[index]?.written ?? pointer.path, outside[index] === true));
  const grounded = pointers.some((one) => one.status === "ok") || (entry.kind === "issue" && entry.steps.some((step) => CHECK.test(step)));
  const text = [entry.title, markdown].join("\n");
  const secret = redact(text) === text ? secretLike(text) : "a value of .env";
  return {
    pointers,
    refusals: [
      ...(secret === undefined ? [] : [{ code: "secret", message: `The entry holds what looks like a secret (${secret}).`, fix: "Write the variable's name in its place." }]),
      ...broken,
      ...(grounded || broken.length > 0 ? [] : [{ code: "no-pointer", message: entry.kind === "issue" ? "No pointer of the entry resolves, and no step names a check." : "No pointer of the entry resolves.", fix: "Document it where it belongs first (a specification, a config file), then point there: `path → anchor`." }]),
      ...copiedValues(prose(entry), await heldValues(knowledge)).map(({ found, pointer }) => ({ code: "copied-value", message: `The entry states ${found}, which its source holds and may change.`, fix: `Write the pointer in its place: ${pointer}` })),
    ],
  };
}

export function pointerRefusal({ status, path, anchor = [], found_at: found }: Pointer, written: string, outside: boolean): Refusal[] {
  if (outside) return [{ code: "pointer-outside", message: `${written} leads out of the workspace.`, fix: "Point to a file inside the workspace." }];
  if (status === "missing") return [{ code: "pointer-missing", message: `${path} is not there.`, fix: "Point to a file that exists, relative to the workspace." }];
  if (status === "moved") return [{ code: "pointer-missing", message: `${path} is not there.`, fix: `Did you mean ${found ?? "another path"}?` }];
  if (status === "changed") return [{ code: "pointer-missing", message: `${path} is there, but has no ${anchor.join(" → ")}.`, fix: "Name a key, heading, target or function that the file has." }];
  return [];
}

/** The prose of an entry; signals are literal by nature, and pointers may name what they like. */
function prose(entry: NewEntry): string[] {
  return [entry.title, ...fieldsOf(entry).flatMap((field) => (["Signals", "Proof", "Definitive Source", "Spec"].includes(field.label) ? [] : [...(field.inline ? [field.inline] : []), ...(field.items ?? [])]))];
}
