import { envNames } from "./env-names.ts";
import { placeOfHeading } from "./markdown-headings.ts";
import type { Place } from "./place.ts";
import { placeInSource } from "./place-in-source.ts";
import { placeInText } from "./place-in-text.ts";
import { placeInYaml } from "./place-in-yaml.ts";
import { placeOfTarget } from "./place-of-target.ts";
import { placeInSections } from "./section-keys.ts";
import { sourceKind, type FileKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";

/** Where an anchor stands; `path` only where that is in another file, one that this takes in. */
export type FoundPlace = Place & { path?: string };

/** What an anchor names in a file of the workspace; "unchecked" where the file does not let that be told. */
export async function placeInFile(sources: Sources, path: string, anchor: string[]): Promise<FoundPlace | "unchecked" | undefined> {
  const text = await sources.text(path);
  if (text === undefined) return "unchecked";
  const lines = await sources.lines(path);
  const numbered = anchor.length === 1 ? /^L(\d{1,7})(?:-L?(\d{1,7}))?$/.exec(anchor[0] ?? "") : null;
  if (numbered) return placeOfLines(lines, Number(numbered[1]), Number(numbered[2] ?? numbered[1]));
  return await FINDERS[sourceKind(path)]({ sources, path, anchor, lines, text });
}

interface Asked {
  sources: Sources;
  path: string;
  anchor: string[];
  lines: string[];
  text: string;
}

const FINDERS: Record<FileKind, (asked: Asked) => Promise<FoundPlace | "unchecked" | undefined>> = {
  yaml: async ({ sources, path, anchor }) => await placeInYaml(sources, path, anchor),
  sections: async (asked) => placeInConfiguration(asked),
  env: async ({ lines, anchor }) => placeOfVariable(lines, anchor),
  markdown: async ({ text, anchor }) => placeOfHeading(text, anchor),
  makefile: async ({ sources, path, anchor }) => await placeOfTarget(sources, path, (anchor.at(-1) ?? "").replace(/^(?:make|target|variable)\s+/, "").replace(/\s+(?:targets?|variable)$/i, "").replace(/:$/, "")),
  source: async ({ sources, path, anchor, lines }) => await placeInSource(sources, path, anchor, lines),
  other: async ({ lines, anchor }) => placeInText(lines, anchor),
};

function placeOfLines(lines: string[], line: number, end: number): Place | undefined {
  const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return line >= 1 && line <= end && end <= count ? { line, end_line: end } : undefined;
}

/** A configuration file of a program is not always one of sections: in one as nginx has it a word is enough. */
function placeInConfiguration({ path, lines, anchor }: Asked): Place | "unchecked" | undefined {
  return placeInSections(lines, anchor) ?? (path.endsWith(".conf") ? placeInText(lines, anchor) : undefined);
}

function placeOfVariable(lines: string[], anchor: string[]): Place | undefined {
  const wanted = (anchor.at(-1) ?? "").replace(/^(?:export|variable)\s+/, "").replace(/\s*=.*$/s, "");
  const found = envNames(lines).find((one) => one.name === wanted);
  return found && { line: found.line, end_line: found.line };
}
