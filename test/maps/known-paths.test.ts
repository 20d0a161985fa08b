import { describe, expect, test } from "vitest";
import { knownPaths, requiredVariables } from "../../src/maps/known-paths.ts";
import { parseMap } from "../../src/maps/parse-map.ts";

const paths = (body: string) => knownPaths(parseMap(`## C\n### E\n${body}`), ["server", "web", "db"]).map((one) => `${one.service} ${one.label} ${one.path}`);

describe("knownPaths", () => {
  test.each([
    ["a path, the service by a pointer", "**Docker**: `compose.yaml` → `services` → `server`\n**Health Endpoint**: `/api/health`", ["server health /api/health"]],
    ["the pointer without services", "**Docker**: `compose.yaml` → `server`\n**Health Endpoint**: /api/health", ["server health /api/health"]],
    ["the pointer in brackets", "**Docker**: `compose.yaml` (service: `server`)\n**Health Endpoint**: /health", ["server health /health"]],
    ["the pointer with an arrow of signs", "**Docker**: compose.yaml -> services -> server\n**API Docs**: /docs", ["server docs /docs"]],
    ["the path of a URL; host and port are read from the source", "**Docker**: `compose.yaml` → `web`\n**API Docs**: http://localhost:8011/api/docs", ["web docs /api/docs"]],
    ["a service that is named in a code span", "**What's There**: the `web` service\n**Health Endpoint**: /ok", ["web health /ok"]],
    ["a pointer before other services in code spans", "**Docker**: `compose.yaml` → `server`\n**Key Details**: needs `db`\n**Health Endpoint**: /ok", ["server health /ok"]],
    ["two services and no pointer: about none", "**What's There**: `web` and `db`\n**Health Endpoint**: /ok", []],
    ["a service that does not exist", "**Docker**: `compose.yaml` → `gone`\n**Health Endpoint**: /ok", []],
    ["no path", "**Docker**: `compose.yaml` → `server`\n**Health Endpoint**: see the spec", []],
    ["another field", "**Docker**: `compose.yaml` → `server`\n**Location**: /srv", []],
  ])("%s", (_name, body, expected) => {
    expect(paths(body)).toEqual(expected);
  });
});

test("requiredVariables are the names under Required Variables, each once", () => {
  const text = "## C\n### A\n**Required Variables**: `API_KEY`, `DB_URL` (see `.env`)\n### B\n**Required Variables**:\n- API_KEY: for X\n- PORT is optional in words, so it is none\n### C\n**Env Vars**: `OTHER_KEY`";
  expect(requiredVariables(parseMap(text))).toEqual(["API_KEY", "DB_URL"]);
});
