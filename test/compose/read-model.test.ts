import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { ModelCache, readModel } from "../../src/compose/read-model.ts";
import type { Project } from "../../src/compose/project.ts";
import type { Finished } from "../../src/host/runner.ts";
import { fakeRunner } from "../support/fake-runner.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { aProject } from "../support/seen.ts";

const CONFIG = ["docker", "compose", "--ansi", "never", "--progress", "plain", "-p", "shop", "-f", "compose.yaml", "config", "--format", "json"];

function world(text: string, answer: Partial<Finished> = { stdout: '{"name": "shop", "services": {"web": {}}}' }, more: Record<string, string> = {}) {
  const files = memoryFiles({ "/srv/shop/compose.yaml": text, ...Object.fromEntries(Object.entries(more).map(([path, content]) => [`/srv/shop/${path}`, content])) });
  const runner = fakeRunner([{ argv: CONFIG, answer }]);
  const models = new ModelCache();
  const read = (facts: Partial<Project> = {}) => readModel({ files, runner, models, signal: new AbortController().signal }, aProject(facts));
  return { files, runner, read };
}

test("the model is what compose's config says", async () => {
  const { read } = world("services: {web: {image: '$TAG'}}");
  expect(await read()).toEqual({ model: { name: "shop", services: { web: {} } }, variables: ["TAG"], missing: [], secrets: [], texts: new Map([["compose.yaml", "services: {web: {image: '$TAG'}}"]]), profiles: [] });
});

test("a project without services has an empty model", async () => {
  expect((await world("{}", { stdout: '{"name": "shop"}' }).read()).model).toEqual({ name: "shop", services: {} });
});

describe("is read anew only when something it is made of has changed", () => {
  const TEXT = "services: {web: {image: '$TAG', env_file: web.env}}";

  test.each([
    ["nothing", async () => undefined, {}, 1],
    ["the compose file", async ({ files }: ReturnType<typeof world>) => files.write("/srv/shop/compose.yaml", `${TEXT}\n`), {}, 2],
    ["a variable that it references", async () => undefined, { envValues: { TAG: "2" } }, 2],
    ["a variable that it does not reference", async () => undefined, { envValues: { OTHER: "2" } }, 1],
    ["a file of variables of a service", async ({ files }: ReturnType<typeof world>) => files.write("/srv/shop/web.env", "A=2"), {}, 2],
  ])("%s", async (_name, change, facts, runs) => {
    const given = world(TEXT, undefined, { "web.env": "A=1" });
    await given.read();
    await change(given);
    await given.read(facts);
    expect(given.runner.calls).toHaveLength(runs);
  });

  test("a file that was refused is asked for again", async () => {
    const { read, runner } = world("services: {}", { exitCode: 1, stderr: "no" });
    await read();
    await read();
    expect(runner.calls).toHaveLength(2);
  });
});

describe("a file that compose refuses is part of the answer", () => {
  test.each([
    ["with its line", 'yaml: line 3: did not find expected key', { message: "yaml: line 3: did not find expected key", file: "compose.yaml", line: 3 }],
    ["without one", 'service "web" depends on undefined service "db": invalid compose project', { message: 'service "web" depends on undefined service "db": invalid compose project', file: "compose.yaml" }],
    ["the last of several lines says why", "time=\"x\" level=warning msg=\"y\"\nservices.web Additional property foo is not allowed", { message: "services.web Additional property foo is not allowed", file: "compose.yaml" }],
    ["escape sequences are taken out", "\u001b[31myaml: line 1: bad\u001b[0m", { message: "yaml: line 1: bad", file: "compose.yaml", line: 1 }],
  ])("%s", async (_name, stderr, expected) => {
    const { model, invalid } = await world("services: {}", { exitCode: 15, stderr }).read();
    expect({ model, invalid }).toEqual({ model: undefined, invalid: expected });
  });

  test("of several files, the one that the message names", async () => {
    const files = memoryFiles({ "/srv/shop/a.yaml": "{}", "/srv/shop/b.yaml": "{}" });
    const runner = fakeRunner([{ argv: () => true, answer: { exitCode: 1, stderr: "validating /srv/shop/b.yaml: services must be a mapping" } }]);
    const read = await readModel({ files, runner, models: new ModelCache(), signal: new AbortController().signal }, aProject({ files: ["a.yaml", "b.yaml"] }));
    expect(read.invalid?.file).toBe("b.yaml");
  });

  test("one that is not valid YAML and includes others never reaches compose", async () => {
    const { read, runner } = world("include: [a.yaml]\na: 1\na: 2");
    expect((await read()).invalid).toMatchObject({ file: "compose.yaml", line: 3 });
    expect(runner.calls).toEqual([]);
  });

  test("no answer in time", async () => {
    expect((await world("{}", { outcome: "timed_out", exitCode: null }).read()).invalid).toEqual({ message: "docker compose config did not answer within 20 s" });
  });
});

test.each<[string, Partial<Finished>, string]>([
  ["no docker", { outcome: "missing", exitCode: null }, "There is no `docker` command on the PATH."],
  ["docker may not be run", { outcome: "refused", exitCode: null }, "The `docker` command may not be run by this user."],
  ["docker without the plugin", { exitCode: 1, stderr: "docker: 'compose' is not a docker command.\nSee 'docker --help'" }, "`docker compose` is not there, or older than 2.20."],
  ["a compose too old for the flags", { exitCode: 1, stderr: "unknown flag: --progress" }, "`docker compose` is not there, or older than 2.20."],
])("where compose cannot be asked, that is said: %s", async (_name, answer, unasked) => {
  expect(await world("{}", answer).read()).toMatchObject({ unasked });
});

test("a call that is cancelled ends", async () => {
  await expect(world("{}", { outcome: "cancelled", exitCode: null }).read()).rejects.toMatchObject({ code: "cancelled", message: "The call was cancelled." });
});

describe("variables", () => {
  test("required ones without a value are named, and digits stand in for them", async () => {
    const { read, runner } = world("services: {web: {image: '${TAG:?which}', ports: ['${PORT?}:80'], environment: {A: '${SET:?x}'}}}");
    const { missing, variables } = await read({ environment: { SET: "1", TAG: "" } });
    expect({ missing, variables }).toEqual({ missing: ["TAG", "PORT"], variables: ["TAG", "PORT", "SET"] });
    expect(runner.calls[0]?.env).toMatchObject({ TAG: "65000", PORT: "65000", SET: "1" });
  });

  test.each([
    ["in a comment", "services:\n  web:\n    # image: ${TAG:?which}\n    image: x # ${NOPE:?x}"],
    ["in a default that is not needed", "services: {web: {image: '${SET:-${TAG:?which}}'}}"],
    ["behind two dollar signs", "services: {web: {command: 'echo $${TAG:?which}'}}"],
  ])("none is required %s", async (_name, text) => {
    expect((await world(text).read({ environment: { SET: "1" } })).missing).toEqual([]);
  });

  test("in a block of text a number sign begins no comment", async () => {
    expect((await world("services:\n  web:\n    command: |\n      # ${TAG:?which}\n").read()).missing).toEqual(["TAG"]);
  });

  test("a file from another folder has its own .env, so compose itself says what it lacks", async () => {
    const { read } = world("include: [sub/compose.yaml]", undefined, { "sub/compose.yaml": "services: {web: {image: '${TAG:?which}'}}", "sub/.env": "TAG=1" });
    expect((await read()).missing).toEqual([]);
  });

  test("those that are taken over as they are, are passed on", async () => {
    const { read, runner } = world("services:\n  web:\n    environment:\n      - TOKEN\n      - MODE=x\n  api:\n    environment:\n      OTHER:\n      SET: x");
    await read({ environment: { TOKEN: "t", OTHER: "o", SET: "s", MODE: "m", UNKNOWN: "u" } });
    expect(runner.calls[0]?.env).toMatchObject({ TOKEN: "t", OTHER: "o" });
    expect(Object.keys(runner.calls[0]?.env ?? {})).not.toContain("UNKNOWN");
  });
});

test.each([
  ["empty lines", "\n".repeat(50_000)],
  ["lines of spaces", `${" ".repeat(1_000)}\n`.repeat(500)],
  ["one line of spaces", `-${" ".repeat(900_000)}x y`],
])("a file of %s is read as soon as another", async (_name, text) => {
  const begun = process.cpuUsage();
  await world(`services: {}\n${text}`).read();
  expect(spentMs(begun)).toBeLessThan(3_000);
});

describe("secrets", () => {
  const valuesOf = async (given: ReturnType<typeof world>, facts: Partial<Project> = {}) => (await given.read(facts)).secrets.map((one) => `${one.name}=${one.value}`);

  test("are all values of .env and of the services' env files, in every form", async () => {
    const text = "services:\n  a: {env_file: a.env}\n  b: {env_file: [b.env, {path: c.env, required: false}]}\n  c: {env_file: '${WHICH:-d}.env'}\n  d: {env_file: ['../outside.env', gone.env]}";
    const given = world(text, undefined, { ".env": "ROOT=0", "a.env": "A=1", "b.env": "B='2'", "c.env": "export C=3", "d.env": "D=4 # four", "../outside.env": "OUT=5" });
    expect(await valuesOf(given)).toEqual(["ROOT=0", "A=1", "B=2", "C=3", "D=4"]);
  });

  test("are the values of what is included from another folder", async () => {
    const given = world("include: [{path: sub/compose.yaml, env_file: more.env}]", undefined, { "sub/compose.yaml": "services: {a: {env_file: a.env}}", "sub/.env": "S=1", "sub/a.env": "A=2", "more.env": "M=3" });
    expect((await valuesOf(given)).toSorted()).toEqual(["A=2", "M=3", "S=1"]);
  });

  test("are values of the model under a name that looks secret", async () => {
    const model = { name: "shop", services: { web: { environment: { API_KEY: "k", MODE: "m", EMPTY_TOKEN: null }, build: { args: { NPM_TOKEN: "t", NODE: "20" } } } } };
    expect(await valuesOf(world("services: {}", { stdout: JSON.stringify(model) }))).toEqual(["NPM_TOKEN=t", "API_KEY=k"]);
  });

  test("are values of our own environment that the files use, in a command for one", async () => {
    const given = world("services: {web: {command: 'run --password ${DB_PASSWORD} ${MODE}'}}");
    expect(await valuesOf(given, { environment: { DB_PASSWORD: "p", MODE: "m", OTHER_TOKEN: "o" } })).toEqual(["DB_PASSWORD=p"]);
  });
});
