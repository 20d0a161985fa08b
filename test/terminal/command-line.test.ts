import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readCommandLine } from "../../src/terminal/command-line.ts";
import { defineTool } from "../../src/tool.ts";

const output = z.strictObject({ summary: z.string() });
const answer = { output, run: async () => ({ summary: "" }), render: () => "" };

const tools = [
  defineTool({
    name: "start_env", title: "Start", description: "Starts.", toolset: "core", effect: "runs containers", ...answer,
    input: z.strictObject({ services: z.array(z.string()).optional(), wait_s: z.number().default(45), dry_run: z.boolean().optional(), mode: z.enum(["smart", "restart"]).default("smart") }),
    cli: { short: "start", defaults: { wait_s: 600 } },
  }),
  defineTool({
    name: "service_logs", title: "Logs", description: "Logs.", toolset: "core", effect: "reads", ...answer,
    input: z.strictObject({ services: z.array(z.string()).optional(), tail: z.int().optional() }),
    cli: { short: "logs", main: "services", watch: { passing: [] } },
  }),
  defineTool({
    name: "service_exec", title: "Run", description: "Runs.", toolset: "core", effect: "runs containers", ...answer,
    input: z.strictObject({ service: z.string(), command: z.array(z.string()).optional(), environment: z.union([z.record(z.string(), z.string()), z.array(z.string())]).optional() }),
    cli: { short: "exec", main: "service", rest: "command" },
  }),
  defineTool({
    name: "add_service", title: "Add", description: "Adds.", toolset: "core", effect: "edits files", ...answer,
    input: z.strictObject({ name: z.string(), command: z.union([z.string(), z.array(z.string())]).optional(), ports: z.array(z.union([z.string(), z.number(), z.record(z.string(), z.unknown())])).optional(), profiles: z.array(z.string()).optional(), depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).optional() }),
    cli: { short: "add", main: "name" },
  }),
];

const inputOf = (line: string) => readCommandLine(line.split(" "), tools).input;

test.each([
  ["start", { wait_s: 600 }],
  ["start-env --wait-s 5", { wait_s: 5 }],
  ["start_env --wait-s=soon", { wait_s: "soon" }],
  ["start --services a --services b --dry-run", { wait_s: 600, services: ["a", "b"], dry_run: true }],
  ["start --no-dry-run --mode restart", { wait_s: 600, dry_run: false, mode: "restart" }],
  ["start --dry-run false", { wait_s: 600, dry_run: false }],
  ["start --dry-run true --services web", { wait_s: 600, dry_run: true, services: ["web"] }],
  ["logs false", { services: ["false"] }],
  ["logs web db --tail 5", { services: ["web", "db"], tail: 5 }],
  ["--workspace /w logs web", { services: ["web"] }],
  ["exec web -- ls -la --json", { service: "web", command: ["ls", "-la", "--json"] }],
  ['exec web --environment {"A":"1"} -- env', { service: "web", environment: { A: "1" }, command: ["env"] }],
])("%s", (line, input) => {
  expect(inputOf(line)).toEqual(input);
});

test.each([
  [["--command", 'python -m worker --queue "a b"'], { command: 'python -m worker --queue "a b"' }],
  [["--command", "ls"], { command: "ls" }],
  [["--command", "ls", "--command", "-la x"], { command: ["ls", "-la x"] }],
  [["--command", '["ls","-la x"]'], { command: ["ls", "-la x"] }],
  [["--command", "[ -f x ] && y"], { command: "[ -f x ] && y" }],
  [["--profiles", "a"], { profiles: ["a"] }],
  [["--profiles", '["a","b"]', "--profiles", "c"], { profiles: ["a", "b", "c"] }],
  [["--depends-on", "db"], { depends_on: ["db"] }],
  [["--depends-on", "db", "--depends-on", "web"], { depends_on: ["db", "web"] }],
  [["--depends-on", '["db"]'], { depends_on: ["db"] }],
  [["--depends-on", '{"db":{}}'], { depends_on: { db: {} } }],
  [["--depends-on", '{"db":{}}', "--depends-on", '{"web":{}}'], { depends_on: { db: {}, web: {} } }],
  [["--ports", "[::1]:8080:80"], { ports: ["[::1]:8080:80"] }],
  [["--ports", "8025", "--ports", '{"target":80}'], { ports: ["8025", { target: 80 }] }],
  [["--ports", '["8025",{"target":80}]'], { ports: ["8025", { target: 80 }] }],
])("%j", (args, input) => {
  expect(readCommandLine(["add", ...args], tools).input).toEqual(input);
});

test("global flags are read anywhere, and never become input", () => {
  expect(readCommandLine(["--workspace", "/w", "start", "--json", "--skill=/s"], tools)).toMatchObject({ wants: "run", workspace: "/w", skill: "/s", input: { wait_s: 600 } });
});

describe("what is meant is told", () => {
  test.each([
    ["strat", "Did you mean start?"],
    ["start --servces a", "Did you mean --services?"],
    ["exec web ls -la", "There is no flag -l here."],
    ["exec web ls", "Write service-exec web -- ls."],
    ["start web", "start-env takes flags only, but was given web. See start-env --help."],
    ["logs --tail", "--tail needs a value."],
    ["logs --tail --json", "--tail needs a value."],
    ['add --depends-on db --depends-on {"web":{}}', "--depends-on is given both as a map and as words."],
    ['add --depends-on {"web":{}} --depends-on db', "--depends-on KEY=VALUE once for each."],
    ["add --ports [8025", "--ports is not valid JSON"],
    ["start --dry-run=maybe", '--dry-run is on or off, not "maybe".'],
  ])("%s", (line, sentence) => {
    try {
      readCommandLine(line.split(" "), tools);
      expect.unreachable();
    } catch (error) {
      expect(`${(error as { message: string }).message} ${(error as { fix: string }).fix}`).toContain(sentence);
    }
  });
});

describe("--watch", () => {
  test("is a flag of the verbs that can be watched, and no field of their input", () => {
    expect(readCommandLine(["logs", "web", "--watch"], tools)).toMatchObject({ wants: "run", watch: true, input: { services: ["web"] } });
    expect(readCommandLine(["logs", "web", "--no-watch"], tools)).not.toHaveProperty("watch");
  });

  test.each(["--watch", "--watch=true"])("elsewhere %s is refused, and it is said where it may stand", (flag) => {
    expect(() => readCommandLine(["start", flag], tools)).toThrow(expect.objectContaining({ code: "unknown-flag", message: "start-env cannot be watched.", fix: "Leave --watch out; service-logs can be watched." }));
  });

  test("behind -- it is a word", () => {
    expect(readCommandLine(["exec", "web", "--", "npm", "test", "--watch"], tools).input).toEqual({ service: "web", command: ["npm", "test", "--watch"] });
  });
});
