import type { MapEntry } from "./parse-map.ts";

/** Names of variables under Required Variables of any entry. */
export function requiredVariables(entries: MapEntry[]): string[] {
  const fields = entries.flatMap((entry) => entry.fields.filter((field) => field.key === "required variable"));
  const names = fields.flatMap((field) => [...[field.text, ...field.items].join(" ").matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map((match) => match[0]));
  return [...new Set(names)];
}

/** A path of a service that the map names under Health Endpoint or API Docs. */
export interface KnownPath {
  service: string;
  label: "health" | "docs";
  path: string;
}

/**
 * The paths under Health Endpoint and API Docs, each with the service that the entry is about: the one that the entry
 * points to in a compose file, else one that it names in a code span. An entry about no single service gives nothing;
 * what several entries say is one path.
 */
export function knownPaths(entries: MapEntry[], services: string[]): KnownPath[] {
  const all = entries.flatMap((entry) => {
    const paths = entry.fields.flatMap((field): { label: KnownPath["label"]; path: string }[] => {
      const label = field.key === "health endpoint" ? "health" : field.key === "api doc" ? "docs" : undefined;
      const path = /(?:https?:\/\/[^/\s`]+)?(\/[^\s`)"'|]*)/.exec([field.text, ...field.items].join(" "))?.[1];
      return label && path ? [{ label, path }] : [];
    });
    const service = paths.length > 0 ? serviceOf(entry, services) : undefined;
    return service ? paths.map((one): KnownPath => ({ service, ...one })) : [];
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function serviceOf(entry: MapEntry, services: string[]): string | undefined {
  const text = entry.fields.map((field) => [field.text, ...field.items].join(" ")).join(" \n");
  const pointed = [...text.matchAll(/\.ya?ml`?[^\n.;,]{0,40}?(?:→|->|#|service:)\s*`?(?:services`?\s*(?:→|->|\.)\s*`?)?([A-Za-z0-9_.-]+)/g)].map((match) => match[1] ?? "");
  const spans = [...text.matchAll(/`([A-Za-z0-9_.-]+)`/g)].map((match) => match[1] ?? "");
  const named = [...new Set([...pointed, ...spans])].filter((name) => services.includes(name));
  return pointed.find((name) => services.includes(name)) ?? (named.length === 1 ? named[0] : undefined);
}
