import { describe, expect, test } from "vitest";
import { allocatePorts } from "../../src/edits/allocate-ports.ts";
import type { PortEntry } from "../../src/pointers/port-entry.ts";

const taken = new Map([["8011/tcp", "the service server"], ["8012/tcp", "node (pid 7)"], ["8012/udp", "the service dns"], ["8443/tcp", "the service web"]]);
const named = ({ container, first }: { container: number; first: boolean }) => (first ? "IMAGE_PROXY_PORT" : `IMAGE_PROXY_${container}_PORT`);
const allocate = (ports: PortEntry[], byVariable = false) => allocatePorts(ports, { taken, interpolate: (text) => text.replace(/\$\{\w+(?::-([^}]*))?\}/g, "$1"), ...(byVariable ? { variable: named } : {}) });

describe("what was asked for", () => {
  test.each<[PortEntry, PortEntry]>([
    ["8025:8025", "127.0.0.1:8025:8025"],
    ["9000:80/tcp", "127.0.0.1:9000:80/tcp"],
    ["0.0.0.0:9000:80", "0.0.0.0:9000:80"],
    ["[::1]:9000:80", "[::1]:9000:80"],
    ["127.0.0.1:${PROXY_PORT:-9000}:80", "127.0.0.1:${PROXY_PORT:-9000}:80"],
    ["9000-9002:9000-9002", "127.0.0.1:9000-9002:9000-9002"],
    ["8010-8013:80", "127.0.0.1:8010-8013:80"],
    ["8011:53/udp", "127.0.0.1:8011:53/udp"],
    ["0:80", "127.0.0.1:0:80"],
    ["${PORT}:80", "127.0.0.1:${PORT}:80"],
    ["9000:${INSIDE:-80}", "127.0.0.1:9000:${INSIDE:-80}"],
    [{ target: 80, published: "9000" }, { target: 80, published: "9000", host_ip: "127.0.0.1" }],
  ])("%j", (entry, written) => {
    expect(allocate([entry])).toMatchObject({ ports: [written], allocated: [], refusals: [] });
  });
});

describe("what was not asked for is chosen", () => {
  test.each<[PortEntry, PortEntry, number]>([
    ["8025", "127.0.0.1:8025:8025", 8025],
    [8011, "127.0.0.1:8013:8011", 8013],
    ["80", "127.0.0.1:8080:80", 8080],
    ["25", "127.0.0.1:8025:25", 8025],
    ["443", "127.0.0.1:8444:443", 8444],
    ["127.0.0.2::80", "127.0.0.2:8080:80", 8080],
    [{ target: 8012 }, { target: 8012, published: "8013", host_ip: "127.0.0.1" }, 8013],
    [{ target: 80, published: "" }, { target: 80, published: "8080", host_ip: "127.0.0.1" }, 8080],
    [{ target: 80, published: null }, { target: 80, published: "8080", host_ip: "127.0.0.1" }, 8080],
  ])("%j", (entry, written, host) => {
    expect(allocate([entry])).toMatchObject({ ports: [written], allocated: [{ host_port: host }], refusals: [] });
  });

  test("two of one service do not meet", () => {
    expect(allocate(["8025", "8025"]).allocated.map((one) => one.host_port)).toEqual([8025, 8026]);
  });

  test.each([
    ["8025", "the container's own number, which is free"],
    ["8011", "8011 is taken by the service server; 8013 is the next that is free"],
    ["80", "80 is below 1024, where only some users may listen; 8080 is free"],
    ["443", "443 is below 1024, where only some users may listen; 8443 is taken by the service web; 8444 is the next that is free"],
  ])("%s, and why", (entry, reason) => {
    expect(allocate([entry]).allocated).toMatchObject([{ reason }]);
  });

  test("a range, whole", () => {
    expect(allocate(["8000-8002"])).toMatchObject({ ports: ["127.0.0.1:8000-8002:8000-8002"], published: [], ranges: ["8000-8002"], allocated: [{ container_port: 8000, host_port: 8000 }, { host_port: 8001 }, { host_port: 8002 }] });
    expect(allocate(["8010-8012"]).ports).toEqual(["127.0.0.1:8013-8015:8010-8012"]);
  });
});

describe("two protocols of one port", () => {
  test.each<[PortEntry[], PortEntry[]]>([
    [["5353:53/tcp", "5353:53/udp"], ["127.0.0.1:5353:53/tcp", "127.0.0.1:5353:53/udp"]],
    [["5354/tcp", "5354/udp"], ["127.0.0.1:5354:5354/tcp", "127.0.0.1:5354:5354/udp"]],
    [["53/udp", "53/tcp"], ["127.0.0.1:8053:53/udp", "127.0.0.1:8053:53/tcp"]],
    [["8011/udp", "8011/tcp"], ["127.0.0.1:8013:8011/udp", "127.0.0.1:8013:8011/tcp"]],
    [[{ target: 56, published: 5356 }, { target: 56, published: 5356, protocol: "udp" }], [{ target: 56, published: "5356", host_ip: "127.0.0.1" }, { target: 56, published: "5356", protocol: "udp", host_ip: "127.0.0.1" }]],
  ])("%j", (entries, written) => {
    const { ports, refusals, published } = allocate(entries);
    expect(refusals).toEqual([]);
    expect(ports).toEqual(written);
    expect(published).toHaveLength(1);
  });

  test("they share a variable, and others do not", () => {
    expect(allocate(["53/tcp", "53/udp", "9002:53"], true).ports).toEqual(["127.0.0.1:${IMAGE_PROXY_PORT:-8053}:53/tcp", "127.0.0.1:${IMAGE_PROXY_PORT:-8053}:53/udp", "127.0.0.1:${IMAGE_PROXY_53_PORT:-9002}:53"]);
  });
});

describe("ports of one request meet each other", () => {
  test.each<[PortEntry[]]>([[["9000:1", "9000:2"]], [["9000-9005:9000-9005", "9003:1"]], [["9003:1", "9000-9005:9000-9005"]], [["9000-9005", "9003:1"]]])("%j", (entries) => {
    expect(allocate(entries).refusals).toMatchObject([{ code: "port-taken", message: expect.stringMatching(/is taken by another port of this service/) }]);
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
  [{ target: 80.5 }, "invalid-port"],
  ["8011-8012:80", "port-taken"],
  ["70000", "invalid-port"],
  ["99999:80", "invalid-port"],
  ["8000-9000", "invalid-port"],
  ["8081:80/TCP", "invalid-port"],
  ["${PORT:-0.0.0.0:80}:80", "invalid-port"],
  ["${PORT}", "invalid-port"],
])("%j is refused", (entry, code) => {
  const { refusals, ports } = allocate([entry]);
  expect(refusals).toMatchObject([{ code }]);
  expect(ports).toEqual([]);
});

test("a port that is taken names its holder and the next free one", () => {
  expect(allocate(["8011:80"]).refusals).toEqual([{ code: "port-taken", message: "Port 8011 is taken by the service server.", fix: "Port 8013 is free; or leave the host port out, and one is chosen." }]);
});
