import { interpolate } from "../compose/interpolate.ts";
import { GIVEN, variableReferences } from "../compose/variable-references.ts";
import { portsOf } from "../pointers/compose-service.ts";
import { servicesInMakefile } from "../pointers/compose-in-makefile.ts";
import { envNames } from "../pointers/env-names.ts";
import { makefileRules } from "../pointers/makefile-rules.ts";
import { preflightPorts } from "../pointers/preflight-ports.ts";
import { isComposeFile } from "../pointers/source-kind.ts";
import { servicesIn } from "../pointers/yaml-paths.ts";
import type { IndexProblem } from "./index-problems.ts";
import type { Knowledge } from "./open-knowledge.ts";

/** Whether the files that repeat what a compose file says still say the same: preflight ports, make targets, the env template. */
export async function companionProblems(knowledge: Knowledge, preflight: string | undefined): Promise<IndexProblem[]> {
  if (knowledge.guarded.files.size === 0) return [];
  return [...(preflight === undefined ? [] : await preflightProblems(knowledge, preflight)), ...(await makefileProblems(knowledge)), ...(await templateProblems(knowledge))];
}

interface Published {
  service: string;
  port: number;
  file: string;
  line: number;
  /** A service of a profile need not be up. */
  optional: boolean;
}

async function preflightProblems({ sources, guarded }: Knowledge, script: string): Promise<IndexProblem[]> {
  const looked = preflightPorts(await sources.lines(script));
  if (!looked) return [];
  const published = (await Promise.all([...guarded.files.keys()].map(async (file) => publishedBy(await sources.yaml(file), file)))).flat();
  const missing = published.filter((one) => !one.optional && !looked.ports.some(({ port }) => port === one.port));
  const stale = looked.ports.filter(({ port }) => !published.some((one) => one.port === port));
  return [
    ...missing.map(({ service, port, file, line }) => ({ code: "preflight-port-missing", path: script, line: looked.line, message: `check_ports_available() does not look at ${port}, which ${service} publishes (${file}:${line}).`, fix: "Add the port to its list, or run add_service for new services: it does that." })),
    ...stale.map(({ port, line }) => ({ code: "preflight-port-stale", path: script, line, message: `check_ports_available() looks at ${port}, which no service publishes.`, fix: "Take the port out of its list, or correct it." })),
  ];
}

/** Ports as they are without a `.env`, which is how the script's own defaults are written. */
function publishedBy(source: Awaited<ReturnType<Knowledge["sources"]["yaml"]>>, file: string): Published[] {
  if (!source) return [];
  const byDefault = (text: string) => interpolate(text, () => undefined).text;
  return servicesIn(source).flatMap((service) => {
    const optional = source.document.hasIn(["services", service.name, "profiles"]);
    return portsOf(source, service, byDefault).flatMap(({ published = "", line }) => (/^\d+$/.test(published) && Number(published) > 0 ? [{ service: service.name, port: Number(published), file, line, optional }] : []));
  });
}

async function makefileProblems({ sources, defaults }: Knowledge): Promise<IndexProblem[]> {
  const lines = await sources.lines(defaults.makefile);
  const files = (await sources.list(".")).filter(isComposeFile);
  // A recipe may speak of any compose file that lies here.
  const known = await Promise.all(files.map(async (file) => sources.yaml(file)));
  const services = new Set(known.flatMap((source) => (source ? servicesIn(source).map((one) => one.name) : [])));
  if (services.size === 0 || known.some((source) => source?.document.has("include"))) return [];
  return servicesInMakefile(lines, makefileRules(lines)).filter(({ service }) => !services.has(service)).map(({ service, target, line }) => ({ code: "target-service-unknown", path: defaults.makefile, line, message: `make ${target} names the service ${service}, which no compose file has.`, fix: "Name a service that there is, or take the target out." }));
}

/** Variables that compose needs and that have no default, but that nobody is told of. */
async function templateProblems({ sources, guarded, defaults }: Knowledge): Promise<IndexProblem[]> {
  if ((await sources.kind(defaults.envTemplate)) !== "file") return [];
  const told = new Set(envNames(await sources.lines(defaults.envTemplate)).map((one) => one.name));
  const needed = new Map<string, { file: string; line: number }>();
  for (const [file, { text }] of guarded.files) {
    for (const [index, line] of text.split("\n").entries()) {
      for (const name of withoutDefault(line)) if (!told.has(name) && !needed.has(name)) needed.set(name, { file, line: index + 1 });
    }
  }
  return [...needed].map(([name, { file, line }]) => ({ code: "env-template-missing", path: defaults.envTemplate, line: 1, message: `${name} stands in ${file}:${line} without a default, and not in ${defaults.envTemplate}.`, fix: `Add ${name} to ${defaults.envTemplate} with a placeholder, or give it a default where it is used.` }));
}

function withoutDefault(line: string): string[] {
  const code = line.replace(/(^|\s)#.*$/, "");
  return variableReferences(code).flatMap(({ name, operator }) => (GIVEN.test(name) || !["", "?", ":?"].includes(operator) ? [] : [name]));
}
