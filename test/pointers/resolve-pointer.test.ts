import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { leavesWorkspace, resolvePointer } from "../../src/pointers/resolve-pointer.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";

const compose = `x-base: &base
  restart: always
services:
  server:
    <<: *base
    image: api
    environment:
      - API_URL=http://x
      - DEBUG
    ports:
      - "8011:8011"
      - "9000:9000"

  db:
    image: \${DB_IMAGE:-postgres}
    environment:
      DB_NAME: shop
volumes:
  data: {}
`;

const tree = {
  "/srv/ws/docker-compose.dev.yml": compose,
  "/srv/ws/broken.yml": "a: [1, 2\nb: }",
  "/srv/ws/package.json": '{\n  "scripts": {\n    "dev": "vite"\n  }\n}\n',
  "/srv/ws/alembic.ini": "[alembic]\nscript_location = x\n\n[loggers]\nkeys = root\n",
  "/srv/ws/pyproject.toml": '[tool.ruff]\nline-length = 100\n[tool.ruff.lint]\nselect = ["E"]\n',
  "/srv/ws/Makefile": "COMPOSE := docker compose\ninclude mk/more.mk\nifeq ($(A),b:c)\nendif\n.PHONY: dev\ndev up: deps ## Start\n\t@$(COMPOSE) up\n\n\tsleep 1\n%.o: x\n$(X): y\nlogs: TAIL = 5\nlogs:\n\tdocker logs\n",
  "/srv/ws/mk/more.mk": "extra: ## More\n\ttrue\n",
  "/srv/ws/.env.example": "# The key\nCLERK_SECRET_KEY=x\n# export SERVER_PORT=1\n",
  "/srv/ws/docs/check.md": "---\nx: 1\n---\n# Checks\n\n## Check 1: Docker daemon\n\ntext\n\n### Deep\n\nmore\n\n## Check 10: Other\n\n```\n## Fenced\n```\n\n## 2. Error `Handling`\n\n**Exit codes**: 0\n",
  "/srv/ws/docs/windows.md": "# A\r\n\r\n## B\r\ntext\r\n",
  "/srv/ws/scripts/check.sh": "#!/bin/sh\nFILE=x\n\nfunction first {\n  true\n}\n\nsecond() {\n  if x; then\n    y\n  fi\n}\nthird() { true; }\n",
  "/srv/ws/apps/server/src/main.py": "LIMIT: int = 3\n\n\nclass Shop:\n    name = 1\n\n    def sell(\n        self,\n    ) -> None:\n        pass\n\n\nasync def create_app():\n    return 1\n\n\n@app.get(\"/health\")\nasync def health():\n    pass\n",
  "/srv/ws/apps/web/src/lib/Box.svelte": "<script lang=\"ts\">\n  export let open = false;\n  function show() {\n    open = true;\n  }\n  interface Line {\n    a: string;\n  }\n</script>\n<p>{open}</p>\n",
  "/srv/ws/apps/web/src/api.ts": "export const BASE = 1;\nexport async function load(): Promise<void> {\n  return;\n}\nexport default class Client {\n  async send(body: string) {\n    return body;\n  }\n}\nexport type Id = string;\n",
  "/srv/ws/apps/web/src/routes/[slug]/+page.svelte": "",
  "/srv/ws/docker/server/Dockerfile": "FROM debian AS base\nHEALTHCHECK CMD true\n",
  "/srv/ws/docker/web/Dockerfile": "",
  "/srv/ws/old/README.md": "",
  "/srv/ws/binary.md": "\0# A",
  "/srv/ws/node_modules/x/lost.md": "",
  "/srv/secret/a.md": "# A\n",
};

function sources() {
  const files = memoryFiles(tree);
  files.link("/srv/ws/out", "/srv/secret");
  files.link("/srv/ws/in", "docs");
  return { files, sources: new Sources(files, "/srv/ws") };
}

async function resolved(text: string, options: { folders?: string[]; written?: string } = {}) {
  const [path = "", ...anchor] = text.split(" > ");
  const { role, ...found } = await resolvePointer(sources().sources, { role: "See", path, anchor, line: 1, written: options.written ?? text }, { folders: options.folders ?? [] });
  expect(role).toBe("See");
  return found;
}

async function said(text: string, options = {}): Promise<string> {
  const { path, status, line, end_line, found_at } = await resolved(text, options);
  return [status, ...(line === undefined ? [] : [`${path}:${line}-${end_line ?? 0}`]), ...(found_at === undefined ? [] : [found_at])].join(" ");
}

test("a file has no line; its anchor and what it is about stay as written", async () => {
  expect(await resolved("Makefile")).toEqual({ path: "Makefile", status: "ok" });
  expect(await resolved("Makefile > dev")).toEqual({ path: "Makefile", anchor: ["dev"], status: "ok", line: 6, end_line: 9 });
});

describe("what an anchor names", () => {
  test.each([
    ["docker-compose.dev.yml > services > server", "ok docker-compose.dev.yml:4-12"],
    ["docker-compose.dev.yml > server", "ok docker-compose.dev.yml:4-12"],
    ["docker-compose.dev.yml > Server service > ports section", "ok docker-compose.dev.yml:10-12"],
    ["docker-compose.dev.yml > server > ports > 1", "ok docker-compose.dev.yml:12-12"],
    ["docker-compose.dev.yml > server > environment > API_URL", "ok docker-compose.dev.yml:8-8"],
    ["docker-compose.dev.yml > server > environment > DEBUG", "ok docker-compose.dev.yml:9-9"],
    ["docker-compose.dev.yml > db > environment > DB_NAME", "ok docker-compose.dev.yml:17-17"],
    ["docker-compose.dev.yml > server > restart", "ok docker-compose.dev.yml:2-2"],
    ["docker-compose.dev.yml > environment sections for each service", "ok docker-compose.dev.yml:7-17"],
    ["docker-compose.dev.yml > services.db.image", "ok docker-compose.dev.yml:15-15"],
    ["docker-compose.dev.yml > DB_IMAGE", "ok docker-compose.dev.yml:15-15"],
    ["docker-compose.dev.yml > volumes > data", "ok docker-compose.dev.yml:19-19"],
    ["docker-compose.dev.yml > redis", "changed"],
    ["docker-compose.dev.yml > server > environment > GONE", "changed"],
    ["docker-compose.dev.yml > [service] > ports", "unchecked"],
    ["broken.yml > a > b", "unchecked"],
    ["package.json > scripts > dev", "ok package.json:3-3"],
    ["package.json > scripts > build", "changed"],
    ["alembic.ini > [alembic] > script_location", "ok alembic.ini:2-2"],
    ["alembic.ini > loggers", "ok alembic.ini:4-5"],
    ["pyproject.toml > tool.ruff > line-length", "ok pyproject.toml:2-2"],
    ["pyproject.toml > tool > ruff > lint > ignore", "changed"],
    ["Makefile > up", "ok Makefile:6-9"],
    ["Makefile > make logs", "ok Makefile:13-14"],
    ["Makefile > extra", "ok mk/more.mk:1-2"],
    ["Makefile > COMPOSE", "ok Makefile:1-1"],
    ["Makefile > deps", "changed"],
    ["Makefile > logs-[service]", "unchecked"],
    [".env.example > CLERK_SECRET_KEY", "ok .env.example:2-2"],
    [".env.example > SERVER_PORT", "ok .env.example:3-3"],
    [".env.example > GONE", "changed"],
    ["docs/check.md > Check 1", "ok docs/check.md:6-12"],
    ["docs/check.md > check 1: docker daemon", "ok docs/check.md:6-12"],
    ["docs/check.md > Check 1 > Deep", "ok docs/check.md:10-12"],
    ["docs/check.md > Error Handling section", "ok docs/check.md:20-22"],
    ["docs/check.md > check-10-other", "ok docs/check.md:14-18"],
    ["docs/check.md > Exit codes", "ok docs/check.md:22-22"],
    ["docs/check.md > Fenced", "changed"],
    ["docs/check.md > Check", "ok docs/check.md:6-12"],
    ["docs/check.md > Chec", "changed"],
    ["docs/windows.md > B", "ok docs/windows.md:3-4"],
    ["scripts/check.sh > first", "ok scripts/check.sh:4-6"],
    ["scripts/check.sh > second()", "ok scripts/check.sh:8-12"],
    ["scripts/check.sh > third", "ok scripts/check.sh:13-13"],
    ["scripts/check.sh > FILE", "ok scripts/check.sh:2-2"],
    ["scripts/check.sh > fourth()", "changed"],
    ["apps/server/src/main.py > create_app()", "ok apps/server/src/main.py:13-14"],
    ["apps/server/src/main.py > Shop > sell", "ok apps/server/src/main.py:7-10"],
    ["apps/server/src/main.py > Shop.sell", "ok apps/server/src/main.py:7-10"],
    ["apps/server/src/main.py > LIMIT", "ok apps/server/src/main.py:1-1"],
    ["apps/server/src/main.py > GET /health", "ok apps/server/src/main.py:17-17"],
    ["apps/server/src/main.py > POST /health", "changed"],
    ["apps/web/src/lib/Box.svelte > show", "ok apps/web/src/lib/Box.svelte:3-5"],
    ["apps/web/src/lib/Box.svelte > Line", "ok apps/web/src/lib/Box.svelte:6-8"],
    ["apps/web/src/api.ts > load()", "ok apps/web/src/api.ts:2-4"],
    ["apps/web/src/api.ts > Client > send", "ok apps/web/src/api.ts:6-8"],
    ["apps/web/src/api.ts > Id", "ok apps/web/src/api.ts:10-10"],
    ["apps/web/src/api.ts > store", "changed"],
    ["docker/server/Dockerfile > HEALTHCHECK", "ok docker/server/Dockerfile:2-2"],
    ["docker/server/Dockerfile > ase", "changed"],
    ["Makefile > L3", "ok Makefile:3-3"],
    ["mk/more.mk > L1-L2", "ok mk/more.mk:1-2"],
    ["mk/more.mk > L3", "changed"],
    ["mk/more.mk > L0", "changed"],
    ["binary.md > A", "unchecked"],
  ])("%s: %s", async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });
});

describe("where a path leads", () => {
  test.each([
    ["apps/server/", "ok"],
    ["./Makefile", "ok"],
    ["apps/web/src/routes/[slug]/+page.svelte", "ok"],
    ["apps/web/src/routes/[name]/+page.svelte", "unchecked"],
    ["in/check.md", "ok"],
    ["apps/**/*.py", "ok"],
    ["docs/*.md", "ok"],
    ["docs/*.rs", "missing"],
    ["*/more.m?", "ok"],
    ["nowhere/*.md", "missing"],
    [".env", "unchecked"],
    [".env > CLERK_SECRET_KEY", "unchecked"],
    ["check.sh", "moved scripts/check.sh"],
    ["apps/server/main.py", "moved apps/server/src/main.py"],
    ["src/routes/", "moved apps/web/src/routes/"],
    ["old/docker/web/Dockerfile", "moved docker/web/Dockerfile"],
    ["Dockerfile", "missing"],
    ["lost.md", "missing"],
    ["gone.md > A", "missing"],
    ["../secret/a.md", "missing"],
    ["out/a.md", "missing"],
    ["/srv/secret/a.md", "missing"],
  ])("%s: %s", async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });

  test("an address is never asked", async () => {
    expect(await resolved("https://example.com/x")).toEqual({ path: "https://example.com/x", status: "external", url: "https://example.com/x" });
  });

  test("below the folders of the entry, after the root", async () => {
    expect(await resolved("main.py > create_app()", { folders: ["apps/server/src"] })).toEqual({ path: "apps/server/src/main.py", anchor: ["create_app()"], status: "ok", line: 13, end_line: 14 });
    expect(await resolved("Makefile", { folders: ["apps/server/src"] })).toEqual({ path: "Makefile", status: "ok" });
    expect(await resolved("lib/*.svelte", { folders: ["apps/web/src"] })).toEqual({ path: "apps/web/src/lib/*.svelte", status: "ok" });
  });

  test("a bare variable that the template lacks may stand in a compose file alone; without a template it is not checked", async () => {
    expect(await said(".env.example > API_URL", { written: "`API_URL`" })).toBe("ok docker-compose.dev.yml:8-8");
    expect(await said(".env.example > API_URL")).toBe("changed");
    expect(await said(".env.example > GONE", { written: "`GONE`" })).toBe("changed");
    expect(await said(".env.sample > GONE", { written: "`GONE`" })).toBe("unchecked");
  });
});

describe("outside the workspace", () => {
  test.each([
    ["../secret/a.md", true],
    ["out/a.md", true],
    ["/srv/secret/a.md", true],
    ["docs/../../secret/a.md", true],
    ["docs/check.md", false],
    ["in/check.md", false],
    ["gone.md", false],
    ["https://example.com/../x", false],
  ])("%s: %s", async (path, expected) => {
    expect(await leavesWorkspace(sources().sources, path)).toBe(expected);
  });

  test("nothing there is read", async () => {
    const { files, sources: source } = sources();
    for (const path of ["../secret/a.md", "out/a.md", "out/*.md", "lost-too.md"]) await resolvePointer(source, { role: "See", path, anchor: ["A"], line: 1, written: path }, { folders: ["out", ".."] });
    expect(files.calls.filter((call) => /^(?:read|list) \/srv\/secret|^read \/srv\/ws\/out/.test(call))).toEqual([]);
  });
});

test("a file is read once", async () => {
  const { files, sources: source } = sources();
  for (const anchor of [["dev"], ["logs"], ["gone"]]) await resolvePointer(source, { role: "See", path: "Makefile", anchor, line: 1, written: "" }, { folders: [] });
  expect(files.calls.filter((call) => call === "read /srv/ws/Makefile")).toHaveLength(1);
});

describe("ends soon", () => {
  test.each([
    ["a.yml", `a: &a [x]\nb: ${"[".repeat(200_000)}`],
    ["a.yml", `a: ["x"]\n${"b: {c: *a}\n".repeat(20_000)}`],
    ["a.md", `${"# x ## ".repeat(20_000)}\n${"**a".repeat(50_000)}`],
    ["a.py", `${"    x ".repeat(50_000)}\n${" ".repeat(100_000)}def`],
    ["a.py", "class A:\n    def b(self):\n".repeat(10_000)],
    ["a.ts", "function a() {\n".repeat(20_000)],
    ["a.sh", `${"a".repeat(100_000)}\n${"b() {\n".repeat(20_000)}`],
    ["Makefile", "a b c: ## x\n".repeat(20_000)],
    ["Makefile", `${"a".repeat(300_000)}:\n`],
    ["a.ini", `${"[".repeat(200_000)}\n${"[a]\n".repeat(20_000)}`],
    ["a.env", `${"A".repeat(200_000)}\n${" ".repeat(100_000)}`],
    ["a.txt", "z".repeat(500_000)],
  ])("%s", async (name, text) => {
    const source = new Sources(memoryFiles({ [`/srv/ws/${name}`]: text }), "/srv/ws");
    const begun = process.cpuUsage();
    await resolvePointer(source, { role: "See", path: name, anchor: ["zz"], line: 1, written: name }, { folders: [] });
    expect(spentMs(begun)).toBeLessThan(2_000);
  });
});
