import { describe, expect, test } from "vitest";
import { frameReader } from "../../src/engine/frames.ts";

function frame(stream: 1 | 2, text: string): Uint8Array {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

function readChunks(chunks: Uint8Array[]): { stdout: string; stderr: string } {
  const got = { stdout: "", stderr: "" };
  const read = frameReader((stream, bytes) => (got[stream] += Buffer.from(bytes).toString("latin1")));
  chunks.forEach((chunk) => read(chunk));
  return got;
}

const pieces = (bytes: Uint8Array, size: number) => Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));

describe("frames", () => {
  const whole = Buffer.concat([frame(1, "one\n"), frame(2, "err\n"), frame(1, ""), frame(1, "x".repeat(300)), frame(2, "end")]);

  test.each(Array.from({ length: 20 }, (_, size) => size + 1))("come out the same in chunks of %i bytes", (size) => {
    expect(readChunks(pieces(whole, size))).toEqual({ stdout: `one\n${"x".repeat(300)}`, stderr: "err\nend" });
  });

  test("a chunk that ends with a head", () => {
    expect(readChunks([frame(1, "ab").subarray(0, 8), Buffer.from("a"), Buffer.from("b")])).toEqual({ stdout: "ab", stderr: "" });
  });

  test("an empty chunk changes nothing", () => {
    expect(readChunks([new Uint8Array(0), frame(1, "a"), new Uint8Array(0)])).toEqual({ stdout: "a", stderr: "" });
  });

  test("a frame longer than 2 GiB is announced by a length without a sign", () => {
    const head = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    expect(readChunks([head, Buffer.from("abc")])).toEqual({ stdout: "abc", stderr: "" });
  });
});

describe("a container with a terminal sends plain bytes", () => {
  test.each([
    ["in one chunk", ["hello\r\nworld"]],
    ["in short chunks", ["he", "llo\r\nworld"]],
    ["that look like a head later on", ["hello\r\nwo", "rld"]],
  ])("%s", (_name, chunks) => {
    expect(readChunks(chunks.map((chunk) => Buffer.from(chunk)))).toEqual({ stdout: "hello\r\nworld", stderr: "" });
  });

  test("a head inside them is text", () => {
    const text = Buffer.concat([Buffer.from("plain text "), frame(2, "x")]);
    expect(readChunks([text]).stdout).toBe(text.toString("latin1"));
  });

  test("a first byte as of a head, but no zeros after it", () => {
    expect(readChunks([Buffer.from("\u0001abcdefgh")]).stdout).toBe("\u0001abcdefgh");
  });
});
