import { describe, expect, test } from "vitest";
import { findSkill } from "../../src/maps/find-skill.ts";
import { memoryFiles } from "../support/memory-files.ts";

const MAP = "---\ncompose_files: [compose.yaml]\n---\n## C\n### E\n**A**: b\n";
const OWN = "/srv/shop/.claude/skills/infra/references/component-map.md";
const COPY = "/srv/shop/.agents/skills/infra/references/component-map.md";

const find = (tree: Record<string, string>, named?: string, links: [string, string][] = []) => {
  const files = memoryFiles({ "/srv/shop/README.md": "", ...tree });
  links.forEach(([path, target]) => files.link(path, target));
  return findSkill(files, { root: "/srv/shop", packageRoot: "/package", named });
};

describe("the skill of a workspace", () => {
  test.each<[string, Record<string, string>, string | undefined, [string, string][]]>([
    ["under .claude/skills", { [OWN]: MAP }, "/srv/shop/.claude/skills/infra", []],
    ["under .agents/skills", { [COPY]: MAP }, "/srv/shop/.agents/skills/infra", []],
    ["a copy in both counts once", { [OWN]: MAP, [COPY]: MAP }, "/srv/shop/.claude/skills/infra", []],
    ["a link to it under another name counts once", { [OWN]: MAP }, "/srv/shop/.claude/skills/infra", [["/srv/shop/.agents/skills/devops", "../../.claude/skills/infra"]]],
    ["skills without a map do not count", { [OWN]: MAP, "/srv/shop/.claude/skills/other/SKILL.md": "" }, "/srv/shop/.claude/skills/infra", []],
    ["a file among them does no harm", { [OWN]: MAP, "/srv/shop/.claude/skills/README.md": "" }, "/srv/shop/.claude/skills/infra", []],
    ["the package's, where its compose files are here", { "/package/references/component-map.md": MAP, "/srv/shop/compose.yaml": "" }, "/package", []],
    ["not the package's, where they are not", { "/package/references/component-map.md": MAP }, undefined, []],
    ["not the package's, where it names none", { "/package/references/component-map.md": "## C\n" }, undefined, []],
    ["its own before the package's", { [OWN]: MAP, "/package/references/component-map.md": MAP, "/srv/shop/compose.yaml": "" }, "/srv/shop/.claude/skills/infra", []],
    ["none", {}, undefined, []],
  ])("%s", async (_name, tree, folder, links) => {
    expect((await find(tree, undefined, links))?.folder).toBe(folder);
  });

  test("is read: its map's path, front matter and entries, and where it is from", async () => {
    expect(await find({ [OWN]: MAP })).toMatchObject({ componentMap: OWN, front: { compose_files: ["compose.yaml"] }, entries: [{ title: "E", category: "C" }], from: "workspace" });
    expect((await find({ "/package/references/component-map.md": MAP, "/srv/shop/compose.yaml": "" }))?.from).toBe("package");
  });

  test("two that differ are refused with both names", async () => {
    await expect(find({ [OWN]: MAP, "/srv/shop/.agents/skills/other/references/component-map.md": MAP })).rejects.toMatchObject({
      code: "skill-ambiguous",
      message: "There are 2 skills with a component map: .claude/skills/infra, .agents/skills/other.",
      fix: "Name the one to use with --skill DIR.",
    });
  });
});

describe("a skill that is named", () => {
  test.each([
    ["by a path in the workspace", ".claude/skills/infra"],
    ["by an absolute path", "/srv/shop/.claude/skills/infra"],
  ])("%s", async (_name, named) => {
    expect(await find({ [OWN]: MAP, "/srv/shop/.agents/skills/other/references/component-map.md": MAP }, named)).toMatchObject({ folder: "/srv/shop/.claude/skills/infra", from: "named" });
  });

  test("and is not there", async () => {
    await expect(find({}, "gone")).rejects.toMatchObject({ code: "skill-missing", message: "/srv/shop/gone has no references/component-map.md." });
  });
});

test("a map with damaged front matter is said to be so", async () => {
  expect((await find({ [OWN]: "---\na: [\n---\n" }))?.front.fault).toMatchObject({ code: "map-damaged", message: expect.stringContaining(OWN) });
});
