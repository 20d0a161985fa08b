import { describe, expect, test } from "vitest";
import type { Tool } from "../../src/tool.ts";
import { healthCheck } from "../../src/tools/health-check.ts";
import { serviceExec } from "../../src/tools/service-exec.ts";
import { serviceLogs } from "../../src/tools/service-logs.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { stopEnv } from "../../src/tools/stop-env.ts";
import { shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const services = { redis: { logs: [{ atMs: 1, text: "one" }, { atMs: 2, text: "two" }], exec: (argv: string[]) => ({ stdout: argv.join("|") }) } };

describe("a call that is wrong is answered with the one that is right", () => {
  const cases: [Tool, object, object][] = [
    [startEnv, { service: ["server"] }, { services: ["server"] }],
    [startEnv, { mode: "fast", dry_run: true }, { dry_run: true }],
    [startEnv, { timeout_s: 0 }, {}],
    [stopEnv, { remove_volume: true }, { remove_volumes: true }],
    [stopEnv, { services: "server", force: true }, { services: ["server"] }],
    [healthCheck, { serivces: "server" }, { services: ["server"] }],
    [healthCheck, { untill: "healthy" }, { until: "healthy" }],
    [serviceLogs, { tail: "many" }, {}],
    [serviceLogs, { level: "debug", services: ["redis"] }, { services: ["redis"] }],
    [serviceExec, { service: "redis", cmd: ["ls"], shell: "bash" }, { service: "redis" }],
  ];

  test.each(cases.map(([tool, args, corrected]) => ({ name: tool.name, shown: JSON.stringify(args), tool, args, corrected })))("$name $shown", async ({ tool, args, corrected }) => {
    const { call, runner, engine } = shop({ up: "all", services });
    const { error } = refused(await call(tool, args));
    expect(error).toMatchObject({ code: "invalid-arguments", next: [{ tool: tool.name, arguments: corrected }] });
    expect([...runner.calls, ...engine.journal]).toEqual([]);
  });

  test("what no correction helps is answered with the fields", async () => {
    expect(refused(await shop().call(serviceExec, { command: ["ls"] })).error).toMatchInlineSnapshot(`
      {
        "code": "invalid-arguments",
        "fix": "service_exec takes: service, command, shell, input, write, timeout_s, project.",
        "message": "\`service\`: Invalid input: expected string, received undefined.",
      }
    `);
    expect(refused(await shop().call(serviceExec, ["ls"])).error.fix).toBe("service_exec takes: service, command, shell, input, write, timeout_s, project.");
  });
});

describe("slips are accepted", () => {
  test("by start_env", async () => {
    const { call, composed } = shop();
    const { result } = good(await call(startEnv, { services: "redis", wait_s: "5", dry_run: "true", profiles: null, project: null }));
    expect(result).toMatchObject({ status: "planned", changed: [{ service: "redis" }] });
    expect(composed()).toEqual(["config --format json"]);
  });

  test("by stop_env", async () => {
    const { call, composed } = shop({ up: "all" });
    expect(good(await call(stopEnv, { services: "redis", remove_volumes: "False", confirm: null })).result).toMatchObject({ stopped: ["redis"] });
    expect(composed()).toEqual(["config --format json", "stop --timeout 10 -- redis"]);
  });

  test("by health_check", async () => {
    expect(good(await shop({ up: "all" }).call(healthCheck, { services: "redis", timeout_s: "2", until: null, wait_s: "0" })).result).toMatchObject({ services: [{ service: "redis" }] });
  });

  test("by service_logs", async () => {
    expect(good(await shop({ up: "all", services }).call(serviceLogs, { services: "redis", tail: "1", grep: null })).result).toMatchObject({ lines: [{ text: "two" }], summary: "1 line of redis." });
  });

  test("by service_exec", async () => {
    expect(good(await shop({ up: "all", services }).call(serviceExec, { service: "redis", command: "ls", timeout_s: "5", write: "false" })).result).toMatchObject({ stdout: "ls" });
  });
});
