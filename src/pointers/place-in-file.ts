import { envNames } from "./env-names.ts";
import { makeTargets } from "./make-targets.ts";
import { placeOfHeading } from "./markdown-headings.ts";
import { isVariable, placeOfWord, type Place } from "./place.ts";
import { placeInSource } from "./place-in-source.ts";
import { placeInSections } from "./section-keys.ts";
import { sourceKind, type FileKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";
import { findInYaml } from "./yaml-paths.ts";

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
  yaml: placeInYaml,
  sections: async ({ lines, anchor }) => placeInSections(lines, anchor),
  env: async ({ lines, anchor }) => placeOfVariable(lines, anchor),
  markdown: async ({ text, anchor }) => placeOfHeading(text, anchor),
  makefile: placeOfTarget,
  source: async ({ sources, path, anchor, lines }) => await placeInSource(sources, path, anchor, lines),
  other: async ({ lines, anchor }) => placeOfWord(lines, anchor.at(-1) ?? ""),
};

function placeOfLines(lines: string[], line: number, end: number): Place | undefined {
  const count = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return line >= 1 && line <= end && end <= count ? { line, end_line: end } : undefined;
}

async function placeInYaml({ sources, path, anchor, lines }: Asked): Promise<Place | "unchecked" | undefined> {
  const source = await sources.yaml(path);
  const found = source ? findInYaml(source, anchor) : [];
  const [first] = found;
  if (first) return { line: first.line, end_line: Math.max(...found.map((one) => one.end_line)) };
  const [only = ""] = anchor;
  const variable = anchor.length === 1 && isVariable(only) ? placeOfWord(lines, only) : undefined;
  return variable ?? (source?.sound ? undefined : "unchecked");
}

function placeOfVariable(lines: string[], anchor: string[]): Place | undefined {
  const wanted = (anchor.at(-1) ?? "").replace(/[=].*$/s, "");
  const found = envNames(lines).find((one) => one.name === wanted);
  return found && { line: found.line, end_line: found.line };
}

async function placeOfTarget({ sources, path, anchor, lines }: Asked): Promise<FoundPlace | undefined> {
  const wanted = (anchor.at(-1) ?? "").replace(/^make\s+/, "").replace(/\s+targets?$/i, "").replace(/:$/, "");
  const target = (await makeTargets(sources, path)).find((one) => one.name === wanted);
  if (target) return { line: target.line, end_line: target.end_line, ...(target.path === path ? {} : { path: target.path }) };
  const assigned = lines.findIndex((line) => line.startsWith(wanted) && /^\s*(?:[:?+!]|::)?=/.test(line.slice(wanted.length)));
  return assigned === -1 || !isVariable(wanted) ? undefined : { line: assigned + 1, end_line: assigned + 1 };
}
