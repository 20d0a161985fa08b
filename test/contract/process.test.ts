import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { isRunning } from "../support/processes.ts";
import { startRaw, type RawServer } from "../support/raw-server.ts";
import { runCli } from "../support/run-cli.ts";

const modern = { "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" }, "io.modelcontextprotocol/clientCapabilities": {} };

const call = (id: number, name: string, input: Record<string, unknown>, meta = {}) => ({ id, method: "tools/call", params: { name, arguments: input, _meta: meta } });

async function initialized(args: string[] = []): Promise<RawServer> {
  const server = startRaw(inject("storyProgram"), args);
  onTestFinished(() => server.kill("SIGKILL"));
  await server.initialize();
  return server;
}

describe("the end of the server", () => {
  const ends: Record<string, (server: RawServer) => void> = {
    "end of input": (server) => server.endInput(),
    SIGTERM: (server) => server.kill("SIGTERM"),
    SIGINT: (server) => server.kill("SIGINT"),
  };

  test.each(Object.keys(ends))("%s while nothing runs: exit 0 at once", async (how) => {
    const server = await initialized();
    ends[how]?.(server);
    expect(await server.ended()).toMatchObject({ code: 0, ms: expect.toSatisfy((ms: number) => ms < 4000) });
  });

  test.each(Object.keys(ends))("%s while a process of a call runs: it is ended too", async (how) => {
    const server = await initialized();
    server.send(call(1, "leave_child", {}, { progressToken: 7 }));
    const { params } = await server.until((message) => message.method === "notifications/progress");
    const child = Number(String(params?.["message"]).replace("child ", ""));
    expect(await isRunning(child)).toBe(true);
    ends[how]?.(server);
    expect(await server.ended()).toMatchObject({ code: 0, ms: expect.toSatisfy((ms: number) => ms < 7000) });
    expect(await isRunning(child)).toBe(false);
  });
});

test("a cancelled request is never answered", async () => {
  const server = await initialized();
  server.send(call(1, "count_slowly", { steps: 1000, step_ms: 10 }, { progressToken: 1 }));
  await server.until((message) => message.method === "notifications/progress");
  server.send({ method: "notifications/cancelled", params: { requestId: 1 } });
  await expect.poll(() => server.stderr()).toContain("the work was cancelled");
  server.send(call(2, "echo", { text: "next" }));
  await server.until((message) => message.id === 2);
  server.endInput();
  await server.ended();
  expect(server.messages().filter((message) => message.id === 1)).toEqual([]);
});

test("what is no JSON-RPC is survived, and standard output carries nothing else", async () => {
  const server = await initialized();
  server.write("hello\n{\"jsonrpc\": \"2.0\", \"id\": \n");
  server.send(call(1, "fail", { how: "bug" }));
  server.send({ id: 2, method: "no/such/method" });
  await server.until((message) => message.id === 1);
  expect((await server.until((message) => message.id === 2)).error?.code).toBe(-32601);
  server.endInput();
  await server.ended();
  expect(server.messages().every((message) => message.jsonrpc === "2.0")).toBe(true);
});

test("the new protocol is answered without a handshake, with a time to keep the list", async () => {
  const server = startRaw(inject("storyProgram"));
  onTestFinished(() => server.kill("SIGKILL"));
  server.send({ id: 1, method: "server/discover", params: { _meta: modern } });
  server.send({ id: 2, method: "tools/list", params: { _meta: modern } });
  expect((await server.until((message) => message.id === 1)).result).toMatchObject({ ttlMs: 3_600_000, supportedVersions: ["2026-07-28"] });
  expect((await server.until((message) => message.id === 2)).result).toMatchObject({ ttlMs: 3_600_000, cacheScope: "private" });
});

describe("the flags of mcp", () => {
  test.each([
    { args: ["--read-only"], tools: ["echo", "fail", "where"] },
    { args: ["--toolsets", "data"], tools: ["drop_data"] },
    { args: ["--toolsets=index,data"], tools: ["where", "drop_data"] },
    { args: ["--toolsets", "core,index,data,ship", "--read-only"], tools: ["echo", "fail", "where", "look_around"] },
  ])("$args", async ({ args, tools }) => {
    const server = await initialized(args);
    server.send({ id: 1, method: "tools/list", params: {} });
    const { result } = await server.until((message) => message.id === 1);
    expect(result).toMatchObject({ tools: tools.map((name) => ({ name })) });
    server.send(call(2, "count_slowly", { steps: 0, step_ms: 0 }));
    const answer = await server.until((message) => message.id === 2);
    expect(answer.error).toMatchObject({ code: -32602, message: `There is no tool count_slowly. The tools are: ${tools.join(", ")}.` });
  });

  test.each([
    [["--readonly"], "There is no flag --readonly here. Did you mean --read-only?"],
    [["--toolsets", "core,daat"], "There is no toolset daat. The toolsets are: core, index, data, ship."],
    [["--workspace"], "--workspace needs a value. Write --workspace=VALUE."],
    [["now"], "mcp takes flags only, but was given now."],
  ])("%j is refused with a sentence", async (args, sentence) => {
    const server = startRaw(inject("storyProgram"), args);
    expect((await server.ended()).code).toBe(2);
    expect(server.stderr()).toContain(sentence);
  });

  test("--help prints the usage", async () => {
    expect(await runCli(inject("storyProgram"), ["mcp", "--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("--toolsets core,index,data,ship") });
  });
});

describe("the folder that a client sends with a call", () => {
  test.each([
    ["the first key of an object", (folder: string) => ({ [folder]: {}, "/": {} })],
    ["the first path of a list", (folder: string) => [{ path: folder }, "/"]],
    ["the first word of a list", (folder: string) => [folder]],
  ])("%s", async (_title, workspaces) => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "client-folder-")));
    const server = await initialized();
    server.send(call(1, "where", {}, { "x-codex-turn-metadata": { workspaces: workspaces(folder) } }));
    expect((await server.until((message) => message.id === 1)).result).toMatchObject({ structuredContent: { summary: folder } });
  });

  test.each([{ workspaces: ["relative"] }, { workspaces: 3 }, "text", null])("%j is passed over", async (metadata) => {
    const server = await initialized();
    server.send(call(1, "where", {}, { "x-codex-turn-metadata": metadata }));
    expect((await server.until((message) => message.id === 1)).result).toMatchObject({ structuredContent: { summary: await realpath(tmpdir()) } });
  });
});
