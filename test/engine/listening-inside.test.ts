import { expect, test } from "vitest";
import { listeningInside } from "../../src/engine/listening-inside.ts";
import { EngineError, type Engine } from "../../src/engine/engine.ts";

const HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";
const row = (local: string, state: string) => `   0: ${local} 00000000:0000 ${state} 00000000:00000000\n`;

test.each([
  ["a program that listens on every address", HEAD + row("00000000:1F90", "0A"), [{ open: true, port: 8080 }]],
  ["one that listens on its own loopback", HEAD + row("0100007F:1F90", "0A"), [{ open: false, port: 8080 }]],
  ["one that listens over IPv6", HEAD + HEAD + row("00000000000000000000000000000000:1F90", "0A"), [{ open: true, port: 8080 }]],
  ["one that listens on ::1", HEAD + row("00000000000000000000000001000000:1F90", "0A"), [{ open: false, port: 8080 }]],
  ["one that listens on 127.0.0.1 over IPv6", HEAD + row("0000000000000000FFFF00000100007F:1F90", "0A"), [{ open: false, port: 8080 }]],
  ["the engine's name server alone", HEAD + row("0B00007F:8A31", "0A"), []],
  ["a connection that is open", HEAD + row("0100007F:1F90", "01"), []],
  ["nothing", HEAD, []],
  ["an image without cat", "", undefined],
])("%s", async (_, stdout, expected) => {
  expect(await listeningInside(saying(async () => stdout), "c1", new AbortController().signal)).toEqual(expected);
});

test("an engine that does not run it leaves the question open", async () => {
  const refuse = async () => {
    throw new EngineError("failed", "no such program: cat");
  };
  expect(await listeningInside(saying(refuse), "c1", new AbortController().signal)).toBeUndefined();
});

function saying(stdout: () => Promise<string>): Pick<Engine, "exec"> {
  return { exec: async () => ({ outcome: "exited", exitCode: 0, stdout: await stdout(), stderr: "", truncated: false, elapsedMs: 1 }) };
}
