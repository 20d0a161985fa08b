import { expect, test } from "vitest";
import type { ServiceModel } from "../../src/compose/model.ts";
import { dependencies } from "../../src/edits/dependencies.ts";

const services = new Map<string, ServiceModel>([["db", { healthcheck: { test: ["CMD", "x"] } }], ["web", {}], ["off", { healthcheck: { disable: true, test: ["CMD", "x"] } }]]);

test.each<[unknown, object]>([
  [["web"], { refusals: [] }],
  [["db", "web"], { refusals: [], conditions: { db: { condition: "service_healthy" }, web: { condition: "service_started" } } }],
  [{ db: { condition: "service_started" } }, { refusals: [] }],
  [["off"], { refusals: [] }],
  [undefined, { refusals: [] }],
  [["wbe"], { refusals: [{ code: "unknown-service", fix: "Did you mean web? The services are: db, web, off." }] }],
  [["own"], { refusals: [{ code: "unknown-service" }] }],
  [["toString"], { refusals: [{ code: "unknown-service" }] }],
  [{ nobody: {} }, { refusals: [{ code: "unknown-service", message: "depends_on names nobody, which is no other service of the project." }] }],
])("%j", (dependsOn, expected) => {
  const found = dependencies(dependsOn, "own", services);
  expect(found).toMatchObject(expected);
  expect("conditions" in found).toBe("conditions" in expected);
});

test("a project without services says so", () => {
  expect(dependencies(["db"], "own", new Map()).refusals).toMatchObject([{ fix: "The project has no other service yet: leave depends_on out." }]);
});
