import { readPort, type PortEntry } from "../pointers/port-entry.ts";
import { splitOutside } from "../pointers/split-outside.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { Definition } from "./service-definition.ts";
import { variableReferences } from "../compose/variable-references.ts";

/** Fields of `build` by which nothing of this machine is reached. */
const HARMLESS = new Set(["args", "labels", "target", "tags", "platforms", "dockerfile_inline", "shm_size", "no_cache", "pull"]);

/**
 * Variables without a value that stand where a service is judged: in a mount, a build, a network, a published address.
 * What they will be is not known, so neither is what the service may do. A default is a value; `required`: names that
 * must be set for the project before any default counts.
 */
export function undecidedVariables(definition: Definition, read: (name: string) => string | undefined, required: readonly string[]): Refusal[] {
  const open = (name: string) => name !== "COMPOSE_PROJECT_NAME" && (read(name) ?? "") === "";
  const names = judged(definition).flatMap(([field, text]) =>
    variableReferences(text).filter(({ name, operator }) => open(name) && (!operator.endsWith("-") || required.includes(name))).map(({ name }) => `${name} (in ${field})`),
  );
  if (names.length === 0) return [];
  return [{ code: "undecided-variable", message: `What the service may do hangs on a variable without a value: ${[...new Set(names)].slice(0, 8).join(", ")}.`, fix: "Set the variable in .env first, or give it a default, as in ${NAME:-./data}." }];
}

/** The texts that danger is judged by, each with its field. */
function judged(definition: Definition): [string, string][] {
  const { volumes, build, networks, ports } = definition;
  const builds = typeof build === "object" && build !== null ? Object.entries(build).flatMap(([key, value]: [string, unknown]) => (HARMLESS.has(key) ? [] : textsIn(value))) : textsIn(build);
  const named = (field: string, texts: string[]) => texts.map((text): [string, string] => [field, text]);
  return [...named("volumes", list(volumes).flatMap(mountTexts)), ...named("build", builds), ...named("networks", Array.isArray(networks) ? textsIn(networks) : []), ...named("ports", list(ports).flatMap(addressTexts))];
}

/** Where a mount goes inside of the container is no matter. */
function mountTexts(mount: unknown): string[] {
  if (typeof mount === "string") return splitOutside(mount, ":").slice(0, 1);
  if (typeof mount !== "object" || mount === null) return [];
  return Object.entries(mount).flatMap(([key, value]: [string, unknown]) => (key === "target" || key === "read_only" ? [] : textsIn(value)));
}

function addressTexts(port: unknown): string[] {
  if (typeof port === "string") return textsIn(readPort(port)?.address);
  const entry: PortEntry = typeof port === "object" && port !== null ? { ...port } : {};
  return typeof entry === "object" ? textsIn(entry["host_ip"]) : [];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
