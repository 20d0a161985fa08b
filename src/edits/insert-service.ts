import { isAlias, isMap } from "yaml";
import { canonicalJson } from "../state/canonical-json.ts";
import { composeDocument, indentOf, keepsBlanks, lineAfter, openText, pairOf, type ComposeDocument } from "./compose-document.ts";
import { composeManner, type Manner } from "./compose-manner.ts";
import { behindComments, declareNames, isEmptyValue, sectionAtEnd, type Splice } from "./declare-names.ts";
import type { Refusal } from "./entry-refusals.ts";
import { inManner } from "./in-manner.ts";
import { insertLines } from "./insert-lines.ts";
import type { Definition } from "./service-definition.ts";
import { invalidName } from "./service-name.ts";
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
  const invalid = invalidName(name);
  if (invalid) return { refused: invalid };
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
  const open = splices.some(({ at }) => at >= file.lines.length) ? openText(file) : undefined;
  if (open) return refused("no-final-newline", `The compose file ends in the text of ${open.join(".")}, and its last line has no line end: a line behind it would give that text one.`, "End the file with a line end first (the text gets it too), or write the text with `|-`; then call it again.");
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
  const at = behindService(file, lineAfter(file, last), manner.service);
  const gap = Array.from({ length: manner.gap }, () => "");
  const kept = keepsBlanks(file, last) && at === lineAfter(file, last);
  return { at, lines: kept ? [...block, ...(at < file.lines.length ? gap : [])] : [...gap, ...block] };
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

function withNames(before: Record<string, unknown>, section: string, declared: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(declared).length === 0 ? {} : { [section]: { ...record(before[section]), ...declared } };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function refused(code: string, message: string, fix: string): { refused: Refusal } {
  return { refused: { code, message, fix } };
}
