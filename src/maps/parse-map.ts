/** A labelled field of an entry: the text behind the label and the items of a list below it. */
export interface MapField {
  label: string;
  /** The label without case, plural and punctuation, so that Spec, Specs and Spec(s) are one. */
  key: string;
  text: string;
  items: string[];
  /** 1-based. */
  line: number;
}

/** One `### Entry` of a map, under its `## Category`. */
export interface MapEntry {
  title: string;
  category: string;
  line: number;
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
  for (const { line, number } of liveLines(text)) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading) {
      const level = heading[1]?.length ?? 0;
      const words = withoutClosing(heading[2] ?? "");
      field = undefined;
      if (level > 3) continue;
      if (level <= 2) category = level === 2 ? words : category;
      entry = level === 3 && !EXPLAINING.test(category) ? { title: words.replace(/^["“](.*)["”]$/, "$1"), category, line: number, fields: [] } : undefined;
      if (entry) entries.push(entry);
      continue;
    }
    if (!entry) continue;
    const label = /^\s{0,3}(?:[-*]\s+)?\*\*([^*]{1,80}?):?\*\*\s*:?\s*(.*)$/.exec(line);
    if (label && /\*\*\s*:|:\*\*/.test(line)) {
      field = { label: label[1] ?? "", key: labelKey(label[1] ?? ""), text: (label[2] ?? "").trim(), items: [], line: number };
      entry.fields.push(field);
      continue;
    }
    const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line);
    if (field && item) field.items.push((item[1] ?? "").trim());
    else if (field && line.trim() !== "") field.text = `${field.text} ${line.trim()}`.trim();
  }
  return entries.filter((one) => one.fields.length > 0);
}

/** Sections about the map, not in it. */
const EXPLAINING = /^(core principles?$|how to use\b|self-update protocol$)/i;

/** `Definitive Source(s)`, `definitive sources` and `Definitive Source` are one label. */
function labelKey(label: string): string {
  return label.toLowerCase().replace(/\(s\)$/, "").replace(/['’]/g, "").replace(/[^a-z0-9]+/g, " ").trim().replace(/(?<=[b-hj-rtv-z0-9])s$/, "").replace(/\baliase$/, "alias");
}

/** A heading may be closed by number signs after a space: `### Title ###`. By hand, for a pattern would take a square of time. */
function withoutClosing(heading: string): string {
  const words = heading.trim();
  let end = words.length;
  while (end > 0 && words[end - 1] === "#") end -= 1;
  return end === 0 || /\s/.test(words[end - 1] ?? "") ? words.slice(0, end).trimEnd() : words;
}

/** The lines outside front matter, fences and comments; of a line that a comment begins or ends in, the rest. */
function* liveLines(text: string): Generator<{ line: string; number: number }> {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  let fence: string | undefined;
  let comment = false;
  let front = lines[0]?.trimEnd() === "---" && lines.slice(1).some((line) => line.trimEnd() === "---");
  for (const [index, raw] of lines.entries()) {
    let line = raw.replace(/\r$/, "");
    if (front) {
      if (index > 0 && line.trimEnd() === "---") front = false;
      continue;
    }
    const mark = comment ? undefined : /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      continue;
    }
    if (mark) {
      fence = mark;
      continue;
    }
    const begun = comment || line.includes("<!--");
    ({ line, comment } = withoutComments(line, comment));
    if (!begun || line.trim() !== "") yield { line, number: index + 1 };
  }
}

/** Takes comments out of a line, but for those that a code span shows. */
function withoutComments(line: string, inside: boolean): { line: string; comment: boolean } {
  let kept = "";
  let ticks = 0;
  for (let at = 0; ; ) {
    if (inside) {
      const end = line.indexOf("-->", at);
      if (end === -1) return { line: kept, comment: true };
      at = end + 3;
    }
    const begin = line.indexOf("<!--", at);
    const part = line.slice(at, begin === -1 ? undefined : begin);
    kept += part;
    if (begin === -1) return { line: kept, comment: false };
    ticks += part.split("`").length - 1;
    inside = ticks % 2 === 0;
    if (!inside) kept += "<!--";
    at = begin + 4;
  }
}
