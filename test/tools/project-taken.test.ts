import { expect, test } from "vitest";
import type { Tool } from "../../src/tool.ts";
import { healthCheck } from "../../src/tools/health-check.ts";
import { serviceExec } from "../../src/tools/service-exec.ts";
import { serviceLogs } from "../../src/tools/service-logs.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { stopEnv } from "../../src/tools/stop-env.ts";
import { shop } from "../support/shop.ts";

// A name whose containers belong to another folder: nothing of theirs is touched or read, as their secrets are not known here.

const cases: [Tool, object][] = [
  [startEnv, {}],
  [startEnv, { mode: "rebuild" }],
  [stopEnv, {}],
  [stopEnv, { remove_volumes: true }],
  [healthCheck, {}],
  [serviceLogs, {}],
  [serviceLogs, { services: ["redis"], grep: "theirs" }],
  [serviceExec, { service: "redis", command: ["redis-cli", "flushall"] }],
];

test.each(cases.map(([tool, args]) => ({ name: tool.name, shown: JSON.stringify(args), tool, args })))("$name $shown", async ({ tool, args }) => {
  const { call, composed, engine } = shop({ up: ["redis"], services: { redis: { folder: "/srv/other", healthTest: [], logs: [{ atMs: 1, text: "theirs" }], exec: () => ({ stdout: "OK" }) } } });
  const outcome = await call(tool, args);
  expect(outcome.text).toContain("The project name shop belongs to containers of /srv/other.");
  expect(outcome.text).toContain("project-taken");
  expect(outcome.text).not.toContain("theirs");
  expect(engine.journal).toEqual([]);
  expect(composed().filter((words) => words !== "config --format json" && !words.startsWith("create --dry-run "))).toEqual([]);
});

test("their health commands are not run", async () => {
  for (const tool of [startEnv, healthCheck]) {
    const { call, engine } = shop({ up: "all", services: { redis: { folder: "/srv/other" } } });
    await call(tool);
    expect(engine.journal).toEqual([]);
  }
});
