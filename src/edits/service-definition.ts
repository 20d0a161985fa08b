import { interpolate } from "../compose/interpolate.ts";
import type { Model } from "../compose/model.ts";
import { allocatePorts, variableName, type Allocation, type PortEntry } from "./allocate-ports.ts";
import type { Refusal } from "./entry-refusals.ts";

/** A service in compose's own shapes. */
export type Definition = Record<string, unknown>;

interface Facts {
  name: string;
  /** The project as compose resolves it. */
  model: Model;
  /** The compose file that the service goes into. */
  text: string;
  taken: ReadonlyMap<number, string>;
  read(name: string): string | undefined;
}

export interface Completed {
  definition: Definition;
  /** Named volumes to declare. */
  volumes: string[];
  ports: Allocation;
  /** Variables that the definition references, with the value that stands in where they have none. */
  variables: { name: string; fallback: string; required: boolean }[];
  refusals: Refusal[];
}

/** Completes what was asked for as the project's other services are: ports, image variable, networks, conditions, restart. */
export function completeDefinition(asked: Definition, facts: Facts): Completed {
  const { name, model, text } = facts;
  const services = Object.values(model.services);
  const refusals: Refusal[] = [];
  const definition: Definition = { ...asked };
  const imagesByVariable = /^[ \t]+image:[ \t]*["']?\$\{/m.test(text);
  if (typeof asked["image"] === "string" && imagesByVariable && !asked["image"].includes("$")) definition["image"] = `\${${variableName(name, "", "IMAGE")}:-${asked["image"]}}`;
  const ports = allocatePorts(portsOf(asked["ports"]), { service: name, taken: facts.taken, byVariable: /^[ \t]*-[ \t]*["']?[^"'\n]{0,60}\$\{[A-Z_]*PORT/m.test(text), interpolate: (one) => interpolate(one, facts.read).text });
  if (ports.ports.length > 0) definition["ports"] = ports.ports;
  const needed = namesIn(asked["depends_on"]);
  const unknown = needed.filter((one) => !(one in model.services));
  if (unknown.length > 0) refusals.push({ code: "unknown-service", message: `depends_on names ${unknown.join(", ")}, which is no service of the project.`, fix: `The services are: ${Object.keys(model.services).join(", ")}.` });
  if (Array.isArray(asked["depends_on"]) && needed.some((one) => hasHealth(model, one))) {
    definition["depends_on"] = Object.fromEntries(needed.map((one) => [one, { condition: hasHealth(model, one) ? "service_healthy" : "service_started" }]));
  }
  const shared = sharedNetworks(model);
  if (asked["networks"] === undefined && asked["network_mode"] === undefined && shared.length > 0) definition["networks"] = shared;
  const restart = mostCommon(services.map((one) => one.restart));
  if (asked["restart"] === undefined && restart !== undefined && restart !== "no") definition["restart"] = restart;
  const whole = JSON.stringify(definition);
  const { names, missing } = interpolate(whole, facts.read);
  return {
    definition,
    volumes: namedVolumes(asked["volumes"]).filter((one) => !(one in (model.volumes ?? {}))),
    ports,
    variables: names.filter((one) => !services.some((other) => JSON.stringify(other.environment ?? {}).includes(`\${${one}`))).map((one) => ({ name: one, fallback: fallbackOf(whole, one), required: missing.includes(one) })),
    refusals: [...refusals, ...ports.refusals],
  };
}

function portsOf(value: unknown): PortEntry[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown): PortEntry => (typeof one === "string" || typeof one === "number" ? one : { ...(typeof one === "object" ? one : {}) }));
}

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

function hasHealth(model: Model, service: string): boolean {
  const check = model.services[service]?.healthcheck;
  return check !== undefined && check.disable !== true && (check.test ?? []).length > 0;
}

/** Networks that every service is in by name; the default one is everybody's without being named. */
function sharedNetworks(model: Model): string[] {
  const all = Object.values(model.services).map((one) => namesIn(one["networks"]));
  const [first = []] = all;
  return first.filter((name) => name !== "default" && all.every((names) => names.includes(name)));
}

/** What at least half of the services have. */
function mostCommon(values: (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && values.filter((one) => one === value).length * 2 >= values.length);
}

/** Volumes that are declared by name, not folders of the workspace or the host. */
function namedVolumes(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one === "string") return /^([A-Za-z0-9][\w.-]*):/.exec(one)?.[1] ?? [];
    const { type, source }: { type?: unknown; source?: unknown } = typeof one === "object" && one !== null ? one : {};
    return type !== "bind" && type !== "tmpfs" && typeof source === "string" && /^[A-Za-z0-9][\w.-]*$/.test(source) ? [source] : [];
  });
}

/** The default that a reference to a variable brings: `${X:-default}`. */
function fallbackOf(text: string, name: string): string {
  const at = text.indexOf(`\${${name}:-`);
  const rest = at === -1 ? "" : text.slice(at + name.length + 4);
  return /^[^}"$\\]*/.exec(rest)?.[0] ?? "";
}
