import { expect, test } from "vitest";
import { checkIndex } from "../../src/tools/check-index.ts";
import { COMPONENT_MAP, MAPPED, SKILL } from "../support/shop-maps.ts";
import { shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const MAP = `${SKILL}/component-map.md`;

test("maps that are true are sound", async () => {
  const { call } = shop({ files: MAPPED });
  const { text, result, failed } = good(await call(checkIndex));
  expect(failed).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "**sound**: 7 pointers checked in .claude/skills/shop/references/component-map.md and .claude/skills/shop/references/troubleshooting-index.md. Without an entry: redis, frontend, tools.

    - no entry points to the service redis (compose.yaml)
    - no entry points to the service frontend (compose.yaml)
    - no entry points to the service tools (compose.yaml)

    pointers: total 7, ok 7, missing 0, moved 0, changed 0, external 0, unchecked 0; 0 problems, 0 ms"
  `);
  expect(result).toMatchObject({ status: "sound", problems: [], pointers: { missing: 0, changed: 0 } });
});

test.each<[string, Record<string, string | undefined>, string, string]>([
  ["a file that is gone", { "server/main.py": undefined }, "pointer-missing", "Server"],
  ["a file that moved", { "server/main.py": undefined, "api/main.py": "x" }, "pointer-moved", "Server"],
  ["a service that is gone", { "compose.yaml": "services:\n  postgres:\n    image: postgres:16\n" }, "pointer-changed", "Server"],
  ["a way out of the workspace", { [MAP]: COMPONENT_MAP.replace("`server/main.py`", "`../../etc/passwd`") }, "pointer-outside", "Server"],
  ["a value that is no longer so", { [MAP]: COMPONENT_MAP.replace("8011", "9999") }, "drift", "Server"],
  ["an entry twice", { [MAP]: `${COMPONENT_MAP}\n### Database\n\n**Aliases**: again\n` }, "entry-twice", "Database"],
  ["an entry without fields", { [MAP]: `${COMPONENT_MAP}\n### Wire\n\nnothing\n` }, "entry-empty", "Wire"],
])("%s is told with its line and what to do", async (_name, files, code, entry) => {
  const { call } = shop({ files: { ...MAPPED, ...files } });
  const { result, failed } = good(await call(checkIndex));
  expect(failed).toBe(true);
  expect(result).toMatchObject({ status: "problems", problems: expect.arrayContaining([expect.objectContaining({ code, entry, line: expect.any(Number), fix: expect.stringMatching(/\.$/) })]), next: [{}] });
});

test.each([["empty", ""], ["binary", "\u0000\u0001"], ["another text", "just words\n"]])("a map that is %s has that as its problem", async (_name, text) => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: text } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems" });
});

test("front matter that cannot be read is refused with its place", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: `---\n{ [\n---\n${COMPONENT_MAP}` } });
  expect(refused(await call(checkIndex)).error).toMatchObject({ code: "map-damaged" });
});

test("a map of another project is named as that", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: `---\ncompose_files: [other.yaml]\n---\n\n${COMPONENT_MAP}` } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems", problems: expect.arrayContaining([expect.objectContaining({ code: "another-project" })]) });
});

test("services that no entry points to are listed", async () => {
  const { call } = shop({ files: MAPPED });
  expect(good(await call(checkIndex)).result["uncovered"]).toEqual([{ kind: "service", name: "redis", source: "compose.yaml" }, { kind: "service", name: "frontend", source: "compose.yaml" }, { kind: "service", name: "tools", source: "compose.yaml" }]);
});

test("many problems are counted and cut", async () => {
  const { call } = shop({ files: { ...MAPPED, [MAP]: `## C\n\n${Array.from({ length: 500 }, (_, index) => `### E${index}\n\n**Definitive Source**: \`nowhere/${index}.md\`\n`).join("\n")}` } });
  expect(good(await call(checkIndex)).result).toMatchObject({ status: "problems", total: 500, truncated: true });
});
