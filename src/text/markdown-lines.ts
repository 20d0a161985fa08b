export interface MarkdownHeading {
  level: number;
  words: string;
}

/** A line of Markdown that is read. `code`: it is code of a list item or an indented block, its indentation taken off. */
export interface MarkdownLine {
  line: string;
  /** 1-based. */
  number: number;
  code: boolean;
}

/** What a line of `liveLines` says as a heading: `### Title ###`, from level two on also `###Title`. */
export function headingOf(line: string): MarkdownHeading | undefined {
  const match = /^(#{1,6})\s+(.*)$/.exec(line) ?? /^(#{2,6})([^\s#].*)$/.exec(line);
  return match ? { level: match[1]?.length ?? 0, words: withoutClosing(match[2] ?? "") } : undefined;
}

/** A heading may be closed by number signs after a space: `### Title ###`. By hand, for a pattern would take a square of time. */
function withoutClosing(heading: string): string {
  const words = heading.trim();
  let end = words.length;
  while (end > 0 && words[end - 1] === "#") end -= 1;
  return end === 0 || /\s/.test(words[end - 1] ?? "") ? words.slice(0, end).trimEnd() : words;
}

/** Lines without their ends, without a byte-order mark. A lone CR ends a line where the text has no other line ends. */
export function rawLines(text: string): string[] {
  const bare = text.replace(/^\uFEFF/, "");
  return bare.includes("\n") ? bare.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line)) : bare.split("\r");
}

/** The lines of `markdownLines` that are no code. */
export function* liveLines(text: string): Generator<{ line: string; number: number }> {
  for (const { line, number, code } of markdownLines(text)) if (!code) yield { line, number };
}

/**
 * The lines of a Markdown text outside front matter, fences and comments; of a line that a comment begins or ends in, the
 * rest. The code of a fence that stands in a list item is there, as code. A heading is one of number signs at the margin,
 * whether it was indented or underlined.
 */
export function* markdownLines(text: string): Generator<MarkdownLine> {
  const lines = rawLines(text);
  let fence: { mark: string; inItem: boolean; indent: number } | undefined;
  let comment = false;
  let front = lines[0]?.trimEnd() === "---" && lines.slice(1).some((line) => line.trimEnd() === "---");
  // Where the text of each open list item begins.
  let items: number[] = [];
  let before: "blank" | "text" | "code" = "blank";
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? "";
    const number = index + 1;
    if (front) {
      if (index > 0 && raw.trimEnd() === "---") front = false;
      continue;
    }
    if (!fence && !comment && raw.trim() === "") {
      before = before === "code" ? "code" : "blank";
      yield { line: raw, number, code: false };
      continue;
    }
    const indent = indentOf(raw);
    if (fence) {
      const mark = fenceMark(raw);
      if (mark?.startsWith(fence.mark) && raw.trim() === mark) fence = undefined;
      else if (fence.inItem && raw.trim() !== "") yield { line: outdented(raw, fence.indent), number, code: true };
      continue;
    }
    const isInList = items.length > 0 && indent > 0;
    if (!comment) items = items.filter((column) => column <= indent);
    const base = items.at(-1) ?? 0;
    const mark = comment || indent > base + 3 ? undefined : fenceMark(raw);
    if (mark !== undefined) {
      fence = { mark, inItem: isInList, indent };
      before = "blank";
      continue;
    }
    const content = comment ? undefined : itemColumn(raw);
    if (!comment && content === undefined && before !== "text" && indent >= base + 4 && !/^\s*(?:\*\*|__|<!--)/.test(raw)) {
      before = "code";
      yield { line: outdented(raw, base + 4), number, code: true };
      continue;
    }
    if (content !== undefined && indent < base + 4) items.push(content);
    const begun = comment || raw.includes("<!--");
    const rest = withoutComments(raw, comment);
    comment = rest.comment;
    if (begun && rest.line.trim() === "") continue;
    const level: 1 | 2 | undefined = before === "text" || base > 0 ? undefined : underlineOf(rest.line, lines[index + 1] ?? "");
    const line = base === 0 ? rest.line.replace(/^ {1,3}(?=#{1,6}(?:\s|$)|#{2,6}\S)/, "") : rest.line;
    before = level !== undefined || headingOf(line) ? "blank" : "text";
    yield { line: level === undefined ? line : `${"#".repeat(level)} ${line.trim()}`, number, code: false };
    if (level !== undefined) index += 1;
  }
}

function fenceMark(line: string): string | undefined {
  return /^\s*(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
}

/** In columns; a tab goes to the next multiple of four. */
function indentOf(line: string): number {
  let columns = 0;
  for (const char of line) {
    if (char === " ") columns += 1;
    else if (char === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return columns;
}

function outdented(line: string, columns: number): string {
  const lead = /^\s*/.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(lead, columns)).trimEnd();
}

/** The column at which the text of a list item begins; undefined for any other line. */
function itemColumn(line: string): number | undefined {
  const [whole, lead = "", marker = ""] = /^(\s*)([-*+]|\d{1,9}[.)])\s+(?=\S)/.exec(line) ?? [];
  if (whole === undefined) return undefined;
  const start = indentOf(lead);
  const width = whole.length - lead.length;
  return start + (width - marker.length > 4 ? marker.length + 1 : width);
}

/** The level of a heading that is written as a line of words with `===` or `---` under it. No sentence, field or item is one. */
function underlineOf(line: string, next: string): 1 | 2 | undefined {
  const under = /^ {0,3}(={2,}|-{2,})\s*$/.exec(next)?.[1];
  if (under === undefined || line.length > 120 || !/^ {0,3}[^\s>|<#]/.test(line) || /[.,;]$|^(?:[-_=+]|\*(?!\*[^*:：]+\*\*$)|\d{1,9}[.)]\s)/.test(line.trim())) return undefined;
  return under.startsWith("=") ? 1 : 2;
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
