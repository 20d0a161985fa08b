import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { CLIENTS, connect, type McpClient } from "../support/mcp-client.ts";

describe.each(CLIENTS)("%s", (which) => {
  let client: McpClient;
  beforeAll(async () => {
    client = await connect(which, inject("storyProgram"));
  });
  afterAll(() => client.close());

  test("says who it is and which tool is for what", () => {
    expect(client.name).toBe("infra");
    expect(client.instructions).toContain("Docker Compose");
  });

  test("lists the default tools in their order, each with its hints and both schemas", async () => {
    const listed = await client.listTools();
    expect(listed.map((tool) => tool.name)).toEqual(["echo", "count_slowly", "fail", "leave_child", "where"]);
    expect(listed[0]).toEqual({
      name: "echo",
      title: "Say it again",
      description: "Answers with what it was given.",
      inputSchema: {
        type: "object",
        properties: { text: { type: "string" }, times: { type: "integer", minimum: 1 }, words: { type: "array", items: { type: "string" } } },
        required: ["text"],
        additionalProperties: false,
      },
      outputSchema: expect.objectContaining({ type: "object", anyOf: [expect.objectContaining({ required: ["summary"] }), expect.objectContaining({ required: ["error"] })] }),
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    });
  });

  test("gives a result as structure and as text", async () => {
    expect(await client.call("echo", { text: "hey", times: 2 })).toEqual({ text: "hey hey", structured: { summary: "hey hey", count: 2 }, isError: false });
  });

  test("takes a string where a list is meant", async () => {
    expect((await client.call("echo", { text: "a", words: "b" })).text).toBe("a b");
  });

  test("answers wrong arguments with the corrected call", async () => {
    const { structured, isError, text } = await client.call("echo", { text: "a", tmes: 3 });
    expect(isError).toBe(true);
    expect(structured).toEqual({
      error: expect.objectContaining({ code: "invalid-arguments", next: [{ do: "Call it again", tool: "echo", arguments: { text: "a", times: 3 } }] }),
    });
    expect(text).toContain('echo {"text":"a","times":3}');
  });

  test("says a user error with its fix and its next step", async () => {
    const { structured, isError, text } = await client.call("fail", { how: "user-error" });
    expect(isError).toBe(true);
    expect(structured).toEqual({ error: { code: "no-engine", message: "There is no engine.", fix: "Start one.", next: [{ do: "Start it", command: ["systemctl", "start", "docker"] }] } });
    expect(text).toBe("Error no-engine: There is no engine.\nFix: Start one.\nNext: Start it → `systemctl start docker`");
  });

  test.each(["bug", "bad-result"])("keeps a bug's stack out of the answer: %s", async (how) => {
    const { structured, isError, text } = await client.call("fail", { how });
    expect(isError).toBe(true);
    expect(structured).toEqual({ error: expect.objectContaining({ code: "bug" }) });
    expect(text).not.toMatch(/TypeError|ZodError|program\.js/);
    await expect.poll(() => client.stderr()).toMatch(how === "bug" ? /TypeError: x is not a function\n +at .*program\.js/ : /ZodError/);
  });

  test("refuses an unknown tool as the protocol wants it, and names the tools", async () => {
    await expect(client.call("ecko", {})).rejects.toMatchObject({ code: -32602, message: expect.stringContaining("echo, count_slowly, fail") });
  });

  test("reports progress in numbers that only grow, at most ten times a second", async () => {
    const seen: { progress: number; message?: string | undefined }[] = [];
    const started = performance.now();
    await client.call("count_slowly", { steps: 60, step_ms: 10 }, { onprogress: (progress) => seen.push(progress) });
    const seconds = (performance.now() - started) / 1000;
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.length).toBeLessThanOrEqual(seconds * 10 + 1);
    expect(seen[0]).toMatchObject({ progress: 1, total: 60, message: "step 1" });
    expect(seen.map((one) => one.progress)).toEqual([...new Set(seen.map((one) => one.progress))].toSorted((a, b) => a - b));
  });

  test("stops the work of a call that the client cancels, and goes on serving", async () => {
    const controller = new AbortController();
    const call = client.call("count_slowly", { steps: 1000, step_ms: 20 }, { signal: controller.signal, onprogress: () => controller.abort("enough") });
    await expect(call).rejects.toThrow();
    await expect.poll(() => client.stderr()).toContain("the work was cancelled");
    expect((await client.call("echo", { text: "still here" })).text).toBe("still here");
  });
});
