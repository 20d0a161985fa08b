import { isAlias, isMap } from "yaml";
import { canonicalJson } from "../state/canonical-json.ts";
import { composeDocument, indentOf, lineAfter, pairOf, type ComposeDocument } from "./compose-document.ts";
import { composeManner, type Manner } from "./compose-manner.ts";
import { behindComments, declareNames, isEmptyValue, sectionAtEnd, type Splice } from "./declare-names.ts";
import type { Refusal } from "./entry-refusals.ts";
import { inManner } from "./in-manner.ts";
import { insertLines } from "./insert-lines.ts";
import type { Definition } from "./service-definition.ts";
import { serviceYaml } from "./service-yaml.ts";

interface Declared {
  /** Named volumes to declare at the top level. */
  volumes?: string[];
  networks?: string[];
}

/**
 * A compose file with one service more, behind its last one and in the manner of the file, and with the volumes and
 * networks declared that it needs. Lines are added, none is changed; refused where that is not possible.
 */
export function insertService(text: string, service: { name: string; definition: Definition }, options: Declared): { text: string } | { refused: Refusal } {
  const { name } = service;
  if (!/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/.test(name)) return refused("invalid-name", `${JSON.stringify(name.slice(0, 80))} is no name for a service.`, "Use letters, digits, `-`, `_` and `.`, with a letter or digit first.");
  const file = composeDocument(text);
  if ("refused" in file) return file;
  const before = valuesOf(file);
  if (!before) return refused("invalid-yaml", "An alias of the compose file stands for nothing.", "Mend the compose file first.");
  if (Object.hasOwn(record(before["services"]), name)) return refused("service-exists", `The compose file has a service ${name} already.`, "Choose another name, or edit the one that is there.");
  const manner = composeManner(file, pairOf(file.root, "services"));
  const definition = inManner(service.definition, manner);
  const spliced = spliceService(file, name, definition, manner);
  if ("refused" in spliced) return spliced;
  const volumes = declareNames(file, "volumes", options.volumes ?? [], manner);
  if ("refused" in volumes) return volumes;
  const networks = declareNames(file, "networks", options.networks ?? [], manner);
  if ("refused" in networks) return networks;
  const splices = [spliced, ...networks.inserts, ...volumes.inserts];
  const after = insertLines(text, [...splices.filter((one) => one.section !== true), ...splices.filter((one) => one.section === true)]);
  const expected = {
    ...before,
    services: { ...record(before["services"]), [name]: definition },
    ...withNames(before, "volumes", volumes.declared),
    ...withNames(before, "networks", networks.declared),
  };
  const now = composeDocument(after);
  if ("refused" in now || !sameValues(valuesOf(now), expected)) return refused("splice-unsafe", `The compose file is written in a way in which ${name} cannot be added without a change to other lines.`, "Add the service by hand.");
  return { text: after };
}

function spliceService(file: ComposeDocument, name: string, definition: Definition, manner: Manner): Splice | { refused: Refusal } {
  const pair = pairOf(file.root, "services");
  const block = serviceYaml(name, definition, manner);
  if (!pair) return sectionAtEnd(file, "services", block.map((line) => line.slice(Math.min(/^ */.exec(line)?.[0].length ?? 0, rootIndent(file)))));
  const { value } = pair;
  if (isEmptyValue(value)) return { at: behindComments(file, lineAfter(file, pair), indentOf(file, pair) + 1), lines: block };
  if (isAlias(value)) return refused("services-alias", "The services of the compose file are an alias of another part.", "Add the service where that part stands.");
  if (!isMap(value)) return refused("services-no-map", "The services of the compose file are no map of names.", "Mend the compose file first.");
  const last = value.items.at(-1);
  if (value.flow === true || !last) return refused("flow-map", "The services of the compose file are written in braces, and a line more would change others.", "Write services as an indented map first, then call it again.");
  return { at: behindService(file, lineAfter(file, last), manner.service), lines: [...Array.from({ length: manner.gap }, () => ""), ...block] };
}

/**
 * Behind what belongs to the last service: comments that are indented, and those at the margin that follow it at once and
 * do not stand directly above the next key.
 */
function behindService(file: ComposeDocument, from: number, indent: number): number {
  const inside = behindComments(file, from, indent);
  let at = inside;
  while (/^ *#/.test(file.lines[at] ?? "")) at += 1;
  return (file.lines[at] ?? "").trim() === "" ? at : inside;
}

function rootIndent(file: ComposeDocument): number {
  const [first] = file.root?.items ?? [];
  return first ? indentOf(file, first) : 0;
}

function valuesOf({ document }: ComposeDocument): Record<string, unknown> | undefined {
  try {
    const values: unknown = document.toJS({ maxAliasCount: -1 });
    return record(values);
  } catch {
    return undefined;
  }
}

function sameValues(values: Record<string, unknown> | undefined, expected: Record<string, unknown>): boolean {
  return values !== undefined && canonicalJson(values) === canonicalJson(expected);
}

function withNames(before: Record<string, unknown>, section: string, names: string[]): Record<string, unknown> {
  if (names.length === 0) return {};
  const there = record(before[section]);
  const braces = Object.keys(there).length > 0 && Object.values(there).every((one) => Object.keys(record(one)).length === 0 && one !== null);
  return { [section]: { ...there, ...Object.fromEntries(names.map((name) => [name, braces ? {} : null])) } };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function refused(code: string, message: string, fix: string): { refused: Refusal } {
  return { refused: { code, message, fix } };
}
