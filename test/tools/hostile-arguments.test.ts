import { describe, expect, test } from "vitest";
import type { Tool } from "../../src/tool.ts";
import { healthCheck } from "../../src/tools/health-check.ts";
import { serviceExec } from "../../src/tools/service-exec.ts";
import { serviceLogs } from "../../src/tools/service-logs.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { stopEnv } from "../../src/tools/stop-env.ts";
import { shop, type Story } from "../support/shop.ts";
import { refused } from "../support/sound.ts";

const NAMES = ["-v", "--help", "-f /etc/passwd", "__proto__", "constructor", "x; rm -rf /", "$(id)", "../../etc", "", "server\nredis", "server ", "*", "a".repeat(10_000)];

const CALLS: [Tool, (name: string) => object][] = [
  [startEnv, (name) => ({ services: ["server", name] })],
  [startEnv, (name) => ({ services: [name], mode: "rebuild" })],
  [stopEnv, (name) => ({ services: [name] })],
  [healthCheck, (name) => ({ services: [name], until: "healthy" })],
  [healthCheck, (name) => ({ services: [name], until: "a text" })],
  [serviceLogs, (name) => ({ services: [name] })],
  [serviceExec, (name) => ({ service: name, command: ["id"] })],
];

describe.each(CALLS.map(([tool, args]) => ({ tool, args, shown: JSON.stringify(args("NAME")) })))("$tool.name $shown", ({ tool, args }) => {
  test.each(NAMES.map((name) => [name.slice(0, 20), name]))("a service called %j is refused before any process sees it", async (_shown, name) => {
    await expectRefused({ up: "all" }, tool, args(name), name);
  });
});

describe("where compose cannot read the files, so that nothing is known of services", () => {
  const broken: Story = { up: "all", compose: { config: { exitCode: 15, stderr: "yaml: line 3: mapping values are not allowed" } } };

  test.each(NAMES.slice(0, 8).flatMap((name) => [[serviceLogs.name, serviceLogs, { services: [name] }, name], [serviceExec.name, serviceExec, { service: name, command: ["id"] }, name]] as const))("%s refuses %j too", async (_tool, tool, args, name) => {
    const { call, runner, engine } = shop(broken);
    expect(refused(await call(tool, args)).error.code).toMatch(/^(unknown-service|service-not-running)$/);
    expect(runner.argvs().flat().filter((word) => word === name)).toEqual([]);
    expect(engine.journal).toEqual([]);
  });
});

test.each(NAMES.slice(0, 8))("a project called %j is refused before any process sees it", async (name) => {
  for (const [tool, args] of CALLS) {
    const { call, runner } = shop({ up: "all" });
    const { error } = refused(await call(tool, { ...args("server"), project: name }));
    expect(error).toMatchObject({ code: "unknown-project", fix: expect.stringContaining("compose.yaml") });
    expect(runner.calls).toEqual([]);
  }
});

async function expectRefused(story: Story, tool: Tool, args: object, name: string): Promise<void> {
  const { call, runner, engine } = shop(story);
  const { error } = refused(await call(tool, args));
  expect(error.code).toBe("unknown-service");
  expect(error.fix).toContain("postgres, redis, server, frontend");
  expect(runner.argvs().flat().filter((word) => word === name || (name !== "" && word.includes(name)))).toEqual([]);
  expect(engine.journal).toEqual([]);
}
