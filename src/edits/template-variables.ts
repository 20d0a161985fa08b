import { interpolate } from "../compose/interpolate.ts";
import type { Definition } from "./service-definition.ts";
import { GIVEN, variableReferences, type Reference } from "../compose/variable-references.ts";

/** A variable for the env template. */
export interface TemplateVariable {
  name: string;
  example: string;
  /** Written as a comment: set to nothing, it would mean something else than not set. */
  commented: boolean;
}

/** The variables that a definition refers to, as the env template has them, and a note for each that seems to be none. */
export function templateVariables(definition: Definition): { variables: TemplateVariable[]; notes: string[] } {
  const references = variableReferences(JSON.stringify(definition)).filter(({ name }) => !GIVEN.test(name));
  const names = [...new Set(references.map(({ name }) => name))];
  const all = names.map((name) => ({ name, uses: references.filter((one) => one.name === name) }));
  const doubtful = all.filter(({ uses }) => uses.every(({ glued }) => glued));
  return {
    variables: all.filter((one) => !doubtful.includes(one)).map(({ name, uses }) => ({ name, ...exampleOf(uses) })),
    notes: doubtful.map(({ name }) => `$${name} behind a letter or digit is a variable for compose, which has no value: write $$${name} where the dollar sign itself is meant`),
  };
}

function exampleOf(uses: Reference[]): { example: string; commented: boolean } {
  const byDefault = uses.find(({ operator }) => operator.endsWith("-"));
  // The text is JSON: what is escaped there is no value for an env file.
  const example = byDefault === undefined || /["\\]/.test(byDefault.word) ? "" : interpolate(byDefault.word, () => undefined).text;
  return { example, commented: uses.some(({ operator }) => /^[-?+]$/.test(operator)) };
}
