import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/host/node-files.ts";
import { resolveAll } from "../../src/knowledge/resolve-all.ts";
import { damageOf } from "../../src/maps/damage.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { pointersIn } from "../../src/maps/pointers-in.ts";
import { driftOf } from "../../src/pointers/drift.ts";
import { Sources } from "../../src/pointers/sources.ts";

// A map that no program wrote, in the manners that people have, over the reference workspace.

const text = readFileSync(resolve(import.meta.dirname, "../fixtures/maps-of-others/component-map.md"), "utf8");
const entries = parseMap(text);
const sources = new Sources(nodeFiles, resolve(import.meta.dirname, "../../examples/bestays"));
const pointersOf = async (title: string) => {
  const entry = entries.find((one) => one.title === title);
  return entry ? resolveAll({ sources }, entry, pointersIn(entry, { makefile: "Makefile", envTemplate: ".env.example" })) : [];
};
const told = async (title: string) => (await pointersOf(title)).map(({ role, path, anchor = [], status }) => `${role}: ${[path, ...anchor].join(" → ")} ${status}`);

test("every entry is read under its category, and nothing that explains, shows or hides one", () => {
  expect(entries.map(({ category, title }) => `${category} / ${title}`)).toEqual([
    "1. Infrastructure / Docker Compose (dev)", "1. Infrastructure / Makefile", "1. Infrastructure / Preflight",
    "Backend / FastAPI Server", "Backend / PostgreSQL", "External Services / Clerk",
  ]);
  expect(damageOf(text)).toEqual([]);
});

test.each<[string, string[]]>([
  ["Docker Compose (dev)", [
    "Definitive Source(s): docker-compose.dev.yml ok", "Definitive Source(s): docker-compose.prod.yml ok", "Ports: docker-compose.dev.yml → ports sections for each service ok",
    "Key Details: docker-compose.dev.yml → server → environment → ALLOWED_ORIGINS ok", "Key Details: .env unchecked",
  ]],
  ["Makefile", ["Definitive Source: Makefile ok", "Quick Access: Makefile → help ok", "Key Commands: Makefile → dev ok", "Key Commands: Makefile → rebuild ok"]],
  ["Preflight", ["Definitive Source: .sdlc-workflow/scripts/preflight.sh → check_ports_available() ok", "Spec: .pattern-book/specifications/tech/preflight-validation.md → Error Handling section ok"]],
  ["FastAPI Server", ["Location: apps/server/ ok", "Definitive Source: apps/server/src/server/main.py ok", "Docker: docker-compose.dev.yml → services → server ok", "Health Endpoint: http://localhost:8011/api/health external", "API Docs: http://localhost:8011/docs external", "Connection: http://server:8011 external"]],
  ["PostgreSQL", ["Docker: docker-compose.dev.yml → postgres ok", "Access: Makefile → shell-db ok", "Env Vars: .env.example → POSTGRES_DB ok", "Env Vars: .env.example → POSTGRES_USER ok"]],
  ["Clerk", ["Env Vars: .env.example → CLERK_SECRET_KEY ok", "Env Vars: .env.example → VITE_CLERK_PUBLISHABLE_KEY ok", "Where Used: apps/server/src/server/api/sessions.py ok", "Where Used: apps/server/src/server/core/clerk.py ok"]],
])("the pointers of %s", async (title, expected) => {
  // `.env` is there on a machine that has set the example up.
  expect((await told(title)).filter((one) => !one.includes("[") && !one.includes("Quick Access: Makefile → logs")).map((one) => one.replace(".env ok", ".env unchecked"))).toEqual(expected);
});

test("placeholders are no broken pointers, and what is stated rightly is no drift", async () => {
  for (const entry of entries) {
    const pointers = await pointersOf(entry.title);
    expect(pointers.filter((one) => ["missing", "moved", "changed"].includes(one.status)), entry.title).toEqual([]);
    expect(await driftOf(sources, entry, pointers, { interpolate: (one) => one.replace(/\$\{\w+:-([^}]*)\}/g, "$1"), detail: "concise" }), entry.title).toEqual([]);
  }
});
