import { describe, expect, test } from "vitest";
import { count, nextOf, page, renderCause } from "../../src/result/render.ts";
import type { Cause } from "../../src/result/shapes.ts";

const cause: Cause = {
  code: "exited",
  service: "web",
  cause: "web has ended.",
  confidence: "proven",
  evidence: [{ source: "compose.yaml", line: 3, excerpt: "one" }, { source: "logs of web", excerpt: "two ``` three" }],
  affects: ["a", "b"],
  fix: { summary: "Start it.", tool: "start_env", arguments: { services: ["web"] } },
};

test("a page is its summary, the parts that say something, and the next steps", () => {
  expect(page({ summary: "Fine.", next: [{ do: "Look" }, { do: "Stop", tool: "stop_env" }] }, "one", [], "", ["two", "three"])).toBe("Fine.\n\none\n\ntwo\nthree\n\nNext: Look\nNext: Stop → stop_env {}");
  expect(page({ summary: "Fine." })).toBe("Fine.");
});

describe("renderCause", () => {
  test("what it is, whom it hits, the proof and the fix", () => {
    expect(renderCause(cause)).toBe(
      'web has ended. (exited, web, proven) Affects: a, b.\ncompose.yaml:3:\n```\none\n```\nlogs of web:\n````\ntwo ``` three\n````\nFix: Start it. → start_env {"services":["web"]}',
    );
  });

  test("what is absent is not mentioned", () => {
    expect(renderCause({ code: "engine-unreachable", cause: "No engine.", confidence: "likely", evidence: [], fix: { summary: "Start one.", command: ["docker", "version"] } })).toBe("No engine. (engine-unreachable, likely)\nFix: Start one. → `docker version`");
  });
});

test.each<[string, Cause["fix"], object]>([
  ["a call", { summary: "Do.", tool: "start_env" }, { do: "Do.", tool: "start_env", arguments: {} }],
  ["a command", { summary: "Do.", command: ["x"] }, { do: "Do.", command: ["x"] }],
  ["words", { summary: "Do." }, { do: "Do." }],
])("the next step after a cause is its fix: %s", (_name, fix, expected) => {
  expect(nextOf({ ...cause, fix })).toEqual(expected);
});

test.each([
  [0, "0 lines"],
  [1, "1 line"],
  [2, "2 lines"],
])("count %i", (number, expected) => {
  expect(count(number, "line")).toBe(expected);
});
