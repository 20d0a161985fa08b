import { describe, expect, test } from "vitest";
import { contain } from "../../src/host/contain.ts";
import { memoryFiles } from "../support/memory-files.ts";

function workspace() {
  const files = memoryFiles({ "/ws/compose.yaml": "", "/ws/docs/a.md": "", "/skill/SKILL.md": "", "/etc/passwd": "", "/ws-other/a": "" });
  files.link("/ws/out", "/etc");
  files.link("/ws/in", "docs");
  files.link("/ws/up", "../ws/docs/a.md");
  files.link("/ws/nowhere", "/home/dev/.bashrc");
  files.link("/ws/docs/relative", "../../etc/passwd");
  files.link("/alias", "/ws");
  return files;
}

describe("contain lets in", () => {
  test.each([
    ["compose.yaml", "/ws/compose.yaml"],
    [".", "/ws"],
    ["docs/../compose.yaml", "/ws/compose.yaml"],
    ["new/folder/file", "/ws/new/folder/file"],
    ["in/a.md", "/ws/in/a.md"],
    ["in/new.md", "/ws/in/new.md"],
    ["up", "/ws/up"],
    ["..file", "/ws/..file"],
    ["/ws/docs", "/ws/docs"],
    ["/skill/SKILL.md", "/skill/SKILL.md"],
    ["../skill/SKILL.md", "/skill/SKILL.md"],
  ])("%s", async (path, absolute) => {
    expect(await contain(workspace(), ["/ws", "/skill"], path)).toBe(absolute);
  });

  test("a root that is itself a link, by either name", async () => {
    expect(await contain(workspace(), ["/alias"], "compose.yaml")).toBe("/alias/compose.yaml");
    expect(await contain(workspace(), ["/alias"], "/ws/compose.yaml")).toBe("/ws/compose.yaml");
  });
});

describe("contain refuses", () => {
  test.each(["..", "../etc/passwd", "/etc/passwd", "/ws-other/a", "../ws-other/a", "out", "out/passwd", "out/new/file", "nowhere", "nowhere/x", "docs/relative", "/", "a\0b", "/alias/compose.yaml"])(
    "%j",
    async (path) => {
      await expect(contain(workspace(), ["/ws", "/skill"], path)).rejects.toMatchObject({ code: "path-outside" });
    },
  );

  test("everything where there is no root", async () => {
    await expect(contain(workspace(), [], "/ws")).rejects.toMatchObject({ code: "path-outside" });
  });
});
