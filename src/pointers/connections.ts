import { reachedBy } from "./addresses.ts";
import { environmentOf, part, portsOf, scalarOf, serviceNamed, shownPort } from "./compose-service.ts";
import { dependencies } from "./live-service.ts";
import type { ReadingContext } from "./live-values.ts";
import type { Connection } from "./pointer.ts";
import type { Sources } from "./sources.ts";
import { entriesOf, servicesIn, type YamlFound } from "./yaml-paths.ts";
import type { YamlSource } from "./yaml-source.ts";

/**
 * Whom a service of a compose file reaches, and who reaches it: what it waits for, services that its variables name (the
 * variable with the address inside the network, without credentials and path), volumes that it shares, networks where
 * there are several, published ports.
 */
export async function connections(sources: Sources, composeFile: string, service: string, context: ReadingContext): Promise<Connection[]> {
  const source = await sources.yaml(composeFile);
  const one = source && serviceNamed(source, service);
  if (!source || !one) return [];
  const at = (to: string, via: string, line: number): Connection => ({ to, via, path: composeFile, line });
  const others = servicesIn(source).filter((other) => other.name !== service);
  const outward = reaches(source, one, others, context).map(({ to, via, line }) => at(to, via, line));
  const inward = others.flatMap((other) => reaches(source, other, [one], context).map(({ via, line }) => at(other.name, `${via}, from ${other.name}`, line)));
  const volumes = namedVolumes(source, one).flatMap(({ name, line }) => others.filter((other) => namedVolumes(source, other).some((volume) => volume.name === name)).map((other) => at(other.name, `volume ${name}`, line)));
  const ports = portsOf(source, one, context.interpolate).flatMap((port) => (port.published === undefined ? [] : [at(`localhost:${port.published}`, `published port (${shownPort(port)})`, port.line)]));
  return [...outward, ...inward, ...volumes, ...networksOf(source, one).map(({ name, line }) => at(`network ${name}`, "networks", line)), ...ports];
}

/** The ways by which a service reaches any of the others. */
function reaches(source: YamlSource, service: YamlFound, others: YamlFound[], { interpolate }: ReadingContext): { to: string; via: string; line: number }[] {
  const names = new Set(others.map((other) => other.name));
  const waits = dependencies(source, part(source, service, "depends_on")).flatMap(({ name, condition, line }) => (names.has(name) ? [{ to: name, via: condition ? `depends_on (${condition})` : "depends_on", line }] : []));
  const variables = environmentOf(source, service).flatMap(({ name, value = "", line }) =>
    reachedBy(name, interpolate(value)).flatMap(({ host, address }) => (names.has(host) ? [{ to: host, via: address === host ? name : `${name} (${address})`, line }] : [])),
  );
  return [...waits, ...variables];
}

/** Volumes by name: not a path of the host, not an anonymous one. */
function namedVolumes(source: YamlSource, service: YamlFound): { name: string; line: number }[] {
  const volumes = part(source, service, "volumes");
  return (volumes ? entriesOf(source, volumes) : []).flatMap((one) => {
    const text = scalarOf(one);
    const name = text === undefined ? (scalarOf(entriesOf(source, one).find((key) => key.name === "source")) ?? "") : text.includes(":") ? (text.split(":")[0] ?? "") : "";
    return /^[A-Za-z0-9][\w.-]*$/.test(name) ? [{ name, line: one.line }] : [];
  });
}

/** The networks of a service, where the services of the file do not all share one. */
function networksOf(source: YamlSource, service: YamlFound): { name: string; line: number }[] {
  const of = (one: YamlFound): YamlFound[] => {
    const networks = part(source, one, "networks");
    return networks ? entriesOf(source, networks) : [];
  };
  const used = new Set(servicesIn(source).flatMap((one) => of(one).map((network) => network.name)));
  return used.size > 1 ? of(service).map(({ name, line }) => ({ name, line })) : [];
}
