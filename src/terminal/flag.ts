import type { ObjectSchema } from "../tool-listing.ts";

/** A flag of the command line. */
export interface Flag {
  /** As typed, without the dashes: `remove-volumes`. */
  name: string;
  /** The field that it fills: `remove_volumes`. */
  field: string;
  kind: "boolean" | "number" | "text" | "json";
  /** Given several times, it makes a list. */
  list: boolean;
  /** Given once, it is that word and no list of one: a command that is split elsewhere. */
  alone?: boolean;
  /** It may also be one JSON map in place of the list. */
  map?: boolean;
  /** What stands for the value in the help: `DIR`, or the words to choose from. */
  placeholder?: string;
  description?: string;
  /** What holds when it is not given. */
  preset?: unknown;
  short?: string;
}

type Schema = NonNullable<ObjectSchema["anyOf"]>[number];

/** The flags that fill the fields of a tool's input. */
export function flagsOf(schema: ObjectSchema): Flag[] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, property]) => (typeof property === "boolean" ? [] : [flagOf(field, property)]));
}

function flagOf(field: string, property: Schema): Flag {
  const shapes = alternatives(property);
  const list = shapes.some((shape) => shape.type === "array");
  const values = list ? shapes.flatMap((shape) => (shape.type === "array" ? items(shape) : [shape])) : shapes;
  const words = values.map((value) => value.enum ?? (value.const === undefined ? undefined : [value.const]));
  const kind = kindOf(values);
  const either = kind === "json" && values.some(({ type }) => [type].flat().includes("string")) ? "TEXT|JSON" : undefined;
  const chosen = words.every((word) => word !== undefined) ? [...new Set(words.flat())].join("|") : either;
  return {
    name: field.replaceAll("_", "-"),
    field,
    kind,
    list,
    ...(list && shapes.some((shape) => shape.type === "string") ? { alone: true } : {}),
    ...(list && shapes.some((shape) => shape.type === "object") ? { map: true } : {}),
    ...(chosen ? { placeholder: chosen } : {}),
    ...(property.description ? { description: property.description } : {}),
    ...(property.default === undefined ? {} : { preset: property.default }),
  };
}

function kindOf(values: Schema[]): Flag["kind"] {
  const types = new Set(values.flatMap((value) => value.type ?? "any"));
  if (types.has("object") || types.has("any")) return "json";
  if (types.has("string")) return "text";
  return types.has("boolean") ? "boolean" : "number";
}

function alternatives(schema: Schema): Schema[] {
  const inner = schema.anyOf ?? schema.oneOf;
  return inner ? inner.flatMap((one) => alternatives(one)) : [schema];
}

function items(schema: Schema): Schema[] {
  return typeof schema.items === "object" && !Array.isArray(schema.items) ? alternatives(schema.items) : [];
}
