import { describe, expect, test } from "vitest";
import { sameAddress, wantedPorts } from "../../src/compose/ports.ts";
import { aModel } from "../support/seen.ts";

describe("wantedPorts", () => {
  test.each([
    ["a fixed port", { target: 80, published: "8080" }, [{ service: "web", port: 8080, address: "", protocol: "tcp", containerPort: 80 }]],
    ["on one address", { target: 80, published: "8080", host_ip: "127.0.0.1", protocol: "tcp" }, [{ service: "web", port: 8080, address: "127.0.0.1", protocol: "tcp", containerPort: 80 }]],
    ["UDP", { target: 53, published: "53", protocol: "udp" }, [{ service: "web", port: 53, address: "", protocol: "udp", containerPort: 53 }]],
    ["a range of one", { target: 80, published: "8080-8080" }, [{ service: "web", port: 8080, address: "", protocol: "tcp", containerPort: 80 }]],
    ["a range, of which any free one will do", { target: 80, published: "8080-8090" }, []],
    ["one that the engine picks", { target: 80 }, []],
    ["port 0", { target: 80, published: "0" }, []],
    ["no port at all", { target: 80, published: "x" }, []],
  ])("%s", (_name, port, expected) => {
    expect(wantedPorts(aModel({ web: { ports: [port] } }), ["web"])).toEqual(expected);
  });

  test("only those of the services asked for, in their order", () => {
    const model = aModel({ a: { ports: [{ target: 1, published: "1001" }] }, b: { ports: [{ target: 2, published: "1002" }] }, c: { ports: [{ target: 3, published: "1003" }] }, d: {} });
    expect(wantedPorts(model, ["c", "a", "d", "gone"]).map((one) => one.port)).toEqual([1003, 1001]);
  });
});

test.each([
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "127.0.0.2", false],
  ["127.0.0.1", "", true],
  ["0.0.0.0", "192.168.0.1", true],
  ["::", "::1", true],
  ["", "::1", true],
  ["::", "127.0.0.1", false],
  ["0.0.0.0", "::1", false],
  ["::1", "127.0.0.1", false],
])("%s and %s get in each other's way: %s", (a, b, expected) => {
  expect([sameAddress(a, b), sameAddress(b, a)]).toEqual([expected, expected]);
});
