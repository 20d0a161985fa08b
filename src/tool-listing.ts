import { z } from "zod";
import { safetyHints, type Tool, type Toolset } from "./tool.ts";

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A JSON schema whose root is an object, as the protocol asks of tools. */
export type ObjectSchema = z.core.JSONSchema.ObjectSchema;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

type JsonObjectSchema = { type: "object"; properties?: { [field: string]: Json }; required?: string[]; [keyword: string]: Json | undefined };

/** One tool as `tools/list` answers it, and what decides whether it is listed. */
export interface ListedTool {
  toolset: Toolset;
  definition: {
    name: string;
    title: string;
    description: string;
    inputSchema: JsonObjectSchema;
    outputSchema: JsonObjectSchema;
    annotations: ReturnType<typeof safetyHints>;
  };
}

/** An error has its next steps besides; here they would cost every tool the same tokens again. */
const errorResult = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string(), fix: z.string() }) });

/** The tools as clients see them, in the order given. Pure: the build makes it once, so that the server starts without zod's work. */
export function toolListing(tools: readonly Tool[]): ListedTool[] {
  return tools.map((tool) => ({
    toolset: tool.toolset,
    definition: {
      name: tool.name,
      title: tool.title,
      description: tool.description,
      inputSchema: { ...plain(inputSchema(tool)), type: "object" },
      outputSchema: { ...plain(outputSchema(tool)), type: "object" },
      annotations: safetyHints(tool),
    },
  }));
}

/** What a tool takes, as JSON schema. */
export function inputSchema(tool: Pick<Tool, "input">): ObjectSchema {
  return { ...jsonSchema(tool.input, "input"), type: "object" };
}

/**
 * What a tool answers: its result, or the error. Clients of the version-1 SDK validate errors too. Shapes that have
 * a name stand in `$defs`: they cost tokens once.
 */
function outputSchema(tool: Tool): ObjectSchema {
  const { anyOf = [], ...rest } = jsonSchema(z.union([tool.output, errorResult]), "output");
  // That either is an object stands above both; which of the two it is, what either must have.
  for (const branch of anyOf) {
    delete branch.type;
    withoutRequired(branch.properties);
  }
  withoutRequired(rest.$defs);
  return { ...rest, anyOf, type: "object" };
}

/** What a part of a result must have costs as many tokens as its names do again; our own check of a result holds it to that. */
function withoutRequired(parts: unknown): void {
  if (typeof parts !== "object" || parts === null) return;
  if ("required" in parts && Array.isArray(parts.required)) delete parts.required;
  for (const part of Object.values(parts)) withoutRequired(part);
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, override: ({ jsonSchema: one }) => (io === "input" ? dropTruisms(one) : openUp(one)) });
  return json;
}

/** zod says of every integer what a double holds, and of every key that it is a string: many tokens that tell a model nothing. */
function dropTruisms(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (JSON.stringify(schema.propertyNames) === '{"type":"string"}') delete schema.propertyNames;
  if (JSON.stringify(schema.additionalProperties) === "{}") delete schema.additionalProperties;
}

/**
 * What a result holds may grow: a client that keeps an older list must not refuse what a newer server answers. Our own
 * check of a result stays closed.
 */
function openUp(schema: JsonSchema): void {
  dropTruisms(schema);
  delete schema.id;
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.enum ?? schema.const) delete schema.type;
}

/** A copy that is JSON and nothing else. */
function plain(schema: object): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]: [string, unknown]) => (value === undefined ? [] : [[key, plainValue(value)]])));
}

function plainValue(value: unknown): Json {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === "object" && value !== null) return plain(value);
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`A schema holds ${typeof value}, which is not JSON.`);
}
