import { describe, expect, test } from "vitest";
import type { Tool } from "../../src/tool.ts";
import { healthCheck } from "../../src/tools/health-check.ts";
import { serviceExec } from "../../src/tools/service-exec.ts";
import { serviceLogs } from "../../src/tools/service-logs.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { stopEnv } from "../../src/tools/stop-env.ts";
import { NOW } from "../support/seen.ts";
import { ROOT, shop, type Story } from "../support/shop.ts";
import { CANARIES } from "../support/shop-files.ts";
import { allCanaries, good } from "../support/sound.ts";

// That nothing of `.env` comes out is checked of every call that goes through the shop. Here it is put in everywhere.

const SPILL = `error: ${allCanaries()}`;
const logs = [{ atMs: NOW - 1000, text: SPILL }];
const said = { exitCode: 1, stdout: `${SPILL}\n`, stderr: `${SPILL}\n` };
const unwell = { up: "all" as const, services: { server: { unwell: SPILL, logs } } };

const CASES: [string, Tool, object, Story][] = [
  ["a log", serviceLogs, {}, { up: "all", services: { server: { logs } } }],
  ["a log that is searched", serviceLogs, { grep: "error" }, { up: "all", services: { server: { logs } } }],
  ["a log in which a text is waited for", healthCheck, { services: ["server"], until: "error" }, { up: "all", services: { server: { logs } } }],
  ["what a command prints", serviceExec, { service: "server", command: ["env"] }, { up: "all", services: { server: { exec: () => ({ stdout: SPILL, stderr: SPILL }) } } }],
  ["what a health command prints", healthCheck, { detail: "full" }, unwell],
  ["the health log of the engine", healthCheck, {}, { up: "all", services: { redis: { healthTest: ["NONE"], health: "unhealthy", healthLog: [{ exitCode: 1, output: SPILL, endedMs: NOW }] } } }],
  ["a web page", healthCheck, {}, { up: "all", services: { frontend: { speaks: { 5173: `http 500 ${SPILL}` } } } }],
  ["the engine's reason for not starting", startEnv, {}, { services: { redis: { startError: SPILL } } }],
  ["the log of what does not start", startEnv, {}, { services: { server: { logs, life: (ms) => (ms < 100 ? {} : { state: "exited", exitCode: 1 }) } } }],
  ["the log of what is restarted", startEnv, {}, { up: "all", services: { server: { logs, life: (ms) => (ms > 60_000 ? { unwell: SPILL } : {}) } } }],
  ["why compose refuses the files", startEnv, {}, { compose: { config: said } }],
  ["why compose refuses the files, in a check", healthCheck, {}, { compose: { config: said } }],
  ["why compose cannot create", startEnv, {}, { compose: { create: said } }],
  ["the output of a build", startEnv, { mode: "rebuild" }, { compose: { build: said } }],
  ["why compose cannot stop", stopEnv, {}, { up: "all", compose: { down: said } }],
  ["why the engine has no such image", startEnv, {}, { engine: { images: ["postgres:16"] }, commands: [{ argv: ["docker", "manifest", "inspect", "--", "redis:7"], answer: said }] }],
  ["the project's own preflight script", startEnv, {}, { files: { ".claude/skills/shop/references/component-map.md": "---\npreflight: check.sh\n---\n", "check.sh": "env" }, commands: [{ argv: ["bash", "check.sh"], answer: said }] }],
];

test.each(CASES.map(([where, tool, args, story]) => ({ where, name: tool.name, tool, args, story })))("$where, by $name", async ({ tool, args, story }) => {
  const world = shop(story);
  const { text } = await world.call(tool, args);
  // What was put in was found and hidden: in the answer, in progress, or in what a restart keeps as evidence.
  expect([text, JSON.stringify(world.progress), world.files.tree()[`${ROOT}/.devops-infra/evidence.json`]].join("\n")).toMatch(/\[(POSTGRES_PASSWORD|API_TOKEN|GREETING|DATABASE_URL)\]/);
});

describe("a cut does not lay bare a part of a value", () => {
  const token = CANARIES.API_TOKEN;
  const places = Array.from({ length: 40 }, (_, index) => 2_960 + index);

  test.each(["first", "last"])("in the output of a command, from the %s character on", async (end) => {
    for (const place of places) {
      const [near, far] = ["x".repeat(place - 1), "y".repeat(8_000)];
      const stdout = end === "first" ? `${near} ${token} ${far}` : `${far} ${token} ${near}`;
      const { text } = await shop({ up: "all", services: { server: { exec: () => ({ stdout }) } } }).call(serviceExec, { service: "server", command: ["env"] });
      expect(text).toContain("characters left out");
      expect(partOf(token, text)).toBe("");
    }
  });

  test("in a log line", async () => {
    for (const place of places) {
      const world = shop({ up: "all", services: { server: { logs: [{ atMs: NOW - 1000, text: `${"y".repeat(900)} ${token} ${"x".repeat(place - 2_410)}` }] } } });
      const { text } = await world.call(serviceLogs);
      expect(text).toContain("characters left out");
      expect(partOf(token, text)).toBe("");
    }
  });

  test("in what a web page or a health command says", async () => {
    for (const before of [180, 185, 190, 195, 285, 290, 295]) {
      const { text } = await shop({ up: "all", services: { server: { unwell: `${"x".repeat(before)} ${token}` } } }).call(healthCheck);
      expect(partOf(token, text)).toBe("");
    }
  });
});

describe("a search tells nothing of what is hidden", () => {
  const story: Story = { up: "all", services: { server: { logs: [{ atMs: NOW - 1000, text: `token ${CANARIES.API_TOKEN}` }] } } };
  const guess = CANARIES.API_TOKEN.slice(0, 8);

  test("in a log", async () => {
    expect((await shop(story).call(serviceLogs, { grep: guess })).text).toBe("0 lines of postgres, redis, server, frontend.");
  });

  test("in a log that is waited for", async () => {
    expect(good(await shop(story).call(healthCheck, { services: ["server"], until: guess, wait_s: 1 })).result).toMatchObject({ met: false });
  });
});

/** The longest piece of a secret, of at least six characters, that stands in a text. */
function partOf(secret: string, text: string): string {
  for (let length = secret.length; length >= 6; length -= 1) {
    for (let at = 0; at + length <= secret.length; at += 1) if (text.includes(secret.slice(at, at + length))) return secret.slice(at, at + length);
  }
  return "";
}
