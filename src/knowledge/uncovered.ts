import { posix } from "node:path";
import { pointersIn } from "../maps/pointers-in.ts";
import { makeTargets } from "../pointers/make-targets.ts";
import type { Knowledge } from "./open-knowledge.ts";
import { servicesWritten } from "./services-written.ts";

export interface Uncovered {
  kind: "service" | "target" | "specification";
  name: string;
  source: string;
}

/**
 * What is there and no entry points to: services of the compose files, and specifications; make targets that neither the
 * maps nor SKILL.md name.
 */
export async function uncovered(knowledge: Knowledge, skillText: string, specifications: string | undefined): Promise<Uncovered[]> {
  const { guarded, components, issues, defaults, sources, derived } = knowledge;
  const pointers = [...components.entries, ...issues.entries].flatMap((entry) => pointersIn(entry, defaults));
  const named = new Set(pointers.flatMap(({ anchor }) => anchor));
  const paths = new Set(pointers.map(({ path }) => posix.normalize(path)));
  const services = servicesWritten(guarded).filter(({ name }) => !named.has(name)).map(({ name, file }): Uncovered => ({ kind: "service", name, source: file }));
  if (derived) return services;
  const commands = new Set([...[skillText, components.text ?? "", issues.text ?? ""].join("\n").matchAll(/\bmake\s+([\w./@+-]+)/g)].map((match) => match[1] ?? ""));
  const targets = (await makeTargets(sources, defaults.makefile)).filter(({ name }) => !named.has(name) && !commands.has(name)).map(({ name, path }): Uncovered => ({ kind: "target", name, source: path }));
  const files = specifications === undefined ? [] : (await sources.walk(specifications)).filter((path) => /\.(?:md|mdx|ya?ml|json|feature)$/i.test(path) && !/^(?:README|INDEX|_?template)/i.test(posix.basename(path)));
  return [...services, ...targets, ...files.filter((path) => !paths.has(path)).map((path): Uncovered => ({ kind: "specification", name: posix.basename(path), source: path }))];
}
