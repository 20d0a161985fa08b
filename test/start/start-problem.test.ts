import { expect, test } from "vitest";
import type { Problem } from "../../src/checks/problem.ts";
import type { Executed } from "../../src/engine/execute.ts";
import { startProblem } from "../../src/start/start-problem.ts";
import { aSnapshot } from "../support/seen.ts";

const outcome = (more: Partial<NonNullable<Executed["start"]>>): Executed => ({ done: [], start: { end: "failed", readyMs: new Map(), waiting: [], started: [], ...more } });
const problem = (service: string, code: Problem["code"] = "exited"): Problem => ({ code, service, cause: `${service} is ${code}.`, confidence: "proven", evidence: [], fix: { summary: "x" } });

/** Code, service and cause of what is told first. */
function told(done: Executed, problems: Problem[] = []) {
  const { code, service, cause } = startProblem(aSnapshot(), done, problems, ["db", "api", "web"]);
  return `${code}${service ? ` of ${service}` : ""}: ${cause}`;
}

test.each<[string, Executed, Problem[], string]>([
  ["compose could not create", { done: [], failed: { code: "create-failed", message: "m" } }, [problem("db")], "create-failed: Compose could not create the containers."],
  ["a build failed", { done: [], failed: { code: "build-failed", service: "api", message: "m" } }, [], "build-failed of api: An image does not build (api)."],
  ["a migration failed after all was up", { ...outcome({ end: "ready" }), failed: { code: "migration-failed", service: "api", message: "m" } }, [], "migration-failed of api: The migration failed (api)."],
  ["the engine was lost", { ...outcome({ end: "engine lost", readyMs: new Map([["db", 5]]), started: ["db", "api"] }), lost: true }, [], "engine-unreachable: The engine stopped answering in the middle of the start."],
  ["the checks see what failed", outcome({ failed: { service: "api", code: "exited" } }), [problem("db"), problem("api", "oom-killed")], "oom-killed of api: api is oom-killed."],
  ["the checks see another first cause", outcome({ failed: { service: "web", code: "exited" } }), [problem("api", "dependency-down"), problem("db")], "exited of db: db is exited."],
  ["the checks see nothing, but the engine said why", outcome({ failed: { service: "api", code: "start-failed", message: "no such file" } }), [problem("db")], "start-failed of api: no such file"],
  ["nobody knows more than that it failed", outcome({ failed: { service: "api", code: "something new" } }), [], "exited of api: api could not become ready."],
  ["time ran out", outcome({ end: "timed out", waiting: [{ service: "api", for: "its health check" }, { service: "web", for: "its turn" }] }), [], "not-ready-in-time of api: api did not become ready within the time; web never had a turn."],
])("%s", (_name, done, problems, expected) => {
  expect(told(done, problems)).toBe(expected);
});
