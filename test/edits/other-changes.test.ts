import { expect, test } from "vitest";
import type { Model } from "../../src/compose/model.ts";
import { otherChanges } from "../../src/edits/other-changes.ts";

const MODEL = { name: "shop", services: { web: { image: "a" } }, networks: { default: { name: "shop_default" } }, volumes: { data: { name: "shop_data" } }, configs: { c: { content: "a=b" } }, "x-more": { a: [1] } };
const changed = (change: Record<string, unknown>, before: Model = MODEL) => otherChanges(before, { ...before, ...change }, "new");

test.each<[string[], Record<string, unknown>]>([
  [[], {}],
  [[], { services: { web: { image: "a" }, new: { image: "b" } } }],
  [[], { volumes: { data: { name: "shop_data" }, new_data: { name: "shop_new_data" } }, networks: { default: { name: "shop_default" }, back: {} } }],
  [[], { secrets: { s: { file: "/s" } } }],
  [["services.web"], { services: { web: { image: "b" }, new: {} } }],
  [["services.web"], { services: { new: {} } }],
  [["services.other"], { services: { web: { image: "a" }, other: {}, new: {} } }],
  [["configs.c"], { configs: { c: { content: "a=b\n" } } }],
  [["volumes.data"], { volumes: { data: { name: "other" } } }],
  [["volumes.data"], { volumes: {} }],
  [["networks.default"], { networks: undefined }],
  [["name"], { name: "x" }],
  [["x-more.a"], { "x-more": { a: [2] } }],
  [["x-new.a"], { "x-new": { a: 1 } }],
])("%j", (names, change) => {
  expect(changed(change)).toEqual(names);
});

test("a service of a name that every object has", () => {
  expect(otherChanges(MODEL, { ...MODEL, services: { ...MODEL.services, constructor: { image: "b" } } }, "constructor")).toEqual([]);
});
