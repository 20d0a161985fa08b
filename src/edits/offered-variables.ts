import { envNames } from "../pointers/env-names.ts";
import type { Companion } from "./read-companion.ts";

/** The variables of an env template with their examples, also those in comments. */
export function offeredVariables(template: Companion): ReadonlyMap<string, string> {
  const lines = "text" in template ? template.text.replace(/^\uFEFF/, "").split(/\r?\n/) : [];
  return new Map(envNames(lines).map(({ name, line }) => [name, unquoted((lines[line - 1] ?? "").split("=").slice(1).join("="))]));
}

function unquoted(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/, "$2");
}
