import { describe, expect, test } from "vitest";
import type { PublishedPort } from "../../src/engine/container.ts";
import { endpoints } from "../../src/engine/endpoints.ts";
import { aContainer, aModel } from "../support/seen.ts";

const at = (containerPort: number, hostPort: number, address = "127.0.0.1", protocol = "tcp"): PublishedPort => ({ containerPort, hostPort, address, protocol });

describe("endpoints", () => {
  const model = aModel({ server: { ports: [{ target: 8011, published: "8000", protocol: "tcp" }, { target: 8125, published: "8125", protocol: "udp" }] }, db: { ports: [{ target: 5432, published: "5433", host_ip: "127.0.0.1" }] }, worker: {} });
  const docs = [{ service: "server", label: "docs" as const, path: "/api/docs" }];

  test("of what runs, the ports that are published now", () => {
    const running = [aContainer({ service: "server", ports: [at(8011, 32768, "0.0.0.0")] }), aContainer({ service: "db", ports: [at(5432, 5433)] })];
    expect(endpoints(model, running, docs, "127.0.0.1")).toEqual([
      { service: "server", container_port: 8011, network_url: "http://server:8011", host_url: "http://localhost:32768" },
      { service: "server", label: "docs", container_port: 8011, network_url: "http://server:8011/api/docs", host_url: "http://localhost:32768/api/docs" },
      { service: "db", container_port: 5432, network_url: "postgresql://db:5432", host_url: "postgresql://localhost:5433" },
    ]);
  });

  test.each([
    ["of what does not run, the ports of the model", [], "http://localhost:8000"],
    ["of what runs without the port, none from here", [aContainer({ service: "server" })], undefined],
    ["by UDP is another port", [aContainer({ service: "server", ports: [at(8011, 9, "0.0.0.0", "udp")] })], undefined],
  ])("%s", (_name, containers, expected) => {
    expect(endpoints(model, containers, [], "127.0.0.1")[0]?.host_url).toBe(expected);
  });

  test.each([
    ["0.0.0.0", "build-box", "http://build-box:8000"],
    ["::1", "127.0.0.1", "http://localhost:8000"],
    ["fe80::1", "127.0.0.1", "http://[fe80::1]:8000"],
    ["10.0.0.5", "127.0.0.1", "http://10.0.0.5:8000"],
  ])("bound to %s on the engine at %s", (address, host, expected) => {
    expect(endpoints(model, [aContainer({ service: "server", ports: [at(8011, 8000, address)] })], [], host)[0]?.host_url).toBe(expected);
  });

  test.each([[{ target: 80, published: "8000-8010" }], [{ target: 80 }], [{ target: 80, published: "0" }]])("a port that is not fixed has no address before it runs: %j", (port) => {
    expect(endpoints(aModel({ web: { ports: [port] } }), [], [], "127.0.0.1")).toEqual([{ service: "web", container_port: 80, network_url: "http://web:80" }]);
  });
});
