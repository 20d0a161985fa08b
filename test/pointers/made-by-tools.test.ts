import { describe, expect, test } from "vitest";
import { resolvePointer } from "../../src/pointers/resolve-pointer.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";

const sources = () => new Sources(memoryFiles({ "/ws/build/Dockerfile": "FROM a AS base\n", "/ws/docs/NAME.md": "# A\n", "/ws/vendor/own/a.py": "def pay():\n  pass\n", "/ws/.env.local": "A=1\n", "/ws/apps/web/a.ts": "" }), "/ws");
const status = async (path: string, anchor: string[] = []) => (await resolvePointer(sources(), { role: "See", path, anchor, line: 1, written: path }, { folders: [] })).status;

describe("the absence of what tools write, and of what a path only stands for, says nothing", () => {
  test.each(["dist/", "apps/web/dist/server.js", "node_modules/", "node_modules/.bin/vite", ".venv/", ".venv/bin/python", "apps/web/.next/", "coverage.xml", "build/x.json", "target/release/app", "__pycache__/", "logs/app.log", "docs/YYYY-MM-DD.md", "docs/adr/NNNN-TITLE.md", "docs/XXX.md", "docs/NAME/README.md", "X.md", "path/to/file.py", ".git/hooks/pre-commit", "logs/*.log", "build/**/*.json", "docs/*/NAME.md", "apps/SERVICE_NAME/main.py", ".env"])("%s is unchecked", async (path) => {
    expect(await status(path)).toBe("unchecked");
  });

  test.each(["docs/SETUP.md", "docs/README.md", "distribution/a.md", "builder/a.md", "docs/2024-05-01.md", "apps/web/X1.ts", "my_dist/", "docs/ADR.md", "environment.md", "docs/*.rs", "builder/*.json"])("%s is missing", async (path) => {
    expect(await status(path)).toBe("missing");
  });

  test("where it is there it is read", async () => {
    expect([await status("build/Dockerfile"), await status("build/Dockerfile", ["base"]), await status("docs/NAME.md", ["A"])]).toEqual(["ok", "ok", "ok"]);
  });

  test("where it is there and has no such part, that is told, but for env files, which are another's", async () => {
    expect([await status("build/Dockerfile", ["gone"]), await status("docs/NAME.md", ["Gone"]), await status("vendor/own/a.py", ["refund()"])]).toEqual(["changed", "changed", "changed"]);
    expect(await status(".env.local", ["GONE"])).toBe("unchecked");
  });

  test("a pattern finds what stands in such a folder", async () => {
    expect([await status("build/Docker*"), await status("vendor/**/*.py")]).toEqual(["ok", "ok"]);
  });
});
