import type { MapEntry, MapField } from "../maps/parse-map.ts";
import { healthPaths, pathIn } from "./health-paths.ts";
import type { ReadingContext } from "./live-values.ts";
import type { Drift, Pointer } from "./pointer.ts";
import { entryServices, type EntryService } from "./entry-services.ts";
import { sourceKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";
import { addressesIn, portsIn, type StatedPort } from "./stated-ports.ts";

/**
 * What an entry states as a fact although its sources now say otherwise: ports, addresses, the health path, container
 * names, make targets and variables. What no source of the entry can tell is not drift. No secret is in the result.
 */
export async function driftOf(sources: Sources, entry: MapEntry, pointers: Pointer[], context: ReadingContext): Promise<Drift[]> {
  const services = await entryServices(sources, pointers, context);
  const routes = await healthPaths(sources, pointers);
  const found = entry.fields.flatMap((field): Drift[] => {
    const text = [field.text, ...field.items.filter((item) => !item.startsWith(">"))].join("\n").slice(0, 20_000);
    if (field.key === "port") return wrongPorts(field, portsIn(text, field.label, services.map((one) => one.name)), services);
    if (field.key === "health endpoint") return [...wrongHealth(field, text, services, routes), ...wrongPorts(field, addressesIn(text), services)];
    if (["connection", "api doc", "access", "quick access"].includes(field.key)) return wrongPorts(field, addressesIn(text), services);
    return ["container", "container name", "service", "service name"].includes(field.key) ? wrongNames(field, text, services) : [];
  });
  return [...found, ...goneNames(pointers)];
}

function wrongPorts({ label }: MapField, stated: StatedPort[], services: EntryService[]): Drift[] {
  const first = services.find((one) => one.pointed);
  return stated.flatMap(({ host, port, side }): Drift[] => {
    const local = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0)$/.test(host);
    const named = services.find((one) => one.name === host);
    const meant = host === "" || local ? services.filter((one) => one.pointed) : named ? [named] : [];
    const known = meant.flatMap((one) => (side === undefined ? one.known : one[side]));
    if (meant.length === 0 && first && !local && host !== "" && !host.includes(".") && !first.mentions(host) && host !== "host") {
      return [{ label, stated: `${host}:${port}`, actual: `no service ${host}`, path: first.path, line: first.servicesLine }];
    }
    const one = meant.find((service) => service.shown !== "");
    if (!one || known.length === 0 || known.includes(port)) return [];
    const actual = meant.length === 1 ? one.shown : "no service has this port";
    return [{ label, stated: host === "" ? port : `${host}:${port}`, actual, path: one.path, line: meant.length === 1 ? one.portsLine : one.servicesLine }];
  });
}

/** Known are the routes of the entry's Python sources and what the service's own health check asks. */
function wrongHealth({ label }: MapField, text: string, services: EntryService[], routes: string[]): Drift[] {
  const stated = pathIn(text);
  const [service, second] = services.filter((one) => one.pointed);
  if (stated === undefined || !service || second || service.health.length === 0) return [];
  const same = (path: string): boolean => path.replace(/\/$/, "") === stated.replace(/\/$/, "");
  const told = service.health.filter((path) => /health|ready|live|ping|status/i.test(path));
  if (told.length === 0 || told.some(same) || routes.some(same)) return [];
  return [{ label, stated, actual: told.join(", "), path: service.path, line: service.healthLine }];
}

function wrongNames({ label }: MapField, text: string, services: EntryService[]): Drift[] {
  const words = text.includes("`") ? [...text.matchAll(/`([A-Za-z0-9][\w.-]{0,80})`/g)].map((match) => match[1] ?? "") : /^[A-Za-z0-9][\w.-]{0,80}$/.test(text.trim()) ? [text.trim()] : [];
  const service = services.find((one) => one.pointed);
  const names = services.flatMap((one) => [one.name, ...(one.containerName === undefined ? [] : [one.containerName])]);
  if (!service) return [];
  // Without container_name Compose makes the name of project, service and number.
  const derived = (word: string) => services.some((one) => one.containerName === undefined && word.split(/[-_]/).join("-").includes(one.name));
  return words.filter((word) => !names.includes(word) && !derived(word) && !service.mentions(word)).map((stated) => ({ label, stated, actual: service.containerName ?? service.name, path: service.path, line: service.line }));
}

/** Make targets under Key Commands and variables that their files no longer have. */
function goneNames(pointers: Pointer[]): Drift[] {
  return pointers.flatMap(({ role, path, anchor = [], status }): Drift[] => {
    if (status !== "changed") return [];
    const name = anchor.at(-1) ?? "";
    if (sourceKind(path) === "makefile" && /^key commands?$/i.test(role)) return [{ label: role, stated: `make ${name}`, actual: "no such target", path, line: 1 }];
    return sourceKind(path) === "env" && /variables?$|^env vars?$/i.test(role) ? [{ label: role, stated: name, actual: "not there", path, line: 1 }] : [];
  });
}
