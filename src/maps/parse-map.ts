import { headingOf, liveLines } from "../text/markdown-lines.ts";

/** A labelled field of an entry: the text behind the label and the items of a list below it. */
export interface MapField {
  label: string;
  /** The label without case, plural and punctuation, so that Spec, Specs and Spec(s) are one. */
  key: string;
  text: string;
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

/**
 * Reads the entries of a component map or a troubleshooting index: level-three headings with at least one
 * `**Label**:` field, outside the sections that explain the file itself. Front matter, fenced code and HTML comments
 * never contain entries. Never throws.
 */
export function parseMap(text: string): MapEntry[] {
  const entries: MapEntry[] = [];
  let category = "";
  let entry: MapEntry | undefined;
  let field: MapField | undefined;
  const lines = text.split("\n");
  const close = (before: number): void => {
    let end = before;
    while (end > (entry?.line ?? end) && (lines[end - 1] ?? "").trim() === "") end -= 1;
    if (entry) entry.endLine = end;
    entry = undefined;
  };
  for (const { line, number } of liveLines(text)) {
    const heading = headingOf(line);
    if (heading) {
      const { level, words } = heading;
      field = undefined;
      if (level > 3) continue;
      close(number - 1);
      if (level <= 2) category = level === 2 ? words : category;
      if (level < 3 || isExplaining(category)) continue;
      entry = { title: words.replace(/^["“](.*)["”]$/, "$1"), category, line: number, endLine: number, fields: [] };
      entries.push(entry);
      continue;
    }
    if (!entry) continue;
    const label = /^\s{0,3}(?:[-*]\s+)?\*\*([^*]{1,80}?):?\*\*\s*:?\s*(.*)$/.exec(line);
    if (label && /\*\*\s*:|:\*\*/.test(line)) {
      field = { label: label[1] ?? "", key: labelKey(label[1] ?? ""), text: (label[2] ?? "").trim(), items: [], line: number, itemLines: [] };
      entry.fields.push(field);
      continue;
    }
    if (field) takeLine(field, line, number);
  }
  close(lines.length);
  return entries.filter((one) => one.fields.length > 0);
}

/** An item of the field's list, or more of its last item or of its text. */
function takeLine(field: MapField, line: string, number: number): void {
  const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line);
  const words = (item?.[1] ?? line).trim();
  if (item) {
    field.items.push(words);
    field.itemLines.push(number);
  } else if (words !== "") {
    const last = field.items.length - 1;
    if (last >= 0 && /^\s/.test(line)) field.items[last] = `${field.items[last] ?? ""} ${words}`;
    else field.text = `${field.text} ${words}`.trim();
  }
}

/** Whether a section is about the map, and holds no entries. */
export function isExplaining(category: string): boolean {
  return /^(core principles?$|how to use\b|self-update protocol$)/i.test(category);
}

/** `Definitive Source(s)`, `definitive sources` and `Definitive Source` are one label. */
export function labelKey(label: string): string {
  return label.toLowerCase().replace(/\(s\)$/, "").replace(/['’]/g, "").replace(/[^a-z0-9]+/g, " ").trim().replace(/(?<=[b-hj-rtv-z0-9])s$/, "").replace(/\baliase$/, "alias");
}
