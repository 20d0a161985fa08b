import { expect, test } from "vitest";
import { composeDocument, pairOf } from "../../src/edits/compose-document.ts";
import { composeManner, type Manner } from "../../src/edits/compose-manner.ts";

function mannerOf(text: string): Manner {
  const file = composeDocument(text);
  if ("refused" in file) throw new Error(file.refused.message);
  return composeManner(file, pairOf(file.root, "services"));
}

test.each<[string, string, Partial<Manner>]>([
  ["nothing says anything", "services:\n", { service: 2, step: 2, list: 2, gap: 1, preferred: "double", padded: false }],
  ["other sections say how deep", "services:\nvolumes:\n   a:\n", { service: 3, step: 3, list: 3 }],
  ["services by four, keys by two", "services:\n    a:\n      image: b\n", { service: 4, step: 2, list: 2 }],
  ["lists under their key", "services:\n  a:\n    ports:\n    - 1\n", { list: 0 }],
  ["most lists", "services:\n  a:\n    ports:\n    - 1\n    volumes:\n      - b\n    dns:\n      - c\n", { list: 2 }],
  ["no blank lines", "services:\n  a:\n    image: b\n  c:\n    image: d\n", { gap: 0 }],
  ["two blank lines", "services:\n  a:\n    image: b\n\n\n  c:\n    image: d\n", { gap: 2 }],
  ["blank lines above a comment", "services:\n  a:\n    image: b\n\n  # C.\n  c:\n    image: d\n", { gap: 1 }],
  ["most gaps", "services:\n  a: {}\n\n  b: {}\n\n  c: {}\n  d: {}\n", { gap: 1 }],
  ["single quotes", "services:\n  a:\n    image: 'b'\n", { preferred: "single" }],
  ["room in brackets", "services:\n  a:\n    dns: [ b ]\n", { padded: true }],
  ["forms", "services:\n  a:\n    environment: [A=b]\n    ports: [{target: 80}]\n    depends_on: {b: {condition: service_healthy}}\n", { environment: "list", ports: "long", dependsOn: "map" }],
  ["the first of two forms that are as many", "services:\n  a:\n    environment: {A: b}\n  b:\n    environment: [A=b]\n", { environment: "map" }],
])("%s", (_name, text, manner) => {
  expect(mannerOf(text)).toMatchObject(manner);
});

test("quotes are known by key, and not by what needs them", () => {
  const { quotes } = mannerOf('services:\n  a:\n    image: b\n    command: "yes"\n    volumes:\n      - "c:/c"\n    environment:\n      A: \'x\'\n      B: \'y\'\n    dns: ["d"]\n');
  expect(Object.fromEntries(quotes)).toMatchObject({ image: "plain", volumes: "double", environment: "single", "[]dns": "double" });
  expect(quotes.has("command")).toBe(false);
});
