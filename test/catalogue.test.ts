import { existsSync } from "node:fs";
import { join } from "node:path";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { instructions } from "../src/mcp/instructions.ts";
import { readServerFlags, selectTools } from "../src/mcp/server-flags.ts";
import { toolListing } from "../src/tool-listing.ts";
import { tools } from "../src/tools/index.ts";
import { ROOT, sourceFiles } from "./support/source-files.ts";

const listing = toolListing(tools);
const byDefault = selectTools(listing, readServerFlags([])).map((one) => one.definition);
const kebab = (name: string) => name.replaceAll("_", "-");

test("names are snake_case of at most 20 characters, none twice", () => {
  const names = tools.map((tool) => tool.name);
  expect(names.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name) || name.length > 20).map((name) => `${name}: write it in snake_case, at most 20 characters.`)).toEqual([]);
  expect(names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is in src/tools/index.ts twice: take one out.`)).toEqual([]);
});

test("file, tool and test share a name", () => {
  const missing = tools.flatMap(({ name }) => [`src/tools/${kebab(name)}.ts`, `test/tools/${kebab(name)}.test.ts`].filter((path) => !existsSync(join(ROOT, path))).map((path) => `${name} has no ${path}: write it, or name the tool after its file.`));
  expect(missing).toEqual([]);
});

test("every file of src/tools is in the list", () => {
  const names = tools.map((tool) => `tools/${kebab(tool.name)}.ts`);
  const files = sourceFiles().map((file) => file.path).filter((path) => path.startsWith("tools/") && path !== "tools/index.ts");
  expect(files.filter((path) => !names.includes(path)).map((path) => `src/${path} is not in src/tools/index.ts: add it there.`)).toEqual([]);
});

test("verbs and short forms of the command line are all different", () => {
  const verbs = tools.flatMap(({ name, cli }) => [kebab(name), ...(cli?.short ? [cli.short] : [])]);
  expect(verbs.filter((verb, index) => verbs.indexOf(verb) !== index || ["help", "mcp"].includes(verb)).map((verb) => `${verb} means two things on the command line: change a cli.short.`)).toEqual([]);
});

test("the command line's fields are fields of the input", () => {
  const wrong = tools.flatMap(({ name, input, cli }) => [cli?.main, cli?.rest, ...Object.keys(cli?.defaults ?? {})].filter((field) => field !== undefined && !(field in input.shape)).map((field) => `${name}: cli names ${field}, which is no field of its input.`));
  expect(wrong).toEqual([]);
});

describe.each(listing.map((one) => one.definition))("$name", (tool) => {
  test("has a title, a description that clients show whole, and four hints", () => {
    expect(tool.title, "Give it a title.").toMatch(/^[A-Z]/);
    expect(tool.description.length, "Claude Code cuts descriptions at 4,096 characters: shorten it.").toBeLessThanOrEqual(4096);
    expect(tool.description, "A description is one or more sentences.").toMatch(/^[A-Z][^]*\.$/);
    expect(Object.entries(tool.annotations).filter(([, hint]) => typeof hint !== "boolean"), "Every hint is a truth value: a missing one means destructive and open-world.").toEqual([]);
    expect(Object.keys(tool.annotations)).toHaveLength(4);
  });

  test("has closed schemas", () => {
    expect(openObjects(tool.inputSchema, "input"), "Write z.strictObject: an unknown argument must be answered, not passed over.").toEqual([]);
    const output = tools.find((one) => one.name === tool.name)?.output;
    expect(output && openObjects(z.toJSONSchema(output, { io: "input", unrepresentable: "any" }), "output"), "Write z.strictObject: what a result may hold is public.").toEqual([]);
  });

  test("opens its result with a summary", () => {
    const [result] = Array.isArray(tool.outputSchema["anyOf"]) ? tool.outputSchema["anyOf"] : [];
    expect(result, "Every result has `summary: string`, required.").toMatchObject({ properties: { summary: { type: "string" } }, required: expect.arrayContaining(["summary"]) });
  });
});

describe("the budget", () => {
  test("what a model reads of the default tools is at most 2,500 tokens", () => {
    const read = byDefault.map(({ name, description, inputSchema }) => ({ name, tokens: countTokens(JSON.stringify({ name, description, inputSchema })) }));
    const total = read.reduce((sum, one) => sum + one.tokens, 0);
    expect(total, `Describe a field only where its name does not say it: ${JSON.stringify(read)}`).toBeLessThanOrEqual(2500);
  });

  test("the whole answer to tools/list is at most 7,000 tokens", () => {
    const sizes = byDefault.map((tool) => ({ name: tool.name, tokens: countTokens(JSON.stringify(tool)) }));
    expect(countTokens(JSON.stringify({ tools: byDefault })), `Shorten the largest output schema: ${JSON.stringify(sizes)}`).toBeLessThanOrEqual(7000);
  });

  test("the instructions are at most 2,000 characters and name only tools that are there", () => {
    const names = byDefault.map((tool) => tool.name);
    const text = instructions(names);
    expect(text.length, "Shorten src/mcp/instructions.ts: clients cut it.").toBeLessThanOrEqual(2000);
    const named = [...text.matchAll(/\b[a-z]+(?:_[a-z]+)+\b/g)].map(([word]) => word).filter((word) => !["dry_run"].includes(word));
    expect(named.filter((name) => !names.includes(name)), "The instructions name a tool that is not registered.").toEqual([]);
    expect(names.filter((name) => !text.includes(name)), "Give the tool a line in src/mcp/instructions.ts.").toEqual([]);
  });
});

/** Where a schema describes an object and does not say what other keys it may have. */
function openObjects(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => openObjects(one, `${path}[${index}]`));
  if (typeof schema !== "object" || schema === null) return [];
  const isObject = "type" in schema && schema.type === "object" && !("anyOf" in schema);
  const open = isObject && "properties" in schema && (!("additionalProperties" in schema) || schema.additionalProperties !== false);
  return [...(open ? [path] : []), ...Object.entries(schema).flatMap(([key, value]: [string, unknown]) => openObjects(value, `${path}.${key}`))];
}
