import { describe, expect, test } from "vitest";
import { allocatePorts, type PortEntry } from "../../src/edits/allocate-ports.ts";

const taken = new Map([[8011, "the service server"], [8012, "node (pid 7)"]]);
const allocate = (ports: PortEntry[], byVariable = false) => allocatePorts(ports, { service: "image-proxy", taken, byVariable, interpolate: (text) => text.replace(/\$\{\w+:-([^}]*)\}/g, "$1") });

describe("what was asked for", () => {
  test.each<[PortEntry, PortEntry]>([
    ["8025:8025", "127.0.0.1:8025:8025"],
    ["9000:80/tcp", "127.0.0.1:9000:80/tcp"],
    ["0.0.0.0:9000:80", "0.0.0.0:9000:80"],
    ["[::1]:9000:80", "[::1]:9000:80"],
    ["127.0.0.1:${PROXY_PORT:-9000}:80", "127.0.0.1:${PROXY_PORT:-9000}:80"],
    ["9000-9002:9000-9002", "127.0.0.1:9000-9002:9000-9002"],
    [{ target: 80, published: "9000" }, { target: 80, published: "9000", host_ip: "127.0.0.1" }],
  ])("%j", (entry, written) => {
    expect(allocate([entry])).toMatchObject({ ports: [written], allocated: [], refusals: [] });
  });
});

describe("what was not asked for is chosen", () => {
  test.each<[PortEntry, PortEntry, number]>([
    ["8025", "127.0.0.1:8025:8025", 8025],
    [8011, "127.0.0.1:8013:8011", 8013],
    ["80", "127.0.0.1:1024:80", 1024],
    [{ target: 8012 }, { target: 8012, published: "8013", host_ip: "127.0.0.1" }, 8013],
  ])("%j", (entry, written, host) => {
    expect(allocate([entry])).toMatchObject({ ports: [written], allocated: [{ host_port: host }], refusals: [] });
  });

  test("two of one service do not meet", () => {
    expect(allocate(["8025", "8025"]).allocated.map((one) => one.host_port)).toEqual([8025, 8026]);
  });
});

test("the project's manner of variables is followed, with a name for each port", () => {
  const { ports, published } = allocate(["8025", "1025:1025"], true);
  expect(ports).toEqual(["127.0.0.1:${IMAGE_PROXY_PORT:-8025}:8025", "127.0.0.1:${IMAGE_PROXY_1025_PORT:-1025}:1025"]);
  expect(published).toEqual([{ port: 8025, variable: "IMAGE_PROXY_PORT" }, { port: 1025, variable: "IMAGE_PROXY_1025_PORT" }]);
});

test.each<[PortEntry, string]>([
  ["8011:80", "port-taken"],
  ["8010-8012:80-82", "port-taken"],
  [{ target: 80, published: 8012 }, "port-taken"],
  ["--help", "invalid-port"],
  ["", "invalid-port"],
  ["1:2:3:4", "invalid-port"],
  ["eighty:80", "invalid-port"],
  [{ published: 80 }, "invalid-port"],
])("%j is refused", (entry, code) => {
  const { refusals, ports } = allocate([entry]);
  expect(refusals).toMatchObject([{ code }]);
  expect(ports).toEqual([]);
});

test("a port that is taken names its holder and the next free one", () => {
  expect(allocate(["8011:80"]).refusals).toEqual([{ code: "port-taken", message: "Port 8011 is taken by the service server.", fix: "Port 8013 is free; or leave the host port out, and one is chosen." }]);
});
