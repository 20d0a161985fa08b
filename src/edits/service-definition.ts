import { interpolate } from "../compose/interpolate.ts";
import type { Model, ServiceModel } from "../compose/model.ts";
import type { PortEntry } from "../pointers/port-entry.ts";
import { allocatePorts, type Allocation } from "./allocate-ports.ts";
import { dependencies } from "./dependencies.ts";
import type { Refusal } from "./entry-refusals.ts";
import { freeVariable, variableName, type KnownVariables } from "./free-variable.ts";
import { ownVolumes } from "./own-volumes.ts";
import type { TakenPorts } from "./taken-ports.ts";
import { templateVariables, type TemplateVariable } from "./template-variables.ts";
import { variableReferences } from "../compose/variable-references.ts";

/** A service in compose's own shapes. */
export type Definition = Record<string, unknown>;

interface Facts {
  name: string;
  /** The project as compose resolves it, with the profiles that are on. */
  model: Model;
  /** All services, also those of profiles that are off. */
  services: ReadonlyMap<string, ServiceModel>;
  /** Volumes that any file declares. */
  volumes: ReadonlySet<string>;
  /** The compose file that the service goes into. */
  text: string;
  taken: TakenPorts;
  variables: KnownVariables;
}

export interface Completed {
  definition: Definition;
  /** Named volumes to declare. */
  volumes: string[];
  ports: Allocation;
  /** Names that the definition refers to. */
  names: string[];
  /** Of these, those without a value that need one: by `${X:?}`, and by `${X}` alone. */
  missing: { required: string[]; plain: string[] };
  template: TemplateVariable[];
  refusals: Refusal[];
  notes: string[];
}

/** Completes what was asked for as the project's other services are: ports, image variable, networks, conditions, restart. */
export function completeDefinition(asked: Definition, facts: Facts): Completed {
  const { name, model, text, variables: known } = facts;
  const services = Object.values(model.services);
  const notes: string[] = [];
  const named = namer(known, notes);
  const definition: Definition = { ...asked };
  const { image, restart, networks } = asked;
  if (typeof image === "string" && /^[ \t]+image:[ \t]*["']?\$\{/m.test(text) && !image.includes("$")) definition["image"] = `\${${named([variableName(name, "", "IMAGE"), variableName(name, "SERVICE_", "IMAGE")], image)}:-${image}}`;
  const manner = /^[ \t]*-[ \t]*["']?[^"'\n]{0,60}\$\{(\w{0,60}port\w{0,60})/im.exec(text)?.[1];
  const written = (one: string) => (manner === manner?.toLowerCase() ? one.toLowerCase() : one);
  const ports = allocatePorts(portsOf(asked["ports"]), {
    taken: facts.taken,
    interpolate: (one) => interpolate(one, known.read).text,
    ...(manner === undefined ? {} : { variable: ({ container, host, first }) => named([...(first ? [variableName(name, "", "PORT")] : []), variableName(name, `${container}_`, "PORT")].map(written), String(host)) }),
  });
  if (ports.ports.length > 0) definition["ports"] = ports.ports;
  const needed = dependencies(asked["depends_on"], name, facts.services);
  if (needed.conditions) definition["depends_on"] = needed.conditions;
  const shared = sharedNetworks(model);
  if (networks === undefined && asked["network_mode"] === undefined && shared.length > 0) definition["networks"] = shared;
  const usual = mostCommon(services.map((one) => one.restart));
  if (restart === undefined && usual !== undefined && usual !== "no") definition["restart"] = usual;
  const volumes = ownVolumes(definition["volumes"], facts.volumes, (one) => interpolate(one, known.read).text);
  const whole = interpolate(JSON.stringify(definition), known.read);
  const { variables, notes: doubts } = templateVariables(definition);
  return {
    definition,
    volumes,
    ports,
    names: whole.names,
    missing: { required: whole.missing, plain: plainIn(definition, known).filter((one) => !whole.missing.includes(one)) },
    template: variables,
    refusals: [...needed.refusals, ...ports.refusals],
    notes: [...notes, ...otherImage(image, known), ...doubts],
  };
}

/** Gives names to new variables, no name twice, and notes where one was passed over. */
function namer(known: KnownVariables, notes: string[]): (names: string[], value: string) => string {
  const given = new Set<string>();
  return (names, value) => {
    const { name, passed } = freeVariable(names, value, { ...known, used: new Set([...known.used, ...given]) });
    const others = passed.filter((one) => !given.has(one));
    given.add(name);
    if (others.length > 0) notes.push(`${others.join(" and ")} ${others.length > 1 ? "have values or uses" : "has a value or a use"} already, so the variable is called ${name}`);
    return name;
  };
}

/** Variables that stand alone, `${X}`, and have no value. */
function plainIn(definition: Definition, { read }: KnownVariables): string[] {
  const open = variableReferences(JSON.stringify(definition)).filter(({ name, operator, glued }) => operator === "" && !glued && !name.startsWith("COMPOSE_") && (read(name) ?? "") === "");
  return [...new Set(open.map(({ name }) => name))];
}

function otherImage(image: unknown, { read }: KnownVariables): string[] {
  const decided = variableReferences(typeof image === "string" ? image : "").filter(({ name, operator, word }) => operator.endsWith("-") && (read(name) ?? "") !== "" && read(name) !== word);
  return decided.map(({ name }) => `${name} has a value already, which counts in place of the default in image`);
}

function portsOf(value: unknown): PortEntry[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown): PortEntry => (typeof one === "string" || typeof one === "number" ? one : { ...(typeof one === "object" ? one : {}) }));
}

/** Networks that every service is in by name; the default one is everybody's without being named. */
function sharedNetworks(model: Model): string[] {
  const all = Object.values(model.services).map(({ networks }) => Object.keys(typeof networks === "object" && networks !== null ? networks : {}));
  const [first = []] = all;
  return first.filter((name) => name !== "default" && all.every((names) => names.includes(name)));
}

/** What at least half of the services have. */
function mostCommon(values: (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && values.filter((one) => one === value).length * 2 >= values.length);
}
