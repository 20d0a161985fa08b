import { describe, expect, test } from "vitest";
import { parseMap } from "../../src/maps/parse-map.ts";
import { pointersIn } from "../../src/maps/pointers-in.ts";
import { driftOf } from "../../src/pointers/drift.ts";
import { resolvePointer } from "../../src/pointers/resolve-pointer.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { spentMs } from "../support/spent.ts";

const COMPOSE = `services:
  server:
    ports:
      - "8011:8000"
      - "9229:9229"
  db:
    image: postgres:16
    ports:
      - "\${DB_PORT:-5433}:5432"
  queue:
    expose: ["5672"]
    ports: ["127.0.0.1:15672:15672", "9000-9002:9000-9002"]
  cache:
    expose:
      - "6379"
`;

async function drift(service: string, field: string, env: Record<string, string> = {}): Promise<string[]> {
  const source = new Sources(memoryFiles({ "/ws/compose.yaml": COMPOSE }), "/ws");
  const [entry] = parseMap(`## C\n\n### E\n\n**Docker**: \`compose.yaml\`${service === "" ? "" : ` → \`${service}\``}\n\n${field}\n`);
  if (!entry) throw new Error("no entry");
  const written = pointersIn(entry, { makefile: "Makefile", envTemplate: ".env.example" });
  const pointers = await Promise.all(written.map((one) => resolvePointer(source, one, { folders: [] })));
  const interpolate = (text: string) => text.replace(/\$\{(\w+):-(\w+)\}/g, (_, name: string, fallback: string) => env[name] ?? fallback);
  return (await driftOf(source, entry, pointers, { interpolate, detail: "concise" })).map((one) => one.stated);
}

describe("ports that agree, and numbers that are none", () => {
  test.each([
    ["server", "**Ports**: 8011:8000, 9229"],
    ["server", "**Ports**: host 8011 → container 8000; debugger on 127.0.0.1:9229"],
    ["server", "**Ports**: 8011 → 8000"],
    ["server", "**Ports**: `compose.yaml` → `server` → `ports`. Changed on 2024-05-01 in PR #1234; see RFC 7231; up to 65535; timeout 30s; Postgres 16; v3.12"],
    ["server", "**Ports**: see RFC 7231; up to 65535; Postgres 16"],
    ["server", "**Ports**: since 2023, error 5000, 30 seconds, at most 100 connections, based on ISO 27001"],
    ["server", "**Ports**:\n- 8011 (host)\n- 8000 (container)\n- not at 12:30"],
    ["server", "**Ports**:\n\n> 9999 was the port once"],
    ["server", "**Ports**:\n| port | RFC |\n|---|---|\n| 8011 | 7231 |\n| 9229 | 5000 |"],
    ["server", "| **Ports** | 8011 |\n|---|---|"],
    ["db", "**Ports**: 5433/tcp on the host, 5432 inside"],
    ["db", "**Ports (host)**: 5433"],
    ["db", "**Ports** (container): 5432"],
    ["queue", "**Ports**: 5672 (AMQP 0.9.1), 15672 (UI), 9000-9002"],
    ["cache", "**Ports**: 6379 (internal only)"],
    ["cache", "**Ports**: 6380 on the host"],
    ["", "**Ports**: server 8011, db 5433, queue 5672 and cache 6379"],
  ])("%s, %s", async (service, field) => {
    expect(await drift(service, field)).toEqual([]);
  });

  test("a default that this machine has changed", async () => {
    expect(await drift("db", "**Ports**: 5433 on the host", { DB_PORT: "6000" })).toEqual([]);
    expect(await drift("db", "**Ports**: 6000 on the host", { DB_PORT: "6000" })).toEqual([]);
  });
});

describe("ports that do not", () => {
  test.each([
    ["server", "**Ports**: 8012:8000", ["8012"]],
    ["server", "**Ports**:\n- `8012:8001`", ["8012", "8001"]],
    ["server", "**Ports**: 8013", ["8013"]],
    ["server", "**Ports**: it listens on 8013; port 8014; 8015/tcp", ["8013", "8014", "8015"]],
    ["server", "**Ports**: http://localhost:8013", ["localhost:8013"]],
    ["server", "**Ports**: server 8013, 80", ["8013", "80"]],
    ["server", "**Ports**: 8011 and 8013 for tests", ["8013"]],
    ["server", "| **Ports** | 8013 |\n|---|---|", ["8013"]],
    ["server", "**Ports**:\n| service | port |\n|---|---|\n| server | 8013 |\n| server | 9229 |", ["8013"]],
    ["db", "**Ports**: 5432 on the host", ["5432"]],
    ["db", "**Ports**: published 5432, container 5433", ["5432", "5433"]],
    ["db", "**Ports (host)**: 5432", ["5432"]],
    ["db", "**Ports** (outside): 5432", ["5432"]],
    ["db", "**Ports**: 5433 inside", ["5433"]],
    ["db", "**Ports**:\n| host | container |\n|---|---|\n| 5432 | 5433 |", ["5432", "5433"]],
    ["queue", "**Ports**: 5672, 15673, 9003", ["15673", "9003"]],
  ])("%s, %s: %s", async (service, field, expected) => {
    expect(await drift(service, field)).toEqual(expected);
  });
});

test.each(["8011 | ".repeat(2_000), "port ".repeat(4_000), "1:2".repeat(6_000), "| --- ".repeat(3_000), "( ".repeat(10_000), "80, ".repeat(5_000)])("ends soon", async (text) => {
  const begun = process.cpuUsage();
  await drift("server", `**Ports**: ${text}`);
  expect(spentMs(begun)).toBeLessThan(1_500);
});
