import type { Model } from "../compose/model.ts";
import { canonicalJson } from "../state/canonical-json.ts";

/** Sections that compose shows only as far as services use them. */
const BY_USE = new Set(["volumes", "networks", "secrets", "configs"]);

/**
 * What of a project is another thing after a service was added, but the service itself: `services.db`, `configs.c`. A
 * volume or network that nothing used before may come in, nothing else.
 */
export function otherChanges(before: Model, after: Model, name: string): string[] {
  const [was, is] = [entries(before), entries(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((section) => {
    const [old, now] = [entries(was.get(section)), entries(is.get(section))];
    if (!isMap(was.get(section) ?? is.get(section))) return same(was.get(section), is.get(section)) ? [] : [section];
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
      if (section === "services" && key === name) return [];
      const added = !old.has(key) && BY_USE.has(section);
      return added || same(old.get(key), now.get(key)) ? [] : [`${section}.${key}`];
    });
  });
}

function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function entries(value: unknown): Map<string, unknown> {
  return new Map(isMap(value) && typeof value === "object" && value !== null ? Object.entries(value) : []);
}
