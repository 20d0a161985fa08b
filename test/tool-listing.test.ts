import { expect, test } from "vitest";
import { z } from "zod";
import { defineTool } from "../src/tool.ts";
import { toolListing } from "../src/tool-listing.ts";

const node = z.strictObject({ name: z.string(), get children() { return z.array(node).optional(); } });

const tool = defineTool({
  name: "list_all",
  title: "List all",
  description: "Lists.",
  toolset: "core",
  effect: "destroys data",
  input: z.strictObject({ limit: z.int().default(3), labels: z.record(z.string(), z.unknown()).optional() }),
  output: z.strictObject({ summary: z.string(), roots: z.array(node) }),
  run: async () => ({ summary: "", roots: [] }),
  render: () => "",
});

const [listed] = toolListing([tool]);

test("what has a default may be left out, and schemas say nothing that goes without saying", () => {
  expect(listed?.definition.inputSchema).toEqual({
    type: "object",
    properties: { limit: { type: "integer", default: 3 }, labels: { type: "object" } },
    additionalProperties: false,
  });
});

test("what a schema refers to stands where the reference finds it", () => {
  const text = JSON.stringify(listed?.definition.outputSchema);
  const [reference] = /#\/\$defs\/\w+/.exec(text) ?? [];
  expect(Object.keys(listed?.definition.outputSchema["$defs"] ?? {}).map((name) => `#/$defs/${name}`)).toContain(reference);
});

test("the hints follow from the one word", () => {
  expect(listed?.definition.annotations).toEqual({ readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false });
});
