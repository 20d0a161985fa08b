import { describe, expect, test } from "vitest";
import { composeDocument, pairOf } from "../../src/edits/compose-document.ts";
import { composeManner, type Manner } from "../../src/edits/compose-manner.ts";
import { inManner } from "../../src/edits/in-manner.ts";

function mannerOf(text: string): Manner {
  const file = composeDocument(text);
  if ("refused" in file) throw new Error(file.refused.message);
  return composeManner(file, pairOf(file.root, "services"));
}

const PLAIN = mannerOf("services:\n");
const LONG = mannerOf('services:\n  a:\n    ports:\n      - target: 80\n        published: "80"\n');
const SHORT = mannerOf('services:\n  a:\n    ports:\n      - "80:80"\n');

describe("ports", () => {
  test.each<[string, Record<string, unknown>]>([
    ["8080:80", { target: 80, published: "8080" }],
    ["80", { target: 80 }],
    ["127.0.0.1:8080:80", { target: 80, published: "8080", host_ip: "127.0.0.1" }],
    ["127.0.0.1::80", { target: 80, published: "", host_ip: "127.0.0.1" }],
    ["[::1]:8080:80", { target: 80, published: "8080", host_ip: "::1" }],
    ["8080:80/udp", { target: 80, published: "8080", protocol: "udp" }],
    ["127.0.0.1:${PORT:-8080}:80", { target: 80, published: "${PORT:-8080}", host_ip: "127.0.0.1" }],
    ["8080:${INSIDE:-80}", { target: "${INSIDE:-80}", published: "8080" }],
  ])("%s", (short, long) => {
    const becomesLong = long["published"] === "" ? short : long;
    expect(inManner({ ports: [short] }, LONG)).toEqual({ ports: [becomesLong] });
    const { published, ...rest } = long;
    expect(inManner({ ports: [published === "" ? rest : long] }, SHORT)).toEqual({ ports: [short] });
    expect(inManner({ ports: [short, long] }, PLAIN)).toEqual({ ports: [short, long] });
  });

  test.each([["8000-8010:8000-8010"], ["1:2:3:4"], ["x"], [""]])("%j stays short", (port) => {
    expect(inManner({ ports: [port] }, LONG)).toEqual({ ports: [port] });
  });

  test.each([[{ target: 80, mode: "host" }], [{ target: 80, name: "web" }], [{ published: "80" }], [{ target: 80, published: { a: 1 } }]])("%j stays long", (port) => {
    expect(inManner({ ports: [port] }, SHORT)).toEqual({ ports: [port] });
  });

  test("a number is written as a string", () => {
    expect(inManner({ ports: [8025] }, PLAIN)).toEqual({ ports: ["8025"] });
  });
});

describe("environment", () => {
  const MAP = mannerOf("services:\n  a:\n    environment:\n      A: b\n");
  const LIST = mannerOf("services:\n  a:\n    environment:\n      - A=b\n");

  test.each<[string, unknown, unknown, Manner]>([
    ["a list as a map", ["A=b=c", "B", "C="], { A: "b=c", B: null, C: "" }, MAP],
    ["a map as a list", { A: "b", N: 5, T: true, B: null, C: "" }, ["A=b", "N=5", "T=true", "B", "C="], LIST],
    ["a name that stands twice", ["A=1", "A=2"], ["A=1", "A=2"], MAP],
    ["what is no text", ["A=1", 5], ["A=1", 5], MAP],
    ["a name with an equals sign", { "a=b": "c", D: "e" }, { "a=b": "c", D: "e" }, LIST],
    ["a name that is empty", { "": "c" }, { "": "c" }, LIST],
    ["a list where no service has one", ["A=1"], ["A=1"], PLAIN],
  ])("%s", (_name, before, after, manner) => {
    expect(inManner({ environment: before }, manner)).toEqual({ environment: after });
  });
});

describe("depends_on", () => {
  const MAP = mannerOf("services:\n  a:\n    depends_on:\n      b:\n        condition: service_healthy\n");
  const LIST = mannerOf("services:\n  a:\n    depends_on: [b]\n");
  const started = { condition: "service_started" };

  test.each<[string, unknown, unknown, Manner]>([
    ["a list as a map", ["b", "c"], { b: started, c: started }, MAP],
    ["a map as a list", { b: started }, ["b"], LIST],
    ["a condition is never lost", { b: { condition: "service_healthy" } }, { b: { condition: "service_healthy" } }, LIST],
    ["nor what else it says", { b: { ...started, restart: true } }, { b: { ...started, restart: true } }, LIST],
  ])("%s", (_name, before, after, manner) => {
    expect(inManner({ depends_on: before }, manner)).toEqual({ depends_on: after });
  });
});

test.each([
  ["as most files have them", "services:\n", ["image", "environment", "ports", "labels"]],
  ["as the services have them", "services:\n  a:\n    labels: {}\n    ports: []\n    image: b\n", ["labels", "ports", "image", "environment"]],
  ["as several have them together", "services:\n  a:\n    image: b\n    labels: {}\n  c:\n    image: d\n    ports: []\n    environment: {}\n", ["image", "labels", "ports", "environment"]],
])("the keys stand %s", (_name, text, keys) => {
  expect(Object.keys(inManner({ labels: {}, environment: {}, ports: [], image: "x", absent: undefined }, mannerOf(text)))).toEqual(keys);
});
