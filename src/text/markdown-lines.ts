export interface MarkdownHeading {
  level: number;
  words: string;
}

/** What a line says as an ATX heading: `### Title ###`. The line must be a live one. */
export function headingOf(line: string): MarkdownHeading | undefined {
  const match = /^(#{1,6})\s+(.*)$/.exec(line);
  return match ? { level: match[1]?.length ?? 0, words: withoutClosing(match[2] ?? "") } : undefined;
}

/** A heading may be closed by number signs after a space: `### Title ###`. By hand, for a pattern would take a square of time. */
function withoutClosing(heading: string): string {
  const words = heading.trim();
  let end = words.length;
  while (end > 0 && words[end - 1] === "#") end -= 1;
  return end === 0 || /\s/.test(words[end - 1] ?? "") ? words.slice(0, end).trimEnd() : words;
}

/** The lines of a Markdown text outside front matter, fences and comments; of a line that a comment begins or ends in, the rest. */
export function* liveLines(text: string): Generator<{ line: string; number: number }> {
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
