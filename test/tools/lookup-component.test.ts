import { describe, expect, test } from "vitest";
import { lookupComponent } from "../../src/tools/lookup-component.ts";
import { COMPOSE_YAML } from "../support/shop-files.ts";
import { COMPONENT_MAP, MAPPED, SKILL } from "../support/shop-maps.ts";
import { ROOT, shop } from "../support/shop.ts";
import { good } from "../support/sound.ts";

test("the first in full, with pointers checked and values read now", async () => {
  const { call, runner } = shop({ files: MAPPED });
  const { text, result } = good(await call(lookupComponent, { query: "where is the backend" }));
  expect(text).toMatchInlineSnapshot(`
    "**Server** (Backend): read now.

    - Server (Backend, 0.96)
      - ports: 8011 → 8011 (compose.yaml:22)
      - build: ./server/Dockerfile (compose.yaml:17)
      - health check: curl -fsS http://localhost:8011/health (compose.yaml:24)
      - section: What each means. (docs/server.md:5)
      - Definitive Source: server/main.py (ok)
      - Docker: compose.yaml:16-24 → services → server (ok)
      - Spec: docs/server.md:3-5 → Errors (ok)
      - ↔ postgres: depends_on (service_healthy) (compose.yaml:20)
      - ↔ redis: depends_on (service_healthy) (compose.yaml:21)
      - ↔ frontend: depends_on (service_healthy), from frontend (compose.yaml:28)
      - ↔ localhost:8011: published port (8011 → 8011) (compose.yaml:22)
    - Database (Backend, 0.6)
      - Docker: compose.yaml:3-10 → services → postgres (ok)
    - Docker Compose (Infrastructure, 0.38)
      - Definitive Source: compose.yaml (ok)

    3 in all"
  `);
  expect(result).toMatchObject({ components: [{ name: "Server", category: "Backend", pointers: [{ path: "server/main.py", status: "ok" }, { status: "ok" }, { path: "docs/server.md", anchor: ["Errors"], status: "ok", line: 3 }] }, ...others(result)] });
  expect(runner.argvs()).toEqual([]);
});

test("what the map states and the source contradicts is drift, and the value read is the answer", async () => {
  const { call, files } = shop({ files: { ...MAPPED, ".env": undefined } });
  expect(good(await call(lookupComponent, { query: "server" })).result["components"]).not.toMatchObject([{ drift: [{}] }]);
  await files.write(`${ROOT}/compose.yaml`, `# one line more\n${COMPOSE_YAML.replace("${SERVER_PORT:-8011}:8011", "${SERVER_PORT:-8012}:8012")}`);
  const { result, text } = good(await call(lookupComponent, { query: "server" }));
  const line = COMPOSE_YAML.split("\n").findIndex((one) => one.includes("SERVER_PORT")) + 2;
  expect(result).toMatchObject({ components: [{ live: expect.arrayContaining([{ label: "ports", value: "8012 → 8012", path: "compose.yaml", line }]), drift: [{ label: "Ports", stated: "8011", path: "compose.yaml", line }] }, ...others(result)] });
  expect(text).toContain("The map says Ports 8011");
});

const others = (result: Record<string, unknown>) => Array.from({ length: Array.isArray(result["components"]) ? result["components"].length - 1 : 0 }, () => ({}));

test("git is asked for what is shown, not for what is only searched", async () => {
  const { call, runner } = shop({ files: { ...MAPPED, ".git/HEAD": "ref: refs/heads/main\n", "server/main.py": undefined, "docs/server.md": undefined }, commands: [{ argv: ([file]) => file === "git", answer: { exitCode: 128 } }] });
  await call(lookupComponent, { query: "database", limit: 1 });
  expect(runner.argvs()).toEqual([]);
  await call(lookupComponent, { query: "server", limit: 1 });
  expect(runner.argvs().map((argv) => argv.at(-1))).toEqual(expect.arrayContaining(["server/main.py", "docs/server.md"]));
});

describe("a stale pointer is said to be stale", () => {
  test.each<[string, Record<string, string | undefined>, object]>([
    ["gone", { "server/main.py": undefined }, { path: "server/main.py", status: "missing" }],
    ["elsewhere", { "server/main.py": undefined, "backend/main.py": "app = 1\n" }, { path: "server/main.py", status: "moved", found_at: "backend/main.py" }],
    ["without its heading", { "docs/server.md": "# Server\n\n## Failures\n" }, { path: "docs/server.md", status: "changed" }],
    ["out of the workspace", { [`${SKILL}/component-map.md`]: COMPONENT_MAP.replace("`server/main.py`", "`../other/main.py`") }, { path: "../other/main.py", status: "missing" }],
  ])("%s", async (_name, files, pointer) => {
    const { call } = shop({ files: { ...MAPPED, ...files } });
    const { result, text } = good(await call(lookupComponent, { query: "backend server" }));
    expect(result["components"]).toMatchObject([{ pointers: expect.arrayContaining([expect.objectContaining(pointer)]) }, ...others(result)]);
    expect(text).toContain("stale");
  });
});

test("without a query: the table of contents", async () => {
  const { call } = shop({ files: MAPPED });
  const { text } = good(await call(lookupComponent));
  expect(text).toMatchInlineSnapshot(`
    "The map .claude/skills/shop/references/component-map.md: 3 components.

    - Docker Compose (Infrastructure, 1)
    - Server (Backend, 1)
    - Database (Backend, 1)

    3 in all"
  `);
  expect(good(await call(lookupComponent, { category: "backend" })).result).toMatchObject({ total: 2 });
});

test("what the map cannot answer is said so, with what is near", async () => {
  const { call } = shop({ files: MAPPED });
  const { result, text } = good(await call(lookupComponent, { query: "kafka topic retention" }));
  expect(result).toMatchObject({ components: [], total: 0, next: [{ tool: "lookup_component" }] });
  expect(result).not.toHaveProperty("draft");
  expect(text).toContain("Not in the map");
});

test("without a map one is derived from the files, and answers", async () => {
  const { call } = shop({ files: { Makefile: "up: ## Start\n\tdocker compose up -d\n", "README.md": "# Shop\n" } });
  const { result, text } = good(await call(lookupComponent));
  expect(text).toContain("derived");
  expect(result["components"]).toEqual(expect.arrayContaining([expect.objectContaining({ name: "postgres" }), expect.objectContaining({ name: "Makefile" }), expect.objectContaining({ name: "Environment Variables" })]));
  expect(good(await call(lookupComponent, { query: "postgres" })).result).toMatchObject({ components: [{ name: "postgres", live: expect.arrayContaining([expect.objectContaining({ label: "ports", value: "5432 → 5432" })]) }, ...others(good(await call(lookupComponent, { query: "postgres" })).result)] });
});

test("secrets are told by name only, in any detail", async () => {
  const { call } = shop({ files: { ...MAPPED, "compose.yaml": COMPOSE_YAML.replace("${POSTGRES_PASSWORD:?set it in .env}", "written-out-secret-1") } });
  for (const query of ["database password", "server", "env", "postgres"]) {
    const { text, result } = good(await call(lookupComponent, { query, detail: "full" }));
    expect(text + JSON.stringify(result)).not.toContain("written-out-secret-1");
  }
});
