import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { commands } from "../src/commands/all-commands.ts";
import { nodeFiles } from "../src/host/node-files.ts";
import { parseMap } from "../src/maps/parse-map.ts";
import { pointersInText } from "../src/maps/pointers-in-text.ts";
import { makeTargets } from "../src/pointers/make-targets.ts";
import { resolvePointer } from "../src/pointers/resolve-pointer.ts";
import { Sources } from "../src/pointers/sources.ts";
import { liveLines } from "../src/text/markdown-lines.ts";
import { tools } from "../src/tools/index.ts";

const ROOT = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const sourcesOf = (path: string): Sources => new Sources(nodeFiles, fileURLToPath(new URL(path, ROOT)));

const text = read("SKILL.md");
const [, head = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
const front = z.object({ name: z.string(), description: z.string(), license: z.string(), metadata: z.object({ version: z.string() }) }).loose().parse(parse(head));
const description = front.description.toLowerCase();
const spans = [...body.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
const toolNames = tools.map(({ name }) => name);
const fields = new Set(tools.flatMap((tool) => Object.keys(tool.input.shape)));

/** What stands under a heading of level two, its line ends as spaces. */
const section = (title: string): string => (body.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? "").replace(/\s+/g, " ");

describe("the format", () => {
  test("front matter holds what the format knows, and nothing else", () => {
    const known = ["name", "description", "license", "compatibility", "metadata", "allowed-tools"];
    expect(Object.keys(front).filter((key) => !known.includes(key))).toEqual([]);
    expect(front.name).toBe("devops-bestays-infra");
    expect(front.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(front.description.length).toBeLessThanOrEqual(1024);
    expect(front.description).not.toMatch(/[<>]/);
    expect(Object.values(front.metadata).every((value) => typeof value === "string")).toBe(true);
  });

  test("its version is the package's", () => {
    expect(front.metadata.version).toBe(z.object({ version: z.string() }).parse(JSON.parse(read("package.json"))).version);
  });

  test("it is short", () => {
    expect(text.split("\n").length).toBeLessThan(500);
    expect(countTokens(text)).toBeLessThan(5_000);
  });
});

test.each([
  "Docker Compose",
  "Dockerfile creation",
  "Makefile workflows",
  "service orchestration",
  "production migrations",
  "backups",
  "starting, restarting or stopping the development environment",
  "managing containers",
  "debugging service failures or integration issues",
  "checking system health or component status",
  "finding information about components",
  "adding services to docker-compose",
  "understanding how subsystems connect",
  "troubleshooting environment setup",
  "setting up infrastructure",
  "deploying to a VPS",
  "running migrations",
  "self-updating knowledge index",
  "points to authoritative sources",
])("the description says: %s", (words) => {
  expect(description).toContain(words.toLowerCase());
});

describe("tools", () => {
  test.each(toolNames)("%s is named", (name) => {
    expect(spans.some((span) => span === name)).toBe(true);
  });

  test("what is named is a tool, or a field of one", () => {
    const named = spans.flatMap((span) => /^([a-z]+(?:_[a-z]+)+)(?:: \S+)?$/.exec(span)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !toolNames.includes(name) && !fields.has(name))).toEqual([]);
  });

  test("what only the command line has is called so", () => {
    for (const { name } of commands) expect(body).toContain(`the command line's \`${name}\``);
  });

  test.each([
    ["How do I start the dev environment?", "start_env"],
    ["The backend isn't starting", "troubleshoot"],
    ["What ports does the system use?", "lookup_component"],
    ["Where is the chat API documented?", "lookup_component"],
    ["How do I add a new service?", "add_service"],
    ["Check system health", "health_check"],
  ])('"%s" is a question for %s', (phrase, tool) => {
    const row = section("Which tool for which question").split(" | | ").find((one) => one.includes(`"${phrase}"`));
    expect(/`([a-z_]+)`/.exec(row ?? "")?.[1]).toBe(tool);
  });
});

test("the table of make targets has every target, and no other", async () => {
  const targets = (await makeTargets(sourcesOf("examples/bestays"), "Makefile")).map(({ name }) => name);
  const rows = section("Make target and tool").split(" | | ").map((row) => row.split(" | "));
  const listed = rows.flatMap(([target = ""]) => [...target.matchAll(/`make ([\w-]+)`/g)].map((match) => match[1] ?? ""));
  expect(targets.length).toBeGreaterThan(20);
  expect(listed.toSorted()).toEqual(targets.toSorted());
  for (const [target = "", tool = ""] of rows.filter(([one = ""]) => one.includes("`make "))) {
    expect([target, toolNames.some((name) => tool.includes(`\`${name}\``)) || tool.includes("by hand") || tool.includes("`mode: rebuild`")]).toEqual([target, true]);
  }
});

describe("what it points to", () => {
  test("files, places in them and make targets are there, in the reference workspace or in the package", async () => {
    const workspaces = [sourcesOf("examples/bestays"), sourcesOf(".")];
    const manner = { makefile: "Makefile", envTemplate: ".env.example", known: false, variables: false, spansOnly: false };
    const written = [...liveLines(text)].flatMap(({ line, number }) => pointersInText(line, manner).map((one) => ({ role: "", line: number, ...one })));
    const found = await Promise.all(written.map(async (one) => ({ at: `${one.line}: ${one.written}`, statuses: await Promise.all(workspaces.map(async (sources) => (await resolvePointer(sources, one, { folders: [] })).status)) })));
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter(({ statuses }) => !statuses.some((status) => ["ok", "external", "unchecked"].includes(status)))).toEqual([]);
  });

  test("components and issues are in the maps", () => {
    const titles = (path: string): string[] => parseMap(read(path)).map(({ title }) => title);
    const components = [...body.replace(/\s+/g, " ").matchAll(/entry "([^"]+)"/g)].map((match) => match[1] ?? "");
    const issues = [...section("What goes wrong").matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(components.length).toBeGreaterThan(3);
    expect(issues.length).toBeGreaterThan(3);
    expect(components.filter((title) => !titles("references/component-map.md").includes(title))).toEqual([]);
    expect(issues.filter((title) => !titles("references/troubleshooting-index.md").includes(title))).toEqual([]);
  });

  test("no published port and no address of a service stands in it", () => {
    const published = [...read("examples/bestays/docker-compose.dev.yml").matchAll(/\$\{\w+_PORT:-(\d+)\}:(\d+)/g)].flatMap((match) => [match[1] ?? "", match[2] ?? ""]);
    expect(published).toContain("8011");
    expect(published.filter((port) => text.includes(port))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\//);
  });

  test.each(["skill-pb-spec", "skill-pb-discuss", "backend-architect", "debugger"])("%s is told what it may take", (skill) => {
    expect(section("With other skills")).toMatch(new RegExp(`\\| ${skill} \\| [^|]*\`(?:${toolNames.join("|")})\``));
  });
});
