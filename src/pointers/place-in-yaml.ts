import { isVariable, placeOfWord, type Place } from "./place.ts";
import type { Sources } from "./sources.ts";
import { findInYaml, takesFromElsewhere } from "./yaml-paths.ts";

/** A path in a YAML or JSON file, or a variable that its text names; "unchecked" where another file may hold what it lacks. */
export async function placeInYaml(sources: Sources, path: string, anchor: string[]): Promise<Place | "unchecked" | undefined> {
  const source = await sources.yaml(path);
  const found = source ? findInYaml(source, anchor) : [];
  const [first] = found;
  if (first) return { line: first.line, end_line: Math.max(...found.map((one) => one.end_line)) };
  const [only = ""] = anchor;
  const variable = anchor.length === 1 && isVariable(only) ? placeOfWord(await sources.lines(path), only) : undefined;
  return variable ?? (source?.sound === true && !takesFromElsewhere(source, anchor) ? undefined : "unchecked");
}
