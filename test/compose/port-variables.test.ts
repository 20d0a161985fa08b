import { expect, test } from "vitest";
import { portVariables } from "../../src/compose/port-variables.ts";

test.each<[string, unknown, [string, string][]]>([
  ["a default", "${WEB_PORT:-8080}:80", [["web 80/tcp", "WEB_PORT"]]],
  ["an address before it", "127.0.0.1:${WEB_PORT:-8080}:80", [["web 80/tcp", "WEB_PORT"]]],
  ["an address by variable too", "${BIND:-127.0.0.1}:${WEB_PORT:-8080}:80", [["web 80/tcp", "WEB_PORT"]]],
  ["no default", "${WEB_PORT}:80/udp", [["web 80/udp", "WEB_PORT"]]],
  ["no braces", "$WEB_PORT:80", [["web 80/tcp", "WEB_PORT"]]],
  ["the long form", { target: 80, published: "${WEB_PORT:-8080}" }, [["web 80/tcp", "WEB_PORT"]]],
  ["a number", "8080:80", []],
  ["only the container's", "80", []],
  ["a number in the long form", { target: 80, published: 8080 }, []],
])("%s", (_name, port, expected) => {
  expect([...portVariables([{ services: { web: { ports: [port] } } }])]).toEqual(expected);
});

test.each([{}, { services: null }, { services: [] }, { services: { web: { ports: "80:80" } } }, { services: { web: null } }])("%j has none", (value) => {
  expect(portVariables([value]).size).toBe(0);
});
