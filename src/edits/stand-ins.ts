import { standIns } from "../compose/read-model.ts";
import type { Definition } from "./service-definition.ts";
import { variableReferences } from "../compose/variable-references.ts";

/** What compose takes in each place; elsewhere digits, which are a port, a number and a text. */
const PLACES: [RegExp, string][] = [
  [/^(?:volumes|build)\b/, "./undecided"],
  [/^healthcheck\.(?:interval|timeout|start_period|start_interval)$/, "5s"],
];

/** A value of the right kind for each variable that has none, so that compose can judge the rest of a definition. */
export function standInsFor(definition: Definition, names: readonly string[]): Record<string, string> {
  const found = places(definition, "").flatMap(({ path, text }) => {
    const fitting = PLACES.find(([place]) => place.test(path))?.[1];
    return fitting === undefined ? [] : variableReferences(text).filter(({ name }) => names.includes(name)).map(({ name }): [string, string] => [name, fitting]);
  });
  return { ...standIns([...names]), ...Object.fromEntries(found) };
}

function places(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => places(one, path === "" ? key : `${path}.${key}`));
}
