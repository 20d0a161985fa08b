/** A copy of a value that is wrong in one place, and what was done to it. */
export interface Breakage {
  what: string;
  value: unknown;
}

type Path = (string | number)[];

/**
 * Every way to break a result in one place: each value replaced by one of another type, each object given a key that
 * nobody knows, each key of the root removed that `required` names. What a schema leaves open is passed over: `open`
 * holds the names of such fields.
 */
export function breakages(result: Record<string, unknown>, required: string[], open: string[]): Breakage[] {
  const removed = required.map((key) => ({ what: `without ${key}`, value: Object.fromEntries(Object.entries(result).filter(([name]) => name !== key)) }));
  const changed = places(result, [], open).flatMap(({ path, value }) => [
    ...(path.length > 0 ? [{ what: `${path.join(".")} of a wrong type`, value: replace(result, path, wrongType(value)) }] : []),
    ...(isRecord(value) ? [{ what: `an unknown key in ${path.join(".") || "the result"}`, value: replace(result, path, { ...value, unheard_of: 1 }) }] : []),
  ]);
  return [...removed, ...changed];
}

function places(value: unknown, path: Path, open: string[]): { path: Path; value: unknown }[] {
  const inside = Array.isArray(value) ? value.map((one: unknown, index): [number, unknown] => [index, one]) : isRecord(value) ? Object.entries(value).filter(([key]) => !open.includes(key)) : [];
  return [{ path, value }, ...inside.flatMap(([key, one]) => places(one, [...path, key], open))];
}

function wrongType(value: unknown): unknown {
  return typeof value === "string" ? 7 : "text";
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (index === key ? replace(one, rest, by) : one));
  return isRecord(value) ? { ...value, [key]: replace(value[key], rest, by) } : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
