import { describe, expect, test } from "vitest";
import { readFrontMatter } from "../../src/maps/front-matter.ts";

const read = (text: string) => readFrontMatter(text, "/w/references/component-map.md");

describe("stands between the first line and the next `---`", () => {
  test.each([
    ["---\nproject: a\n---\n# Map", "a"],
    ["---\r\nproject: a\r\n---\r\n# Map", "a"],
    ["\uFEFF---\nproject: a\n---", "a"],
    ["--- \nproject: a\n---  \nproject: b\n---\n", "a"],
    ["---\n---\nproject: a\n---\n", undefined],
    ["---\nproject: a\n", undefined],
    ["# Map\n---\nproject: a\n---\n", undefined],
    ["----\nproject: a\n---\n", undefined],
    ["", undefined],
  ])("%j", (text, project) => {
    expect(read(text).project).toBe(project);
  });
});

describe("readFrontMatter", () => {
  test.each([
    ["none", "# Map", {}],
    ["an empty one", "---\n---\n# Map", {}],
    ["one with comments only", "---\n# nothing yet\n---\n", {}],
    ["a list of one, written as a word", "---\ncompose_files: compose.yaml\nprofiles: dev\n---\n", { compose_files: ["compose.yaml"], profiles: ["dev"] }],
    ["keys that this version does not know", "---\nversion: 1\nlater: [x]\n---\n", { version: 1, later: ["x"] }],
    ["several projects", "---\nprojects:\n  - {name: a, compose_files: a.yaml}\n---\n", { projects: [{ name: "a", compose_files: ["a.yaml"] }] }],
    ["a migration", "---\nmigrate: {service: api, command: [alembic, upgrade, head]}\n---\n", { migrate: { service: "api", command: ["alembic", "upgrade", "head"] } }],
  ])("%s", (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ["not YAML", "---\na: [1\n---\n", /^The front matter of \/w\/references\/component-map\.md cannot be read: .+/],
    ["a key twice", "---\nproject: a\nproject: b\n---\n", /unique/],
    ["a word where a number stands", "---\nproject: 5\n---\n", /project: .*expected string/],
    ["a migration without a command", "---\nmigrate: {service: api, command: []}\n---\n", /migrate\.command/],
    ["a list instead of keys", "---\n- a\n---\n", /expected object/],
    ["an alias bomb", `---\na: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [${"*a,".repeat(10)}]\nc: &c [${"*b,".repeat(10)}]\nd: [${"*c,".repeat(10)}]\n---\n`, /alias/i],
  ])("is a fault with its place: %s", (_name, text, message) => {
    expect(read(text).fault).toEqual(expect.objectContaining({ code: "map-damaged", message: expect.stringMatching(message), fix: expect.stringContaining("two `---`") }));
  });
});
