import { describe, expect, test } from "vitest";
import { selectLines, type ServiceLine } from "../../src/engine/select-lines.ts";

let clock = 0;
const line = (text: string, service = "web", at = (clock += 1)): ServiceLine => ({ service, at: `2025-01-01T00:00:00.${String(at).padStart(9, "0")}Z`, text });
const texts = (all: ServiceLine[], wish: Partial<Parameters<typeof selectLines>[1]> = {}) => selectLines(all, { tail: 100, ...wish }).lines.map((one) => `${one.text}${one.repeats ? ` ×${one.repeats}` : ""}`);

test("lines of several services in the order of time", () => {
  expect(texts([line("b", "web", 2), line("d", "web", 4), line("a", "db", 1), line("c", "db", 3)])).toEqual(["a", "b", "c", "d"]);
});

test("the last ones; that there are older ones goes without saying", () => {
  const { lines, left } = selectLines(["a", "b", "c", "d", "e"].map((one) => line(`word ${one}`)), { tail: 2 });
  expect([lines.map((one) => one.text), left]).toEqual([["word d", "word e"], 0]);
});

test("empty lines do not count", () => {
  expect(texts([line("a"), line(""), line("   "), line("b")], { tail: 2 })).toEqual(["a", "b"]);
});

describe("search", () => {
  const all = ["GET /a 200", "Error: boom", "WARNING deprecated call", "get /B 404", "ValueError raised", "0 errors found"].map((text) => line(text));

  test.each<[string, Partial<Parameters<typeof selectLines>[1]>, string[]]>([
    ["literal, whatever the case", { grep: "GET /" }, ["GET /a 200", "get /B 404"]],
    ["literal, no pattern", { grep: ".*" }, []],
    ["errors", { level: "error" }, ["Error: boom", "ValueError raised"]],
    ["warnings are errors too", { level: "warn" }, ["Error: boom", "WARNING deprecated call", "ValueError raised"]],
    ["both", { grep: "raised", level: "error" }, ["ValueError raised"]],
    ["the last of those that match", { grep: "get", tail: 1 }, ["get /B 404"]],
  ])("%s", (_name, wish, expected) => {
    expect(texts(all, wish)).toEqual(expected);
  });
});

test("repeats are folded within a service", () => {
  const all = [...Array.from({ length: 5 }, (_, one) => line(`tick ${one}`, "web")), line("tick 9", "db"), line("done", "web")];
  expect(texts(all)).toEqual(["tick 0 ×5", "tick 9", "done"]);
});

describe("where not all fits", () => {
  const noise = (many: number) => Array.from({ length: many }, (_, one) => line(`${String.fromCharCode(97 + (one % 26))}${"x".repeat(one % 7)} said ${"words ".repeat(20 + (one % 5))}`));

  test("one of each distinct error comes first, then the newest, and the rest is counted", () => {
    const all = [line("Error: first cause"), ...noise(150), line("Error: second"), ...noise(100), line("the very last")];
    const { lines, left } = selectLines(all, { tail: 5_000 });
    expect(lines[0]?.text).toBe("Error: first cause");
    expect(lines.map((one) => one.text)).toContain("Error: second");
    expect(lines.at(-1)?.text).toBe("the very last");
    expect(left).toBeGreaterThan(0);
    expect(JSON.stringify(lines).length).toBeLessThan(10_000);
  });

  test("errors alone do not crowd out the newest lines", () => {
    const errors = Array.from({ length: 300 }, (_, one) => line(`Error in ${String.fromCharCode(97 + (one % 26)).repeat(1 + (one % 11))}: ${"why ".repeat(30)}`));
    expect(texts([...errors, line("the very last")], { tail: 5_000 }).at(-1)).toBe("the very last");
  });

  test("one line of 20 MB leaves room for others", () => {
    const [first, second] = selectLines([line("x".repeat(20_000_000)), line("next")], { tail: 10 }).lines;
    expect([(first?.text.length ?? 0) <= 600, second?.text]).toEqual([true, "next"]);
  });
});
