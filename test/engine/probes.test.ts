import { describe, expect, test } from "vitest";
import { healthCommand, hostOf, portKind, probesOf, webPort } from "../../src/engine/probes.ts";
import type { ServiceModel } from "../../src/compose/model.ts";
import type { PublishedPort } from "../../src/engine/container.ts";
import { aContainer, aModel } from "../support/seen.ts";

const at = (containerPort: number, hostPort: number, address = "127.0.0.1", protocol = "tcp"): PublishedPort => ({ containerPort, hostPort, address, protocol });

describe("portKind", () => {
  test.each<[string, ServiceModel, number, string]>([
    ["the port of PostgreSQL", {}, 5432, "postgres"],
    ["the port of Redis", {}, 6379, "redis"],
    ["PostgreSQL on another port, by image", { image: "postgres:15-alpine" }, 6000, "postgres"],
    ["by an image from a registry", { image: "registry.example.com:5000/team/postgis@sha256:1" }, 6000, "postgres"],
    ["by its health command", { healthcheck: { test: ["CMD-SHELL", "pg_isready -U x"] } }, 6000, "postgres"],
    ["Redis by its health command", { image: "mine", healthcheck: { test: ["CMD", "redis-cli", "ping"] } }, 7000, "redis"],
    ["Valkey by image", { image: "valkey/valkey:8" }, 7000, "redis"],
    ["a REST server for PostgreSQL is not PostgreSQL", { image: "postgrest/postgrest" }, 3000, "http"],
    ["nor is an exporter", { image: "prometheuscommunity/postgres-exporter" }, 9187, "http"],
    ["nor a second port beside the well-known one", { image: "redis/redis-stack", healthcheck: { test: ["CMD", "redis-cli", "ping"] }, ports: [{ target: 6379 }, { target: 8001 }] }, 8001, "http"],
    ["a port that speaks no HTTP", {}, 3306, "tcp"],
    ["a debugger", {}, 5678, "tcp"],
    ["anything else", {}, 8011, "http"],
  ])("%s", (_name, web, port, expected) => {
    expect(portKind(aModel({ web }), "web", port)).toBe(expected);
  });
});

test.each([
  [["CMD", "curl", "-f", "x"], ["curl", "-f", "x"]],
  [["CMD-SHELL", "curl -f x || exit 1"], ["/bin/sh", "-c", "curl -f x || exit 1"]],
  [["NONE"], undefined],
  [["CMD"], undefined],
  [["CMD-SHELL"], undefined],
  [[], undefined],
])("healthCommand of %j", (healthTest, expected) => {
  expect(healthCommand({ healthTest })).toEqual(expected);
});

describe("probesOf", () => {
  const server = { ports: [{ target: 8011 }, { target: 9229 }], healthcheck: { test: ["CMD-SHELL", "curl -fsS http://localhost:8011/api/health || exit 1"] } };
  const ask = (model: ServiceModel, ports: PublishedPort[], { known = "", host = "127.0.0.1", healthTest = [] as string[] } = {}) =>
    probesOf(aModel({ server: model }), [aContainer({ service: "server", ports, healthTest })], known ? [{ service: "server", label: "health", path: known }] : [], host);

  test("the health command is run in the container, published ports are asked from here", () => {
    expect(ask(server, [at(8011, 8000), at(9229, 9229)], { healthTest: ["CMD", "ok"] })).toEqual([
      { service: "server", kind: "command", from: "container", container: "id-server", argv: ["ok"] },
      { service: "server", kind: "http", from: "host", host: "127.0.0.1", port: 8000, path: "/api/health", expect: "success" },
      { service: "server", kind: "http", from: "host", host: "127.0.0.1", port: 9229, path: "/", expect: "any" },
    ]);
  });

  test("the map's path belongs to the port that the health command asks, not to a debugger beside it", () => {
    const [web, other] = ask(server, [at(8011, 8000), at(9229, 9229)], { known: "/healthz" });
    expect([web, other]).toMatchObject([{ path: "/healthz", expect: "success" }, { path: "/", expect: "any" }]);
  });

  test.each([
    ["published on both protocols of IP", [at(8011, 8000, "0.0.0.0"), at(8011, 8000, "::")], ["127.0.0.1:8000"]],
    ["published twice", [at(8011, 8000), at(8011, 8001)], ["127.0.0.1:8000", "127.0.0.1:8001"]],
    ["UDP", [at(8011, 8000, "0.0.0.0", "udp")], []],
    ["on another address of this host", [at(8011, 8000, "192.168.1.5")], ["192.168.1.5:8000"]],
  ])("a port %s", (_name, ports, expected) => {
    expect(ask(server, ports).map((probe) => (probe.from === "host" ? `${probe.host}:${probe.port}` : ""))).toEqual(expected);
  });

  test.each([
    ["on every address of a remote engine, at that engine", at(8011, 8000, "0.0.0.0"), ["build-box:8000"]],
    ["on the loopback of a remote engine, not at all", at(8011, 8000, "127.0.0.1"), []],
    ["on the IPv6 loopback of a remote engine, not at all", at(8011, 8000, "::1"), []],
  ])("%s", (_name, port, expected) => {
    expect(ask(server, [port], { host: "build-box" }).map((probe) => (probe.from === "host" ? `${probe.host}:${probe.port}` : ""))).toEqual(expected);
  });

  test.each(["exited", "created", "paused", "restarting"] as const)("a container that is %s is not asked", (state) => {
    expect(probesOf(aModel({ server }), [aContainer({ service: "server", state, ports: [at(8011, 8000)] })], [], "127.0.0.1")).toEqual([]);
  });

  test.each([
    ["curl http://127.0.0.1:8011/a/b?c=d", "/a/b?c=d"],
    ["wget -qO- 'http://localhost:8011/ok'", "/ok"],
    ["curl http://[::1]:8011", "/"],
    ["curl http://localhost:9999/x", undefined],
    ["curl https://example.com:8011/x", undefined],
  ])("the path of the health command %s", (command, path) => {
    const [probe] = ask({ healthcheck: { test: ["CMD-SHELL", command] } }, [at(8011, 8000)]);
    expect(probe).toMatchObject({ path: path ?? "/", expect: path === undefined ? "any" : "success" });
  });
});

test.each([
  [{ ports: [{ target: 5432 }, { target: 8080 }, { target: 9000 }] }, 8080],
  [{ ports: [{ target: 8080 }, { target: 9000 }], healthcheck: { test: ["CMD", "curl", "http://localhost:9000/x"] } }, 9000],
  [{ ports: [{ target: 5432 }] }, undefined],
  [{}, undefined],
])("webPort of %j", (web, expected) => {
  expect(webPort(aModel({ web }), "web")).toBe(expected);
});

test.each([
  ["0.0.0.0", "127.0.0.1", "127.0.0.1"],
  ["::", "build-box", "build-box"],
  ["", "127.0.0.1", "127.0.0.1"],
  ["10.0.0.5", "127.0.0.1", "10.0.0.5"],
])("a port bound to %j on the engine at %s is reached at %s", (address, engineHost, expected) => {
  expect(hostOf({ address }, engineHost)).toBe(expected);
});
