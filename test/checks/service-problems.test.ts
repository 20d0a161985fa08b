import { describe, expect, test } from "vitest";
import { blockedBy, serviceProblems } from "../../src/checks/service-problems.ts";
import { isJob } from "../../src/checks/service.ts";
import type { Model, ServiceModel } from "../../src/compose/model.ts";
import type { Container } from "../../src/engine/container.ts";
import { aContainer, aModel, aSnapshot } from "../support/seen.ts";

const healthy = { condition: "service_healthy" as const };
const started = { condition: "service_started" as const };

function told(model: Model, differing: Record<string, Partial<Container> | undefined>) {
  const containers = Object.keys(model.services).flatMap((service) => (service in differing && differing[service] === undefined ? [] : [aContainer({ service, ...differing[service] })]));
  const problems = serviceProblems(aSnapshot({ model, containers }), Object.keys(model.services));
  return problems.map((one) => `${one.service}: ${one.code}, ${one.confidence}${one.affects ? `, affects ${one.affects.join(" ")}` : ""}`);
}

const exited: Partial<Container> = { state: "exited", exitCode: 1 };
const failing: Partial<Container> = { health: "unhealthy", healthLog: [{ exitCode: 1, output: "no", endedMs: 1 }] };

/** The stack of the maps, under any names and ports. */
function stack(db: string, cache: string, server: string, web: string, ports: [number, number]): Model {
  return aModel({
    [db]: { image: "postgres:15", ports: [{ target: ports[0], published: String(ports[0]) }] },
    [cache]: { image: "redis:7", ports: [{ target: ports[1], published: String(ports[1]) }] },
    [server]: { build: {}, depends_on: { [db]: healthy }, environment: { REDIS_URL: `redis://${cache}:${ports[1]}/0` } },
    [web]: { build: {}, depends_on: { [server]: started } },
  });
}

describe("redis is stopped, and the server fails its health check because of it", () => {
  test.each([
    ["as it is called here", stack("postgres", "redis", "server", "frontend", [5432, 6379]), ["redis", "server"]],
    ["renamed, on other ports", stack("db", "cache", "api", "web", [15432, 7777]), ["cache", "api"]],
  ])("%s", (_name, model, [cache = "", server = ""]) => {
    expect(told(model, { [cache]: exited, [server]: failing })).toEqual([`${cache}: exited, proven, affects ${server}`, `${server}: dependency-down, likely`]);
  });

  test("the consequence names its cause and carries its fix", () => {
    const containers = [aContainer({ service: "postgres" }), aContainer({ service: "redis", ...exited }), aContainer({ service: "server", ...failing }), aContainer({ service: "frontend" })];
    const [first, second] = serviceProblems(aSnapshot({ model: stack("postgres", "redis", "server", "frontend", [5432, 6379]), containers }), ["server", "redis"]);
    expect(second).toMatchObject({ service: "server", cause: "server fails because of redis: redis has ended with exit code 1.", fix: first?.fix, evidence: [{ source: "health log of server", excerpt: "no" }] });
  });

  test("one that fails for itself while a service that it does not need is down", () => {
    expect(told(stack("postgres", "redis", "server", "frontend", [5432, 6379]), { frontend: failing, redis: exited })).toEqual(["redis: exited, proven, affects server", "frontend: unhealthy, proven"]);
  });
});

test("six services that fail because of one give one first cause", () => {
  const model = aModel({
    db: {},
    a: { depends_on: { db: healthy } },
    b: { depends_on: { a: started } },
    c: { environment: { DB_HOST: "db" } },
    d: { environment: { C_URL: "http://c:80" } },
    e: { depends_on: { d: started, b: started } },
    f: { environment: { URL: "postgresql://x:y@db:5432/z" } },
  });
  const lines = told(model, { db: exited, a: failing, b: exited, c: failing, d: failing, e: failing, f: undefined });
  expect(lines).toEqual(["db: exited, proven, affects a b c d e f", ...["a", "b", "c", "d", "e", "f"].map((service) => `${service}: dependency-down, likely`)]);
});

describe("services that name each other", () => {
  const mutual = (more: Record<string, ServiceModel> = {}) =>
    aModel({ frontend: { depends_on: { server: started }, environment: { API_URL: "http://server:8011" } }, server: { environment: { CORS_ORIGIN: "http://frontend:5183" } }, ...more });

  test("the one that is waited for comes first", () => {
    expect(told(mutual(), { frontend: failing, server: failing })).toEqual(["server: unhealthy, proven, affects frontend", "frontend: dependency-down, likely"]);
    expect(told(mutual(), { frontend: exited, server: failing })).toEqual(["server: unhealthy, proven, affects frontend", "frontend: dependency-down, likely"]);
  });

  test("where none waits, the one that fails worse", () => {
    const model = aModel({ a: { environment: { B_URL: "http://b:1" } }, b: { environment: { A_URL: "http://a:1" } } });
    expect(told(model, { a: failing, b: exited })).toEqual(["b: exited, proven, affects a", "a: dependency-down, likely"]);
    expect(told(model, { a: exited, b: failing })).toEqual(["a: exited, proven, affects b", "b: dependency-down, likely"]);
  });

  test("where both fail alike, there is still a first cause", () => {
    const model = aModel({ a: { environment: { B_URL: "http://b:1" } }, b: { environment: { A_URL: "http://a:1" } } });
    expect(told(model, { a: failing, b: failing }).some((line) => line.includes("proven"))).toBe(true);
  });

  test("all of them may fail because of another", () => {
    const lines = told(mutual({ db: {}, server: { depends_on: { db: healthy }, environment: { CORS_ORIGIN: "http://frontend:5183" } } }), { db: exited, server: failing, frontend: failing });
    expect(lines).toEqual(["db: exited, proven, affects frontend server", "frontend: dependency-down, likely", "server: dependency-down, likely"]);
  });
});

test("one that was stopped by hand is no consequence, and ends the chain", () => {
  const model = aModel({ db: {}, api: { depends_on: { db: healthy } }, web: { depends_on: { api: started } } });
  expect(told(model, { db: exited, api: { state: "exited", exitCode: 0 }, web: failing })).toEqual(["db: exited, proven, affects api web", "api: stopped, proven, affects web", "web: dependency-down, likely"]);
});

test("of two containers of a service, the one that does not run is judged", () => {
  const containers = [aContainer({ service: "web" }), aContainer({ service: "web", name: "shop-web-2", ...exited })];
  expect(serviceProblems(aSnapshot({ model: aModel({ web: {} }), containers }), ["web"])).toMatchObject([{ code: "exited", evidence: [{ source: "container shop-web-2" }] }]);
});

test("without a model nothing is judged", () => {
  expect(serviceProblems(aSnapshot({ containers: [aContainer({ service: "web", ...exited })] }), ["web"])).toEqual([]);
});

test("blockedBy are those that wait by depends_on, and those behind them", () => {
  const snapshot = aSnapshot({ model: aModel({ db: {}, api: { depends_on: { db: healthy } }, web: { depends_on: { api: started } }, other: { environment: { DB_HOST: "db" } } }) });
  expect(blockedBy(snapshot, "db", ["db", "api", "web", "other"])).toEqual(["api", "web"]);
  expect(blockedBy(snapshot, "db", ["db", "api"])).toEqual(["api"]);
});

describe("isJob", () => {
  test.each<[string, Record<string, ServiceModel>, boolean]>([
    ["waited for by its completion", { job: { ports: [{ target: 80 }] }, web: { depends_on: { job: { condition: "service_completed_successfully" } } } }, true],
    ["nothing that others could use", { job: {} }, true],
    ["restarted on failure only", { job: { restart: "on-failure:3" } }, true],
    ["restarted whatever happens", { job: { restart: "always" } }, false],
    ["a port", { job: { ports: [{ target: 80 }] } }, false],
    ["a health check", { job: { healthcheck: { test: ["CMD", "x"] } } }, false],
    ["waited for by its start", { job: {}, web: { depends_on: { job: started } } }, false],
    ["not in the model", {}, false],
  ])("%s: %s", (_name, services, expected) => {
    expect(isJob(aSnapshot({ model: aModel(services) }), "job")).toBe(expected);
  });
});
