import { expect, test } from "vitest";
import { z } from "zod";
import { flagsOf } from "../../src/terminal/flag.ts";
import { inputSchema } from "../../src/tool-listing.ts";

const map = z.record(z.string(), z.unknown());
const texts = z.array(z.string());

test.each<[z.ZodType, object]>([
  [z.string(), { kind: "text", list: false }],
  [z.boolean(), { kind: "boolean", list: false }],
  [z.int(), { kind: "number", list: false }],
  [z.enum(["a", "b"]), { kind: "text", list: false, placeholder: "a|b" }],
  [texts, { kind: "text", list: true }],
  [map, { kind: "json", list: false }],
  [z.union([z.string(), map]), { kind: "json", list: false, placeholder: "TEXT|JSON" }],
  [z.union([texts, map]), { kind: "json", list: true, map: true, placeholder: "TEXT|JSON" }],
  [z.union([z.string(), texts]), { kind: "text", list: true, alone: true }],
  [z.array(z.union([z.string(), z.number(), map])), { kind: "json", list: true, placeholder: "TEXT|JSON" }],
  [z.preprocess((value) => value, z.union([texts, map])), { kind: "json", list: true, map: true, placeholder: "TEXT|JSON" }],
])("%#", (field, flag) => {
  expect(flagsOf(inputSchema({ input: z.strictObject({ a_field: field.optional() }) }))).toEqual([{ name: "a-field", field: "a_field", ...flag }]);
});
