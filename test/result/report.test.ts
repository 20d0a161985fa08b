import { describe, expect, test } from "vitest";
import type { Problem } from "../../src/checks/problem.ts";
import type { SeenService } from "../../src/checks/service.ts";
import type { Container } from "../../src/engine/container.ts";
import { serviceOf, shownCause } from "../../src/result/report.ts";
import { aContainer, seen } from "../support/seen.ts";

describe("serviceOf", () => {
  const command = (ok: boolean) => ({ probes: [{ kind: "command" as const, from: "container" as const, target: "x", ok, latency_ms: 1 }] });
  const CHECK = { healthTest: ["CMD", "x"] };

  test.each<[string, Partial<Container>, Partial<SeenService>, object]>([
    ["without a health check", {}, {}, { service: "web", state: "running", health: "none" }],
    ["its command passed now, whatever the engine saw", { ...CHECK, health: "unhealthy" }, command(true), { service: "web", state: "running", health: "healthy" }],
    ["its command failed now", { ...CHECK, health: "healthy" }, command(false), { service: "web", state: "running", health: "unhealthy" }],
    ["it was not asked", { ...CHECK, health: "starting" }, {}, { service: "web", state: "running", health: "starting" }],
    ["it does not run: an old verdict says nothing", { ...CHECK, health: "healthy", state: "exited", exitCode: 3 }, {}, { service: "web", state: "exited", health: "none", exit_code: 3 }],
  ])("%s", (_name, is, facts, expected) => {
    expect(serviceOf(seen(aContainer({ service: "web", ...is }), facts), false)).toEqual(expected);
  });

  test("its container by name, where that is asked for", () => {
    expect(serviceOf(seen(aContainer({ service: "web" })), true)).toMatchObject({ container: "shop-web-1" });
  });

  test("no container", () => {
    expect(serviceOf(seen(undefined), true)).toEqual({ service: "web", state: "missing", health: "none" });
  });
});

describe("shownCause", () => {
  const problem = (more: Partial<Problem> = {}): Problem => ({ code: "exited", cause: "x", confidence: "proven", evidence: [], fix: { summary: "y" }, ...more });

  test("at most four pieces of evidence, cleaned, their ends kept", () => {
    const { evidence } = shownCause(problem({ evidence: Array.from({ length: 6 }, (_, one) => ({ source: `s${one}`, excerpt: `\u001b[31m${"a".repeat(2_000)}end\u001b[0m` })) }));
    expect(evidence.map((one) => one.source)).toEqual(["s0", "s1", "s2", "s3"]);
    expect(evidence.every((one) => one.excerpt.length <= 900 && one.excerpt.endsWith("end") && !one.excerpt.includes("\u001b"))).toBe(true);
  });

  test("a cause from outside is cleaned too", () => {
    expect(shownCause(problem({ cause: "a\u202eb\u0007" })).cause).toBe("ab");
  });

  test("nobody affected is not said", () => {
    expect(shownCause(problem({ affects: [] }))).not.toHaveProperty("affects");
    expect(shownCause(problem({ affects: ["a"] })).affects).toEqual(["a"]);
  });
});
