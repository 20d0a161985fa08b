import { headingsOf } from "./markdown-headings.ts";
import { envNames } from "./env-names.ts";
import { liveFolder } from "./live-folder.ts";
import { liveYaml } from "./live-yaml.ts";
import { makeTargets } from "./make-targets.ts";
import type { LiveValue, Pointer } from "./pointer.ts";
import { pythonRoutes } from "./python-routes.ts";
import { listed, shown } from "./shown.ts";
import { sourceKind, type FileKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";

export interface ReadingContext {
  /** Puts the project's variables into a text. */
  interpolate(text: string): string;
  detail: "concise" | "full";
}

type Reader = (sources: Sources, pointer: Pointer, context: ReadingContext) => Promise<LiveValue[]>;

const READERS: Record<FileKind, Reader | undefined> = {
  yaml: async (sources, { path, anchor = [] }, context) => {
    const source = await sources.yaml(path);
    return source ? liveYaml(source, path, anchor, context) : [];
  },
  makefile: liveMakefile,
  markdown: liveMarkdown,
  env: async (sources, { path, anchor = [] }, { detail }) => {
    const names = anchor.length > 0 ? [] : envNames(await sources.lines(path));
    return valueAt(path, "variables", names[0]?.line, listed(names.map(({ name }) => shown(name, 60)), detail === "full" ? 200 : 32));
  },
  source: livePython,
  sections: undefined,
  other: undefined,
};

/**
 * What stands now where a resolved pointer leads, each value with the line that it was read from. Of variables the
 * names only, but for addresses without credentials; nothing under a name that looks secret.
 */
export async function liveValues(sources: Sources, pointer: Pointer, context: ReadingContext): Promise<LiveValue[]> {
  if (pointer.status !== "ok") return [];
  if ((await sources.kind(pointer.path)) === "folder") return await liveFolder(sources, pointer.path, context.detail);
  return (await READERS[sourceKind(pointer.path)]?.(sources, pointer, context)) ?? [];
}

function valueAt(path: string, label: string, line: number | undefined, value: string): LiveValue[] {
  return line === undefined || value === "" ? [] : [{ label, value, path, line }];
}

async function liveMakefile(sources: Sources, { path, anchor = [] }: Pointer, { detail }: ReadingContext): Promise<LiveValue[]> {
  const targets = await makeTargets(sources, path);
  if (anchor.length === 0) {
    const text = (help: string | undefined): string => (help !== undefined && detail === "full" ? `: ${shown(help, 80)}` : "");
    return valueAt(path, "targets", targets[0]?.line, listed(targets.map(({ name, help }) => name + text(help)), detail === "full" ? 60 : 30));
  }
  const wanted = (anchor.at(-1) ?? "").replace(/^make\s+/, "");
  const target = targets.find(({ name }) => name === wanted);
  const text = target?.help ?? target?.recipe?.replace(/^[@-]+/, "");
  return target ? valueAt(target.path, `make ${target.name}`, target.line, shown(text ?? "")) : [];
}

async function liveMarkdown(sources: Sources, pointer: Pointer, { detail }: ReadingContext): Promise<LiveValue[]> {
  const { path, line } = pointer;
  if (line !== undefined) return await firstSentence(sources, pointer);
  const headings = headingsOf((await sources.text(path)) ?? "").filter(({ level }) => level === 2 || (level === 3 && detail === "full"));
  return valueAt(path, "headings", headings[0]?.line, listed(headings.map(({ words }) => shown(words, 60)), detail === "full" ? 60 : 12));
}

async function livePython(sources: Sources, { path, anchor = [] }: Pointer, { detail }: ReadingContext): Promise<LiveValue[]> {
  const routes = anchor.length > 0 || !path.endsWith(".py") ? [] : await pythonRoutes(sources, path);
  return [...new Set(routes.map((route) => route.path))].flatMap((file) => {
    const own = routes.filter((route) => route.path === file);
    return valueAt(file, "routes", own[0]?.line, listed(own.map(({ method, route }) => shown(`${method} ${route}`, 80)), detail === "full" ? 80 : 16));
  });
}

/** The first sentence below a heading. */
async function firstSentence(sources: Sources, { path, line = 1, end_line: end = line }: Pointer): Promise<LiveValue[]> {
  const lines = await sources.lines(path);
  const at = lines.findIndex((text, index) => index >= line && index < end && /^\s*[\p{L}\p{N}`*"“([-]/u.test(text) && !/^\s*```/.test(text));
  if (at === -1) return [];
  const below = lines.slice(at, Math.min(end, at + 6));
  const blank = below.findIndex((text) => text.trim() === "");
  const text = shown((blank === -1 ? below : below.slice(0, blank)).join(" "), 400);
  // A full stop inside a code span ends no sentence.
  const stop = /[.!?:](?=\s)/.exec(text.replace(/`[^`]*`/g, (span) => "_".repeat(span.length)));
  return valueAt(path, "section", at + 1, shown(stop ? text.slice(0, stop.index + 1) : text, 160));
}
