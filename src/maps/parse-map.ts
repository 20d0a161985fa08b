import { headingOf, markdownLines, rawLines } from "../text/markdown-lines.ts";
import { isFieldWithin, labelIn, withoutRemark, type FoundLabel } from "./field-label.ts";

/** A labelled field of an entry: the text behind the label and the items of a list below it. */
export interface MapField {
  label: string;
  /** The label without case, plural and punctuation, so that Spec, Specs and Spec(s) are one. */
  key: string;
  text: string;
  /** One that begins with `>` is a quote. */
  items: string[];
  /** 1-based, of the label. */
  line: number;
  /** 1-based, of each item. */
  itemLines: number[];
}

/** One `### Entry` of a map, under its `## Category`. */
export interface MapEntry {
  title: string;
  category: string;
  /** 1-based, of the heading. */
  line: number;
  /** 1-based, of the last line before the next heading of level three or less that is not blank. */
  endLine: number;
  fields: MapField[];
}

/** A field that is being read, and how its label is written. */
interface OpenField extends Pick<FoundLabel, "item" | "indent"> {
  field: MapField;
}

/**
 * Reads the entries of a component map or a troubleshooting index: level-three headings with at least one
 * `**Label**:` field, outside the sections that explain the file itself. Front matter, fenced code and HTML comments
 * never contain entries. Never throws.
 */
export function parseMap(text: string): MapEntry[] {
  const entries: MapEntry[] = [];
  let category = "";
  let entry: MapEntry | undefined;
  let open: OpenField | undefined;
  const lines = rawLines(text);
  const close = (before: number): void => {
    let end = before;
    while (end > (entry?.line ?? end) && (lines[end - 1] ?? "").trim() === "") end -= 1;
    if (entry) entry.endLine = end;
    entry = undefined;
  };
  for (const { line, number, code } of markdownLines(text)) {
    const heading = code ? undefined : headingOf(line);
    if (heading) {
      const { level, words } = heading;
      open = undefined;
      if (level > 3) continue;
      close(number - 1);
      if (level <= 2) category = level === 2 ? words : category;
      if (level < 3 || isExplaining(category)) continue;
      entry = { title: words.replace(/^["“](.*)["”]$/, "$1"), category, line: number, endLine: number, fields: [] };
      entries.push(entry);
      continue;
    }
    if (!entry) continue;
    const found = code ? undefined : labelIn(line);
    if (found && opensField(found, open)) {
      const { label, key, text: own, item, indent } = found;
      open = { field: { label, key, text: own, items: [], line: number, itemLines: [] }, item, indent };
      entry.fields.push(open.field);
    } else if (open) takeLine(open, line, number, code);
  }
  close(lines.length);
  return entries.filter((one) => one.fields.length > 0);
}

/**
 * Whether a bold beginning opens a field, or is that of an item in the list of the open one: the steps of a path and the
 * parts of a structure begin so too. A list that began with fields is one of fields.
 */
function opensField({ item, indent, key }: FoundLabel, open: OpenField | undefined): boolean {
  if (item === "none" || !open) return true;
  if (open.item !== "none" && indent <= open.indent) return true;
  if (item === "number") return false;
  return isFieldWithin(key, open.field.key) || (open.item === "none" && open.field.text !== "" && open.field.items.length === 0);
}

/** An item of the field's list, or more of its last item or of its text. */
function takeLine({ field, item: written }: OpenField, line: string, number: number, code: boolean): void {
  const words = line.trim();
  if (words === "" || (!code && (isRule(words) || (written === "row" && /^[\s|:-]+$/.test(words))))) return;
  const item = code ? undefined : /^(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(words)?.[1];
  const last = field.items.length - 1;
  const quote = !code && words.startsWith(">");
  const said = code ? `\`\`\`${words.replaceAll("```", "'''")}\`\`\`` : quote ? words.replace(/^[>\s]+/, "") : words;
  if (item !== undefined || (quote && !field.items[last]?.startsWith(">"))) {
    field.items.push(item?.trim() ?? `> ${said}`);
    field.itemLines.push(number);
  } else if (last >= 0) field.items[last] = `${field.items[last] ?? ""} ${said}`;
  else field.text = `${field.text} ${said}`.trim();
}

function isRule(words: string): boolean {
  return /^(?:\*[*\s]*|-[-\s]*|_[_\s]*)$/.test(words) && words.replace(/\s/g, "").length >= 3;
}

/** Whether a section is about the map, and holds no entries; whatever its case, marks, number and article. */
export function isExplaining(category: string): boolean {
  const words = withoutRemark(category.toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return /^(?:core principles?$|how to use\b|self update protocol$)/.test(words.replace(/^(?:\d{1,3} ){0,4}/, "").replace(/^(?:the|a|an) /, ""));
}
