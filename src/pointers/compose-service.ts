import { isScalar } from "yaml";
import { portRange, readPort, type PortEntry } from "./port-entry.ts";
import { entriesOf, servicesIn, type YamlFound } from "./yaml-paths.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A port of a service. `published` is absent where the engine picks one or none is published. */
export interface ComposePort {
  published?: string;
  container: string;
  line: number;
}

/** A key of a service, with its place. */
export function part(source: YamlSource, service: YamlFound, key: string): YamlFound | undefined {
  return entriesOf(source, service).find((one) => one.name === key);
}

export function serviceNamed(source: YamlSource, name: string): YamlFound | undefined {
  return servicesIn(source).find((one) => one.name === name);
}

/** A scalar as it is written; undefined for anything else. */
export function scalarOf(found: Pick<YamlFound, "value"> | undefined): string | undefined {
  const node = found?.value;
  if (!isScalar(node)) return undefined;
  if (typeof node.value === "string") return node.value;
  return node.value === null || node.value === undefined ? undefined : node.source;
}

/** A list of words, one string being one; mappings in it are left out. */
export function wordsOf(source: YamlSource, found: YamlFound | undefined): string[] {
  if (!found) return [];
  const single = scalarOf(found);
  return single === undefined ? entriesOf(source, found).flatMap((one) => scalarOf(one) ?? []) : [single];
}

/** The variables of a service, whether they are written as a mapping or as a list of `A=b`; `value` as written. */
export function environmentOf(source: YamlSource, service: YamlFound): { name: string; value?: string; line: number }[] {
  const environment = part(source, service, "environment");
  if (!environment) return [];
  const entries = entriesOf(source, environment);
  return entries.map((one) => {
    const text = scalarOf(one);
    // An item `- NAME` passes a variable on; it has no value of its own.
    const value = text?.startsWith(`${one.name}=`) ? text.slice(one.name.length + 1) : text === one.name ? undefined : text;
    return { name: one.name, line: one.line, ...(value === undefined ? {} : { value }) };
  });
}

/** The ports of a service as they are written, but for capitals in a protocol, which compose takes as well. */
export function portEntries(source: YamlSource, service: YamlFound): { entry: PortEntry; line: number }[] {
  const ports = part(source, service, "ports");
  return (ports ? entriesOf(source, ports) : []).map((one) => ({ line: one.line, entry: scalarOf(one)?.replace(/\/[A-Z]+$/, (protocol) => protocol.toLowerCase()) ?? Object.fromEntries(entriesOf(source, one).map((key) => [key.name, scalarOf(key)])) }));
}

/** The ports of a service, in the short and the long form, variables put in. */
export function portsOf(source: YamlSource, service: YamlFound, interpolate: (text: string) => string): ComposePort[] {
  return portEntries(source, service).flatMap(({ entry, line }): ComposePort[] => {
    const { container = "", host = "" } = readPort(entry, interpolate) ?? {};
    return portRange(container) ? [{ container, line, ...(portRange(host) ? { published: host } : {}) }] : [];
  });
}

/** `8011 → 8011`, or the port in the container alone. */
export function shownPort({ published, container }: ComposePort): string {
  return published === undefined ? container : `${published} → ${container}`;
}
