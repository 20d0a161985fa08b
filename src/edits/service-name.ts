import type { Refusal } from "./entry-refusals.ts";

const LONGEST = 63;

/** Why a service cannot have this name; undefined where it can. */
export function invalidName(name: string): Refusal | undefined {
  const fix = "Use letters, digits, `-`, `_` and `.`, with a letter or digit first.";
  if (!/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/.test(name)) return { code: "invalid-name", message: `${JSON.stringify(name.slice(0, 80))} is no name for a service.`, fix };
  if (name.length > LONGEST) return { code: "invalid-name", message: `The name has ${name.length} characters; a name on a network has at most ${LONGEST}.`, fix: "Shorten it." };
  return undefined;
}
