import { lineBreakOf, splitLines } from "../maps/text-lines.ts";

/** Lines to be put before the line of this index, counted from 0. */
export interface LinesAt {
  at: number;
  lines: string[];
}

/**
 * A text with lines more and every byte that it had. The new lines end as most of its lines do; one that is put behind
 * a last line without a line end leaves the text without one.
 */
export function insertLines(text: string, inserts: LinesAt[]): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const end = lineBreakOf(text);
  const lines = splitLines(text.slice(mark.length));
  const open = lines.length > 0 && !(lines.at(-1) ?? "").endsWith("\n");
  const out: string[] = [];
  for (const [index, line] of [...lines, ""].entries()) {
    const added = inserts.filter(({ at }) => at === index).flatMap((one) => one.lines.map((each) => each + end));
    if (added.length > 0 && index === lines.length && open) {
      out.push(end);
      added[added.length - 1] = (added.at(-1) ?? "").slice(0, -end.length);
    }
    out.push(...added, line);
  }
  return mark + out.join("");
}
