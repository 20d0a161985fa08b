import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { toolListing } from "../../src/tool-listing.ts";
import { tools } from "../../src/tools/index.ts";
import { runCli } from "../support/run-cli.ts";

let workspace: string;
beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), "verbs-"));
  await writeFile(join(workspace, "compose.yaml"), "services:\n  web:\n    image: nginx:alpine\n");
});
afterAll(() => rm(workspace, { recursive: true, force: true }));

const cli = (args: string[]) => runCli(inject("program"), args, { cwd: workspace });

describe.each(toolListing(tools).map((one) => one.definition))("$name", ({ name, inputSchema }) => {
  const verb = name.replaceAll("_", "-");

  test("has a help that names every field", async () => {
    const { stdout, code } = await cli([verb, "--help"]);
    expect(code).toBe(0);
    const fields = Object.keys(inputSchema.properties ?? {}).map((field) => `--${field.replaceAll("_", "-")}`);
    expect(fields.filter((flag) => !stdout.includes(flag)), stdout).toEqual([]);
  });

  test("refuses a flag that it does not know", async () => {
    expect(await cli([verb, "--nonsense"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("There is no flag --nonsense here.") });
  });
});

test("the usage names every verb", async () => {
  const { stdout } = await cli(["help"]);
  expect(tools.map(({ name }) => name.replaceAll("_", "-")).filter((verb) => !stdout.includes(`  ${verb}`))).toEqual([]);
});

test.each([
  [["health", "--json"], 1],
  [["start", "--dry-run", "--json"], 1],
  [["logs", "web", "--json"], 2],
  [["exec", "web", "--json", "--", "ls"], 2],
  [["exec", "--json"], 2],
])("%j without an engine prints JSON and exits with %i", async (args, code) => {
  const run = await cli(args);
  expect(run.code).toBe(code);
  expect(JSON.parse(run.stdout)).toHaveProperty(code === 2 ? "error.fix" : "summary");
  expect(run.stderr).toBe("");
});
