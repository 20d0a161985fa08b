import { describe, expect, test } from "vitest";
import { LogCollector } from "../../src/engine/log-collector.ts";

const stamp = (number: number) => `2025-01-01T00:00:00.${String(number).padStart(9, "0")}Z`;

function collect(...parts: ["stdout" | "stderr", string | Uint8Array][]) {
  const collector = new LogCollector();
  for (const [stream, part] of parts) collector.add(stream, typeof part === "string" ? Buffer.from(part) : part);
  return collector.finish();
}

test("lines carry the engine's time, their stream, and no line end", () => {
  expect(collect(["stdout", `${stamp(1)} one\r\n${stamp(2)} \n`], ["stderr", `${stamp(3)} three`])).toEqual([
    { at: stamp(1), stream: "stdout", text: "one" },
    { at: stamp(2), stream: "stdout", text: "" },
    { at: stamp(3), stream: "stderr", text: "three" },
  ]);
});

test.each([
  ["text without a time", "no time\n", { at: "", text: "no time" }],
  ["a time without text", `${stamp(1)}\n`, { at: stamp(1), text: "" }],
  ["text that begins with spaces", `${stamp(1)}   indented\n`, { at: stamp(1), text: "  indented" }],
  ["a time of its own after the engine's", `${stamp(1)} 2020-01-01T00:00:00Z x\n`, { at: stamp(1), text: "2020-01-01T00:00:00Z x" }],
])("%s", (_name, part, expected) => {
  expect(collect(["stdout", part])).toMatchObject([expected]);
});

test("both streams are put in order of time; what has the same time stays in order", () => {
  const lines = collect(["stdout", `${stamp(1)} a\n${stamp(3)} c\n${stamp(3)} d\n`], ["stderr", `${stamp(2)} b\n`]);
  expect(lines.map((line) => line.text).join("")).toBe("abcd");
});

test("lines and characters that chunks cut in two are whole again, each stream for itself", () => {
  const bytes = Buffer.from(`${stamp(1)} grün 🚀\n`);
  const parts = [...bytes].flatMap((byte): ["stdout" | "stderr", Uint8Array][] => [["stdout", Uint8Array.of(byte)], ["stderr", Uint8Array.of(byte)]]);
  expect(collect(...parts).map((line) => `${line.stream} ${line.text}`)).toEqual(["stdout grün 🚀", "stderr grün 🚀"]);
});

describe("limits", () => {
  test("a line of 20 MB is cut at 8 KiB, and the next one is whole", () => {
    const long = Buffer.alloc(20 * 1024 * 1024, "x");
    const chunks = Array.from({ length: 320 }, (_, at) => long.subarray(at * 65_536, (at + 1) * 65_536));
    const [first, second, ...more] = collect(["stdout", `${stamp(1)} `], ...chunks.map((chunk): ["stdout", Uint8Array] => ["stdout", chunk]), ["stdout", `\n${stamp(2)} next\n`]);
    expect([(first?.text.length ?? 0) + stamp(1).length + 1, second?.text, more.length]).toEqual([8 * 1024, "next", 0]);
  });

  test("of a million short lines the last 4 MiB stay, up to the very last", () => {
    const collector = new LogCollector();
    for (let from = 0; from < 1_000_000; from += 10_000) {
      collector.add("stdout", Buffer.from(Array.from({ length: 10_000 }, (_, at) => `${stamp(from + at)} n${from + at}\n`).join("")));
    }
    const lines = collector.finish();
    const size = lines.reduce((sum, line) => sum + line.at.length + line.text.length, 0);
    expect(lines.at(-1)?.text).toBe("n999999");
    expect(lines[0]?.text).toBe(`n${1_000_000 - lines.length}`);
    expect(size).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(size).toBeGreaterThan(4 * 1024 * 1024 - 100);
  });
});
