import { posix } from "node:path";
import { interpolate } from "../compose/interpolate.ts";
import { GIVEN, variableReferences } from "../compose/variable-references.ts";
import { portEntries } from "../pointers/compose-service.ts";
import { servicesInMakefile, type NamedService } from "../pointers/compose-in-makefile.ts";
import { envNames } from "../pointers/env-names.ts";
import { makefileRules } from "../pointers/makefile-rules.ts";
import { portRange, readPort, type PortEntry, type PortRange } from "../pointers/port-entry.ts";
import { preflightPorts } from "../pointers/preflight-ports.ts";
import { isComposeFile } from "../pointers/source-kind.ts";
import { servicesIn } from "../pointers/yaml-paths.ts";
import type { YamlSource } from "../pointers/yaml-source.ts";
import type { IndexProblem } from "./index-problems.ts";
import type { Knowledge } from "./open-knowledge.ts";

/** Whether the files that repeat what a compose file says still say the same: preflight ports, make targets, the env template. */
export async function companionProblems(knowledge: Knowledge, preflight: string | undefined): Promise<IndexProblem[]> {
  if (knowledge.guarded.files.size === 0) return [];
  return [...(preflight === undefined ? [] : await preflightProblems(knowledge, preflight)), ...(await makefileProblems(knowledge)), ...(await templateProblems(knowledge))];
}

interface Published {
  service: string;
  file: string;
  line: number;
  /** A service of a profile need not be up. */
  optional: boolean;
  /** As its variables are now, and as their defaults are, which a script may repeat; empty where the engine picks. */
  ranges: PortRange[];
  /** It hangs on a variable without a value. */
  undecided: boolean;
}

async function preflightProblems({ sources, guarded, interpolate: now }: Knowledge, script: string): Promise<IndexProblem[]> {
  const lines = await sources.lines(script);
  const looked = preflightPorts(lines.map((line) => line.replace(/(\$\{\w+:?-)\d+\}/g, (whole, head: string) => `${head}${now(whole)}}`)));
  if (!looked) return [];
  const files = await Promise.all([...guarded.files.keys()].map(async (file) => ({ file, source: await sources.yaml(file) })));
  const published = files.flatMap(({ file, source }) => (source ? publishedBy(source, file, now) : []));
  const holds = ({ ranges }: Published, port: number) => ranges.some(({ first, last }) => first <= port && port <= last);
  // Of a range the engine may pick one.
  const missing = published.filter((one) => !one.optional && one.ranges[0]?.first === one.ranges[0]?.last && one.ranges.length > 0 && !looked.ports.some(({ port }) => holds(one, port)));
  const known = files.every(({ source }) => source?.sound === true) && !published.some((one) => one.undecided);
  const stale = known ? looked.ports.filter(({ port }) => !published.some((one) => holds(one, port))) : [];
  return [
    ...missing.map(({ service, ranges, file, line }) => ({ code: "preflight-port-missing", path: script, line: looked.line, message: `check_ports_available() does not look at ${ranges[0]?.first ?? ""}, which ${service} publishes (${file}:${line}).`, fix: "Add the port to its list, or run add_service for new services: it does that." })),
    ...stale.map(({ port, line }) => ({ code: "preflight-port-stale", path: script, line, message: `check_ports_available() looks at ${port}, which no service publishes.`, fix: "Take the port out of its list, or correct it." })),
  ];
}

function publishedBy(source: YamlSource, file: string, now: (text: string) => string): Published[] {
  const byDefault = (text: string) => interpolate(text, () => undefined).text;
  return servicesIn(source).flatMap((service) => {
    const optional = source.document.hasIn(["services", service.name, "profiles"]);
    return portEntries(source, service).map(({ entry, line }) => {
      const ranges = [now, byDefault].flatMap((put) => portRange(readPort(entry, put)?.host ?? "") ?? []).filter(({ first }) => first > 0);
      return { service: service.name, file, line, optional, ranges, undecided: isUndecided(entry, now) };
    });
  });
}

function isUndecided(entry: PortEntry, now: (text: string) => string): boolean {
  const port = readPort(entry, now);
  const picked = port?.host === undefined && readPort(entry)?.host === undefined;
  return !portRange(port?.container ?? "") || !(picked || portRange(port?.host ?? ""));
}

async function makefileProblems({ sources, guarded, defaults }: Knowledge): Promise<IndexProblem[]> {
  const lines = await sources.lines(defaults.makefile);
  // A recipe may speak of any compose file that lies beside it.
  const beside = (await sources.list(".")).filter((file) => isComposeFile(file) && !guarded.files.has(file));
  const files = await Promise.all([...guarded.files.keys(), ...beside].map(async (file) => ({ file, source: await sources.yaml(file) })));
  const read = new Set(files.flatMap(({ file, source }) => (source?.sound === true ? [file] : [])));
  const services = new Set(files.flatMap(({ source }) => (source ? servicesIn(source).map((one) => one.name) : [])));
  if (services.size === 0 || files.some(({ file, source }) => (beside.includes(file) ? source?.document.has("include") : !read.has(file)))) return [];
  const isRead = ({ folder, files: named }: NamedService) => (named.length > 0 ? named.every((one) => read.has(posix.join(folder, one))) : folder === "." || [...read].some((one) => posix.relative(folder, posix.dirname(one)) === ""));
  const unknown = servicesInMakefile(lines, makefileRules(lines)).filter((one) => !services.has(one.service) && isRead(one));
  return unknown.map(({ service, target, line }) => ({ code: "target-service-unknown", path: defaults.makefile, line, message: `make ${target} names the service ${service}, which no compose file has.`, fix: "Name a service that there is, or take the target out." }));
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
