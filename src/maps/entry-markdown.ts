import { clean } from "../text/clean.ts";
import { plainText } from "./plain-text.ts";

interface NewBase {
  title: string;
  category: string;
  /** Pointers, `path → anchor`, with or without code marks. */
  definitiveSource: string[];
}

export interface NewComponent extends NewBase {
  kind: "component";
  whatsThere: string[];
  aliases: string[];
  spec: string[];
  keyDetails?: string;
}

export interface NewIssue extends NewBase {
  kind: "issue";
  symptoms: string[];
  steps: string[];
  /** `cause → where to look`. */
  causes: string[];
  /** Literal strings of log lines. */
  signals: string[];
  /** What is known of its truth: `candidate, 2026-01-31`. */
  proof?: string;
}

export type NewEntry = NewComponent | NewIssue;

/** A field as it is written: an inline text, or a list. */
export interface WrittenField {
  label: string;
  inline?: string;
  items?: string[];
  numbered?: boolean;
}

/** The fields of an entry in the order in which docs/maps.md shows them; empty ones are left out. */
export function fieldsOf(entry: NewEntry): WrittenField[] {
  const source = pointerField("Definitive Source", entry.definitiveSource);
  const fields: WrittenField[] =
    entry.kind === "component"
      ? [
          source,
          { label: "What's There", items: entry.whatsThere.map(plainText) },
          pointerField("Spec", entry.spec),
          { label: "Key Details", inline: plainText(entry.keyDetails ?? "") },
          { label: "Aliases", inline: entry.aliases.map((one) => plainText(one).replaceAll(",", "")).join(", ") },
        ]
      : [
          { label: "Symptoms", items: entry.symptoms.map(plainText) },
          { label: "Troubleshooting Path", items: entry.steps.map((step) => plainText(step.replace(/^\s*\d{1,3}[.)]\s+/, ""))), numbered: true },
          { label: "Common Causes", items: entry.causes.map(plainText) },
          source,
          { label: "Signals", items: entry.signals.map(signal).filter((one) => one !== "") },
          { label: "Proof", inline: plainText(entry.proof ?? "") },
        ];
  return fields.map((field) => ({ ...field, ...(field.items ? { items: field.items.filter((one) => one !== "") } : {}) })).filter((field) => (field.items ?? []).length > 0 || (field.inline ?? "") !== "");
}

/** An entry in the shape of docs/maps.md, lines separated by `\n`, without one at its end. */
export function entryMarkdown(entry: NewEntry): string {
  const title = plainText(entry.title).replace(/^["“](.*)["”]$/, "$1").replace(/\s+#+$/, "");
  return [`### ${entry.kind === "issue" ? `"${title}"` : title}`, ...fieldsOf(entry).map(fieldMarkdown)].join("\n\n");
}

export function fieldMarkdown({ label, inline, items = [], numbered }: WrittenField): string {
  if (items.length === 0) return `**${label}**: ${inline ?? ""}`;
  return `**${label}**:\n\n${items.map((item, index) => `${numbered ? `${index + 1}.` : "-"} ${item}`).join("\n")}`;
}

/** One pointer stands behind its label, several in a list. */
function pointerField(label: string, pointers: string[]): WrittenField {
  const written = pointers.map(pointerMarkdown).filter((one) => one !== "");
  return written.length === 1 ? { label, inline: written[0] ?? "" } : { label, items: written };
}

/** `path -> a#b` as code spans with arrows between; what has code marks already stays. */
export function pointerMarkdown(pointer: string): string {
  const line = plainText(pointer);
  if (line.includes("`")) return line.replace(/\s*->\s*/g, " → ");
  const [head = "", ...rest] = line.split(/\s*(?:→|->)\s*/).filter((part) => part !== "");
  const hash = /^([^#\s]+)#([^#]+)$/.exec(head);
  const parts = hash && !/^https?:/.test(head) && !/^L\d+$/.test(hash[2] ?? "") ? [hash[1] ?? "", hash[2] ?? "", ...rest] : [head, ...rest];
  return parts.map((part) => (/^https?:\/\//.test(part) ? part : `\`${part}\``)).filter((part) => part !== "``").join(" → ");
}

/** A literal string, in a code span that its own backticks do not close. */
function signal(text: string): string {
  const line = oneLine(text);
  if (line === "") return "";
  if (!line.includes("`")) return `\`${line}\``;
  const marks = "`".repeat(Math.max(...(line.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return `${marks} ${line.replaceAll("<!--", "<! --")} ${marks}`;
}

function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim().slice(0, 300);
}
