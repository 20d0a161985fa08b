import { didYouMean } from "../text/did-you-mean.ts";
import type { Refusal } from "./entry-refusals.ts";
import type { ProjectFacts } from "./project-facts.ts";
import type { Completed, Definition } from "./service-definition.ts";

/** The keys of the fields that are maps of their own, as the Compose specification has them. */
const KEYS: Record<string, string[]> = {
  healthcheck: ["test", "interval", "timeout", "retries", "start_period", "start_interval", "disable"],
  build: ["context", "dockerfile", "dockerfile_inline", "args", "target", "network", "additional_contexts", "labels", "platforms", "tags", "cache_from", "cache_to", "secrets", "ssh", "extra_hosts", "shm_size", "no_cache", "pull"],
};

/** Why compose does not take a service: all that it says, the field that is meant, and the field as it may be meant. */
export function composeRefusal(message: string, name: string, asked: Definition, { missing }: Completed, facts: ProjectFacts): Refusal & { corrected?: Definition } {
  const refusal = { code: "compose-invalid", message: `Compose does not accept the service: ${message}` };
  const field = fieldIn(message, name, asked);
  const slip = field === undefined ? undefined : misspelt(message, field, asked[field]);
  if (slip && field !== undefined) return { ...refusal, fix: `\`${slip.key}\` is no key of ${field}; write \`${slip.meant}\`.`, corrected: { [field]: slip.value } };
  const behind = behindProfiles(message, name, facts);
  if (behind !== undefined) return { ...refusal, fix: behind };
  if (message.includes("invalid interpolation format")) return { ...refusal, fix: `Write \`$$\` for a dollar sign${field === undefined ? "" : ` in ${field}`}, or close the brace of the variable.` };
  const open = [...missing.required, ...missing.plain];
  const valued = open.length > 0 ? ` ${open.join(", ")} ${open.length > 1 ? "have" : "has"} no value yet, which is read as nothing: set it in .env first, or give it a default.` : "";
  return { ...refusal, fix: `Mend ${field === undefined ? "what the message names" : `\`${field}\``} in the arguments, then call it again.${valued}` };
}

/** The field of the arguments that compose's path names: `services.web.ports.0`, `services[web].command`. */
function fieldIn(message: string, name: string, asked: Definition): string | undefined {
  return Object.keys(asked).find((field) => [`services.${name}.${field}`, `services[${name}].${field}`].some((path) => message.includes(path)));
}

function misspelt(message: string, field: string, value: unknown): { key: string; meant: string; value: Definition } | undefined {
  const key = /[Aa]dditional propert(?:y|ies) '?([\w-]+)'?(?: is| are)? not allowed/.exec(message)?.[1];
  if (key === undefined || typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key)) return undefined;
  const meant = didYouMean(key, Object.hasOwn(KEYS, field) ? (KEYS[field] ?? []) : []);
  if (meant === undefined || Object.hasOwn(value, meant)) return undefined;
  return { key, meant, value: Object.fromEntries(Object.entries(value).map(([one, said]: [string, unknown]) => [one === key ? meant : one, said])) };
}

/** A service that is off is none for one that is on. */
function behindProfiles(message: string, name: string, { services, model }: ProjectFacts): string | undefined {
  const needed = /depends on undefined service "?([\w.-]+?)"?(?::|\s|$)/.exec(message)?.[1];
  const profiles: unknown = needed === undefined || Object.hasOwn(model.services, needed) ? undefined : services.get(needed)?.["profiles"];
  if (needed === undefined || !Array.isArray(profiles) || profiles.length === 0) return undefined;
  return `${needed} is behind the profile ${profiles.join(", ")}: give ${name} the same profiles, or write depends_on as {"${needed}": {"condition": "service_started", "required": false}}.`;
}
