import { expect, test } from "vitest";
import { didYouMean } from "../../src/text/did-you-mean.ts";

const services = ["postgres", "redis", "api", "web", "worker", "db"];

test.each([
  ["postgers", "postgres"], ["Postgres", "postgres"], ["rediss", "redis"], ["wroker", "worker"], ["apii", "api"], ["ap", "api"],
  ["kafka", undefined], ["dp", undefined], ["", undefined], ["x".repeat(100_000), undefined],
])("%.20s → %s", (word, meant) => {
  expect(didYouMean(word, services)).toBe(meant);
});

test("the nearest wins", () => {
  expect(didYouMean("service_log", ["service_exec", "service_logs", "services"])).toBe("service_logs");
  expect(didYouMean("x", [])).toBeUndefined();
});
