import { clean } from "./clean.ts";

/** A Markdown code block that its own text cannot close. `info` is the language, as `yaml`. */
export function fence(text: string, info = ""): string {
  const inside = clean(text);
  const longest = (inside.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const marks = "`".repeat(longest + 1);
  return `${marks}${info.replace(/[^\w.+-]/g, "")}\n${inside}${inside.endsWith("\n") ? "" : "\n"}${marks}`;
}
