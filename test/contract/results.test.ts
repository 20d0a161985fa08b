import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { tools } from "../../src/tools/index.ts";
import { breakages } from "../support/breakages.ts";
import { CLIENTS, connect, type Answer, type McpClient, type ToolDefinition } from "../support/mcp-client.ts";

const COMPOSE = `services:
  web:
    image: nginx:alpine
    ports: ["127.0.0.1:18080:80"]
    environment: { SECRET_KEY: "\${SECRET_KEY:?}" }
    depends_on: [db]
  db:
    image: postgres:15
    healthcheck: { test: [CMD, pg_isready] }
`;

/** Calls that work without an engine, by tool; what each answers there. */
const CALLS: Record<string, { input: Record<string, unknown>; answers: string }[]> = {
  start_env: [
    { input: {}, answers: "blocked" },
    { input: { dry_run: true, detail: "full" }, answers: "blocked" },
    { input: { services: "web" }, answers: "blocked" },
    { input: { services: ["wbe"] }, answers: "error" },
  ],
  stop_env: [
    { input: {}, answers: "failed" },
    { input: { services: ["--help"] }, answers: "any" },
  ],
  health_check: [
    { input: {}, answers: "down" },
    { input: { services: ["web"], detail: "full" }, answers: "down" },
    { input: { servces: ["web"] }, answers: "error" },
  ],
  lookup_component: [
    { input: {}, answers: "result" },
    { input: { query: "web" }, answers: "result" },
    { input: { query: "the moon", detail: "full" }, answers: "result" },
    { input: { limit: 0 }, answers: "error" },
  ],
  troubleshoot: [
    { input: {}, answers: "diagnosed" },
    { input: { symptom: "FATAL: password authentication failed for user \"app\"", collect: false }, answers: "possible" },
    { input: { service: "wbe" }, answers: "error" },
  ],
  add_service: [
    { input: { name: "web", image: "nginx:alpine" }, answers: "any" },
    { input: { name: "-v", image: "nginx:alpine" }, answers: "rejected" },
    { input: { name: "cache" }, answers: "error" },
  ],
  update_index: [
    { input: {}, answers: "error" },
    { input: { kind: "component", title: "x", category: "y", definitive_source: ["compose.yaml"] }, answers: "error" },
  ],
  check_index: [
    { input: {}, answers: "sound" },
    { input: { projcet: "x" }, answers: "error" },
  ],
  service_logs: [
    { input: {}, answers: "error" },
    { input: { tail: "many" }, answers: "error" },
  ],
  service_exec: [
    { input: { service: "web", command: ["true"] }, answers: "error" },
    { input: {}, answers: "error" },
  ],
};

/** Fields that may hold anything. */
const OPEN = ["arguments"];

let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), "engineless-"));
  await writeFile(join(workspace, "compose.yaml"), COMPOSE);
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

test("every tool is called here", () => {
  expect(tools.filter(({ name }) => !CALLS[name]).map(({ name }) => `${name}: add calls to CALLS in test/contract/results.test.ts.`)).toEqual([]);
});

describe.each(CLIENTS)("%s", (which) => {
  let client: McpClient;
  let listed: ToolDefinition[];
  beforeAll(async () => {
    client = await connect(which, inject("program"), { cwd: workspace });
    listed = await client.listTools();
  });
  afterAll(() => client.close());

  const calls = tools.flatMap(({ name }) => (CALLS[name] ?? []).map((call) => ({ name, ...call })));

  test.each(calls)("$name $input answers as its schema says, and nothing else would do", async ({ name, input, answers }) => {
    const schema = listed.find((tool) => tool.name === name)?.outputSchema ?? {};
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const answer = await client.call(name, input);
    const body = record(answer.structured);
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    if (answers !== "any") expect(kindOf(answer)).toBe(answers);
    // A result may grow: what is not known is no breakage for a client.
    const survived = breakages(body, requiredOf(schema, answer), answer.isError ? [...OPEN, "next"] : OPEN).filter(({ what, value }) => !what.startsWith("an unknown key") && validate(value));
    expect(survived.map(({ what }) => what), "These broken results pass the listed schema.").toEqual([]);
  });

  test.each(calls)("$name $input says the same in both faces", async ({ name, input }) => {
    const { structured, text, isError } = await client.call(name, input);
    const body = record(structured);
    const { code, message, fix } = record(body["error"]);
    const facts = isError ? [code, message, fix] : [body["status"] ?? ""];
    expect(facts.filter((fact) => typeof fact !== "string" || !text.includes(fact)), `Missing in: ${text}`).toEqual([]);
    const next = Array.isArray(body["next"]) ? body["next"].map((step) => record(step)["do"]) : [];
    expect(next.filter((step) => typeof step !== "string" || !text.includes(step)), `Missing in: ${text}`).toEqual([]);
    expect(Math.max(text.length, JSON.stringify(body).length)).toBeLessThanOrEqual(10_000);
  });
});

function kindOf(answer: Answer): unknown {
  return answer.isError ? "error" : (record(answer.structured)["status"] ?? "result");
}

function requiredOf(schema: Record<string, unknown>, answer: Answer): string[] {
  const branches = Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [];
  const required = record(branches[answer.isError ? 1 : 0])["required"];
  return Array.isArray(required) ? required.map(String) : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
