import { describe, expect, test } from "vitest";
import { dependencies, dependents, withDependencies } from "../../src/compose/graph.ts";
import type { ServiceModel } from "../../src/compose/model.ts";
import { aModel } from "../support/seen.ts";

const started = { condition: "service_started" as const };
const chain = aModel({ web: { depends_on: { api: started } }, api: { depends_on: { db: started, cache: started } }, cache: {}, db: {}, alone: {} });

test("dependencies are those that exist", () => {
  expect(dependencies(aModel({ a: { depends_on: { b: started, gone: started, constructor: started } }, b: {} }), "a")).toEqual(["b"]);
  expect(dependencies(chain, "gone")).toEqual([]);
});

test.each([
  ["all when none is named", undefined, ["db", "cache", "api", "web", "alone"]],
  ["all when the list is empty", [], ["db", "cache", "api", "web", "alone"]],
  ["one with all below it", ["api"], ["db", "cache", "api"]],
  ["each once", ["db", "api", "db"], ["db", "cache", "api"]],
  ["names that do not exist are left out", ["gone", "__proto__", "constructor"], []],
])("withDependencies: %s", (_name, named, expected) => {
  expect(withDependencies(chain, named)).toEqual(expected);
});

test("withDependencies ends in a circle", () => {
  const model = aModel({ a: { depends_on: { b: started } }, b: { depends_on: { a: started } } });
  expect(withDependencies(model, undefined).toSorted()).toEqual(["a", "b"]);
});

describe("dependents: who names a service as a host", () => {
  const needs = (environment: Record<string, string | null>, target: ServiceModel = {}) => dependents(aModel({ redis: target, server: { environment } }), "redis").includes("server");

  test.each([
    ["a URL", { REDIS_URL: "redis://redis:6379/0" }, true],
    ["a URL with user and password", { REDIS_URL: "redis://user:p%40ss@redis:6379" }, true],
    ["a URL with a password only", { REDIS_URL: "redis://:secret@redis/0" }, true],
    ["a URL without a port", { X: "http://redis/health" }, true],
    ["a URL behind another scheme", { X: "jdbc:redis://redis:6379" }, true],
    ["host and port", { CACHE: "redis:6379" }, true],
    ["one of several hosts", { NODES: "a:6379,redis:6379" }, true],
    ["a host alone, under a name that says so", { REDIS_HOST: "redis" }, true],
    ["the same word as a user", { POSTGRES_USER: "redis" }, false],
    ["the same word as a kind", { CACHE_KIND: "redis" }, false],
    ["the scheme only", { REDIS_URL: "redis://cache:6379" }, false],
    ["a host that only begins alike", { REDIS_URL: "redis://redis2:6379" }, false],
    ["a host of another domain", { X: "http://redis.example.com" }, false],
    ["a path", { X: "http://api/redis:6379" }, false],
    ["a time", { X: "redis 12:30" }, false],
    ["no value", { REDIS_HOST: null }, false],
  ])("%s: %j", (_name, environment, expected) => {
    expect(needs(environment)).toBe(expected);
  });

  test("other names that it has in the network count too", () => {
    expect(needs({ X: "redis://my-redis:6379" }, { container_name: "my-redis" })).toBe(true);
    expect(needs({ X: "redis://cache.local:6379" }, { networks: { default: { aliases: ["cache.local"] } } })).toBe(true);
    expect(needs({ X: "redis://cache.local:6379" }, { networks: { default: null } })).toBe(false);
  });

  test("by depends_on, direct ones only", () => {
    expect(dependents(chain, "db")).toEqual(["api"]);
  });
});
