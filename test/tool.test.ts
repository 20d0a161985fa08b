import { describe, expect, test } from "vitest";
import { z } from "zod";
import { UserError } from "../src/errors.ts";
import { defineTool, renderStep, runTool, safetyHints, type Effect, type Tool } from "../src/tool.ts";
import type { Workspace } from "../src/workspace.ts";
import { Redactor } from "../src/text/redact.ts";

const input = z.strictObject({
  name: z.string(),
  times: z.number().min(1).max(9).default(1),
  loud: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  nested: z.strictObject({ depth: z.number(), list: z.array(z.number()).optional() }).optional(),
  kind: z.enum(["a", "b"]).optional(),
});

const output = z.strictObject({ summary: z.string(), seen: z.unknown().optional(), count: z.int().optional() });

function tool(run: (given: z.output<typeof input>, workspace: Workspace) => Promise<z.input<typeof output>> | z.input<typeof output>, failed?: boolean): Tool {
  return defineTool({
    name: "greet",
    title: "Greet",
    description: "Greets.",
    toolset: "core",
    effect: "reads",
    input,
    output,
    run: async (given, workspace) => run(given, workspace),
    render: (result) => `${result.summary} ${JSON.stringify(result.seen ?? null)}`,
    ...(failed === undefined ? {} : { failed: () => failed }),
  });
}

const echo = tool((given) => ({ summary: "hello", seen: given }));

/** Opens a workspace of which only what runTool itself uses is there. */
function opening(secret = "never-there"): { open: () => Promise<Workspace>; opened: () => number } {
  let times = 0;
  const redactor = new Redactor([{ name: "TOKEN", value: secret }]);
  const bare = { redact: <T>(value: T): T => redactor.redactDeep(value) };
  return {
    open: async () => {
      times += 1;
      return bare as Workspace;
    },
    opened: () => times,
  };
}

const call = (one: Tool, raw: unknown) => runTool(one, raw, opening().open);
const seen = async (raw: unknown) => {
  const outcome = await call(echo, raw);
  return outcome.kind === "result" ? outcome.result["seen"] : outcome.text;
};

describe("input", () => {
  test.each<[string, unknown, object]>([
    ["as it should be", { name: "x", tags: ["a"], loud: true, nested: { depth: 1 } }, { name: "x", times: 1, tags: ["a"], loud: true, nested: { depth: 1 } }],
    ["one value for a list", { name: "x", tags: "a" }, { name: "x", times: 1, tags: ["a"] }],
    ["a number as text", { name: "x", times: " 5 " }, { name: "x", times: 5 }],
    ["truth values as text", { name: "x", loud: "TRUE" }, { name: "x", times: 1, loud: true }],
    ["false as text", { name: "x", loud: "false" }, { name: "x", times: 1, loud: false }],
    ["null for what is left out", { name: "x", times: null, loud: null, tags: null, nested: null, kind: null }, { name: "x", times: 1 }],
    ["slips further in", { name: "x", nested: { depth: "3", list: 4 } }, { name: "x", times: 1, nested: { depth: 3, list: [4] } }],
    ["several slips at once", { name: "x", times: "2", loud: "true", tags: "a" }, { name: "x", times: 2, loud: true, tags: ["a"] }],
  ])("%s", async (_name, raw, expected) => {
    expect(await seen(raw)).toEqual(expected);
  });

  test("the caller's own arguments stay as they are", async () => {
    const raw = { name: "x", tags: "a", nested: { depth: "3" } };
    await call(echo, raw);
    expect(raw).toEqual({ name: "x", tags: "a", nested: { depth: "3" } });
  });

  test.each<[string, unknown, object | undefined]>([
    ["a field that is near another", { name: "x", tag: ["a"] }, { name: "x", tags: ["a"] }],
    ["a near field with a slip in it", { name: "x", tiems: "3" }, { name: "x", times: 3 }],
    ["a near field beside the real one", { name: "x", tags: ["a"], tag: ["b"] }, { name: "x", tags: ["a"] }],
    ["a field that is near none", { name: "x", colour: "red" }, { name: "x" }],
    ["a value that is none of the words", { name: "x", kind: "c" }, { name: "x" }],
    ["a number out of bounds", { name: "x", times: 10 }, { name: "x" }],
    ["no number at all", { name: "x", times: "many" }, { name: "x" }],
    ["text that is empty for a number", { name: "x", times: "" }, { name: "x" }],
    ["what must be there is missing", {}, undefined],
    ["what must be there is of a wrong type", { name: 5 }, undefined],
    ["nothing", undefined, undefined],
    ["null", null, undefined],
    ["text", "name", undefined],
    ["a list", ["x"], undefined],
    ["a number", 7, undefined],
  ])("%s is answered with the call that is right, where there is one", async (_name, raw, corrected) => {
    const world = opening();
    const outcome = await runTool(echo, raw, world.open);
    expect(outcome).toMatchObject({ kind: "error", error: { code: "invalid-arguments" } });
    expect(outcome).not.toHaveProperty("bug");
    const next = outcome.kind === "error" ? outcome.error.next : undefined;
    expect(next).toEqual(corrected && [{ do: "Call it again", tool: "greet", arguments: corrected }]);
    expect(world.opened()).toBe(0);
    if (corrected) expect(await seen(corrected)).toMatchObject(corrected);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("a field called %s is no field", async (key) => {
    const raw: unknown = JSON.parse(`{"name": "x", ${JSON.stringify(key)}: {"polluted": true}}`);
    expect(await call(echo, raw)).toMatchObject({ kind: "error", error: { code: "invalid-arguments", message: `\`${key}\` is not a field of greet.`, next: [{ arguments: { name: "x" } }] } });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("says what it says in text too", async () => {
    expect((await call(echo, { name: "x", tag: "a", kind: "c" })).text).toMatchInlineSnapshot(`
      "Error invalid-arguments: \`kind\`: Invalid option: expected one of "a"|"b". \`tag\` is not a field of greet; \`tags\` is.
      Fix: Call it again as shown.
      Next: Call it again → greet {"name":"x","tags":["a"]}"
    `);
  });
});

describe("result", () => {
  test("is what the schema takes, and its text", async () => {
    expect(await call(tool(() => ({ summary: "done", count: 2 })), { name: "x" })).toEqual({ kind: "result", result: { summary: "done", count: 2 }, text: "done null", failed: false });
  });

  test.each([true, false])("says whether the environment has a problem: %s", async (failed) => {
    expect(await call(tool(() => ({ summary: "x" }), failed), { name: "x" })).toMatchObject({ failed });
  });

  test("is redacted before it is rendered, all through", async () => {
    const { open } = opening("s3cret-value");
    const outcome = await runTool(tool(() => ({ summary: "got s3cret-value", seen: [{ deep: "a s3cret-value b" }] })), { name: "x" }, open);
    expect(outcome).toEqual({ kind: "result", result: { summary: "got [TOKEN]", seen: [{ deep: "a [TOKEN] b" }] }, text: 'got [TOKEN] [{"deep":"a [TOKEN] b"}]', failed: false });
  });

  test("that breaks its schema is a bug of the program", async () => {
    const outcome = await call(tool(() => ({ summary: "x", count: 0.5 })), { name: "x" });
    expect(outcome).toMatchObject({ kind: "error", error: { code: "bug" }, bug: expect.anything() });
  });
});

describe("what is thrown", () => {
  const throwing = (error: Error) => tool(() => {
    throw error;
  });

  test("a UserError is shown with its fix and next steps", async () => {
    const error = new UserError("no-engine", "No engine answers.", "Start Docker.", [{ do: "Start it", command: ["systemctl", "start", "docker"], by: "person" }, { do: "Try again", tool: "greet" }]);
    const outcome = await call(throwing(error), { name: "x" });
    expect(outcome).toEqual({ kind: "error", error: { code: "no-engine", message: "No engine answers.", fix: "Start Docker.", next: error.next }, text: expect.any(String) });
    expect(outcome.text).toMatchInlineSnapshot(`
      "Error no-engine: No engine answers.
      Fix: Start Docker.
      Next: Start it → \`systemctl start docker\` (by a person)
      Next: Try again → greet {}"
    `);
  });

  test("a UserError without next steps has no such key", async () => {
    expect(await call(throwing(new UserError("a", "b", "c")), { name: "x" })).toMatchObject({ error: { code: "a", message: "b", fix: "c" }, text: "Error a: b\nFix: c" });
  });

  test("anything else is a bug: short for the client, whole for standard error", async () => {
    const thrown = new TypeError("x is not a function at /home/somebody/secret.ts");
    const outcome = await call(throwing(thrown), { name: "x" });
    expect(outcome).toMatchObject({ kind: "error", error: { code: "bug" }, bug: thrown });
    expect(outcome.text).not.toContain("somebody");
  });

  test("is redacted too", async () => {
    const { open } = opening("s3cret-value");
    const outcome = await runTool(throwing(new UserError("a", "s3cret-value", "use s3cret-value", [{ do: "x", command: ["echo", "s3cret-value"] }])), { name: "x" }, open);
    expect(JSON.stringify(outcome)).not.toContain("s3cret-value");
  });

  test("while the workspace is opened, it is answered all the same", async () => {
    const outcome = await runTool(echo, { name: "x" }, async () => {
      throw new UserError("workspace-missing", "It is gone.", "Name another.");
    });
    expect(outcome).toMatchObject({ kind: "error", error: { code: "workspace-missing" } });
  });
});

test.each([
  [{ do: "Look" }, "Look"],
  [{ do: "Look", tool: "health_check" }, "Look → health_check {}"],
  [{ do: "Start", tool: "start_env", arguments: { services: ["a"] } }, 'Start → start_env {"services":["a"]}'],
  [{ do: "Run", command: ["docker", "compose", "-f", "a b.yaml", "config"] }, "Run → `docker compose -f 'a b.yaml' config`"],
  [{ do: "Run", command: ["echo", "it's", "", "$HOME", "a;b"] }, "Run → `echo 'it'\\''s' '' '$HOME' 'a;b'`"],
  [{ do: "Log in", by: "person" as const }, "Log in (by a person)"],
])("a next step as a line: %j", (step, line) => {
  expect(renderStep(step)).toBe(line);
});

test.each<[Effect, Tool["hints"], object]>([
  ["reads", undefined, { readOnlyHint: true, destructiveHint: false, idempotentHint: true }],
  ["edits files", undefined, { readOnlyHint: false, destructiveHint: false, idempotentHint: false }],
  ["runs containers", undefined, { readOnlyHint: false, destructiveHint: false, idempotentHint: false }],
  ["runs containers", { destructive: true }, { readOnlyHint: false, destructiveHint: true, idempotentHint: false }],
  ["writes backups", undefined, { readOnlyHint: false, destructiveHint: false, idempotentHint: false }],
  ["destroys data", { idempotent: true }, { readOnlyHint: false, destructiveHint: true, idempotentHint: true }],
])("the safety hints of what %s, with %j", (effect, hints, expected) => {
  expect(safetyHints({ effect, ...(hints ? { hints } : {}) })).toEqual({ ...expected, openWorldHint: false });
});
