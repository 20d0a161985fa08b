/** A label at the beginning of a line, and how the line is written. */
export interface FoundLabel {
  label: string;
  key: string;
  /** What stands behind it, a remark in brackets before the colon included. */
  text: string;
  /** Blanks before it. */
  indent: number;
  /** What it is an item of: nothing, a list, a numbered list, a table of two columns. */
  item: "none" | "bullet" | "number" | "row";
}

const COMPONENT = ["definitive source", "whats there", "spec", "discussion", "location", "index", "template", "structure", "docker", "dockerfile", "compose file", "port", "connection", "health endpoint", "api doc", "env var", "required variable", "key command", "access", "quick access", "where used", "key detail", "alias"];
const ISSUE = ["symptom", "troubleshooting path", "common cause", "definitive source", "see", "solution", "signal", "proof"];
const MARKERS = /^(\s{0,3})(?:(?:([-*+])|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)?/;

/** The keys of labels that were met: a map has few, ten thousand times. */
const keys = new Map<string, string>();
const MOST_KEYS = 2_000;

/** `Definitive Source(s)`, `definitive sources`, `Definitive Source` and `Definitive Source (main)` are one label. */
export function labelKey(label: string): string {
  const known = keys.get(label);
  if (known !== undefined) return known;
  if (keys.size >= MOST_KEYS) keys.clear();
  const key = keyOf(label);
  keys.set(label, key);
  return key;
}

function keyOf(label: string): string {
  const bare = withoutRemark(label.toLowerCase().replace("(s)", ""));
  return bare.replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().replace(/(?<=[b-hj-rtv-z0-9])s$/, "").replace(/\baliase$/, "alias");
}

/** A text without the brackets at its end. */
export function withoutRemark(text: string): string {
  const at = text.lastIndexOf("(");
  return at > 0 && text.trimEnd().endsWith(")") ? text.slice(0, at) : text;
}

/** `**Label**: text` in its forms: two or three asterisks or two low lines, the colon inside or outside, as an item, as a row. */
export function labelIn(line: string): FoundLabel | undefined {
  // Most lines have no label: they are told by a look.
  if (!line.includes("**") && !line.includes("__")) return undefined;
  const row = rowOf(line);
  const [lead = "", blanks = "", bullet] = MARKERS.exec(line) ?? [];
  const cell = row?.[0] ?? line.slice(lead.length);
  const [mark] = /^(?:\*{2,3}|__)(?=[^\s*_])/.exec(cell) ?? [];
  const end = mark === undefined ? -1 : cell.indexOf(mark, mark.length);
  if (mark === undefined || end === -1 || end - mark.length > 80) return undefined;
  const inner = cell.slice(mark.length, end);
  const label = inner.replace(/[:：]$/, "").trim();
  if (label === "" || inner.includes("*") || (mark === "__" && !/^\p{Lu}/u.test(label))) return undefined;
  const after = row ? row[1] : cell.slice(end + mark.length);
  const text = row ? after.trim() : textBehind(after, inner !== label && /[:：]$/.test(inner), labelKey(label));
  if (text === undefined) return undefined;
  const item = row ? "row" : lead.length === blanks.length ? "none" : bullet === undefined ? "number" : "bullet";
  return { label, key: labelKey(label), text, indent: blanks.length, item };
}

/** Whether an item that begins with this label is a field although it stands in the list of another: it is one by its name. */
export function isFieldWithin(label: string, outer: string): boolean {
  if (ISSUE.includes(outer) && !COMPONENT.includes(outer)) return ISSUE.includes(label);
  return COMPONENT.includes(label) || ISSUE.includes(label);
}

/** Whether a line seems to be meant as a field, and is none: a label without a colon, or one without its asterisks. */
export function looksLikeField(line: string): boolean {
  const rest = line.replace(MARKERS, "");
  const bold = /^(\*{2,3}|__)[^*_\s][^*_]{0,79}\1\s*$/.test(rest);
  const key = labelKey(/^([\p{L}'’][\p{L}'’ ()]{1,39})[:：]/u.exec(rest)?.[1] ?? "");
  return bold || COMPONENT.includes(key) || ISSUE.includes(key);
}

function textBehind(after: string, hasColon: boolean, key: string): string | undefined {
  if (hasColon) return after.replace(/^\s*[:：]/, "").trim();
  const [whole, remark = ""] = /^\s*(\([^()]{0,80}\))?\s*[:：]/.exec(after) ?? [];
  if (whole !== undefined) return `${remark} ${after.slice(whole.length).trim()}`.trim();
  // A dash in the place of a colon, where the label is one of ours.
  const [dash] = /^\s+[—–-]\s+(?=\S)/.exec(after) ?? [];
  return dash !== undefined && (COMPONENT.includes(key) || ISSUE.includes(key)) ? after.slice(dash.length).trim() : undefined;
}

/** The two cells of a row of a table of two columns; what was added behind its end with a comma belongs to the second. */
function rowOf(line: string): [string, string] | undefined {
  if (!/^\s{0,3}\|/.test(line)) return undefined;
  const [first = "", second = "", ...rest] = line.trim().slice(1).split(/(?<!\\)\|/);
  const added = rest.join("|").trim();
  // Where both cells are bold it is the head of a table.
  return second === "" || /^(\*\*|__).*\1$/.test(second.trim()) || (added !== "" && !/^[,;]/.test(added)) ? undefined : [first.trim(), `${second.trim()}${added}`.replaceAll("\\|", "|")];
}
