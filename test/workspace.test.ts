import { describe, expect, test } from "vitest";
import { ModelCache } from "../src/compose/read-model.ts";
import type { Machine } from "../src/host/machine.ts";
import { Jobs } from "../src/state/jobs.ts";
import { openWorkspace, type Call, type Progress, type Session } from "../src/workspace.ts";
import { fakeClock } from "./support/fake-clock.ts";
import { fakeMachine } from "./support/fake-machine.ts";
import { fakeNet } from "./support/fake-net.ts";
import { fakeRunner } from "./support/fake-runner.ts";
import { memoryFiles } from "./support/memory-files.ts";

interface World {
  tree?: Record<string, string>;
  links?: Record<string, string>;
  machine?: Partial<Machine>;
  session?: Partial<Session>;
  call?: Partial<Call>;
}

const MAP = "---\ncompose_files: [compose.yaml]\n---\n";

/** Opens a workspace; whatever it asks of the engine, the network or a process throws. */
function open({ tree = {}, links = {}, machine = {}, session = {}, call = {} }: World) {
  const files = memoryFiles(tree);
  for (const [path, target] of Object.entries(links)) files.link(path, target);
  const ports = { runner: fakeRunner(), files, net: fakeNet(), clock: fakeClock(), machine: fakeMachine({ cwd: "/home/dev", ...machine }) };
  const given: Session = { ports, packageRoot: "/package", models: new ModelCache(), jobs: new Jobs(), ...session };
  return openWorkspace(given, { signal: new AbortController().signal, progress: () => undefined, face: "mcp", ...call });
}

const rootOf = async (world: World) => (await open(world)).root;

describe("the folder", () => {
  const tree = Object.fromEntries(["flag", "variable", "claude", "client", "home/dev/deep/project"].map((name) => [`/${name}/compose.yaml`, ""]));
  const all: World = { tree, session: { workspace: "/flag" }, machine: { env: { DEVOPS_WORKSPACE: "/variable", CLAUDE_PROJECT_DIR: "/claude" } }, call: { clientFolder: "/client" } };

  test("is the flag's, then DEVOPS_WORKSPACE's, then CLAUDE_PROJECT_DIR's, then the client's", async () => {
    expect(await rootOf(all)).toBe("/flag");
    expect(await rootOf({ ...all, session: {} })).toBe("/variable");
    expect(await rootOf({ ...all, session: {}, machine: { env: { CLAUDE_PROJECT_DIR: "/claude" } } })).toBe("/claude");
    expect(await rootOf({ ...all, session: {}, machine: {} })).toBe("/client");
  });

  test.each(["/home/dev/deep/project/src/api", "/home/dev/deep/project"])("is the nearest above that holds a compose file, from %s", async (cwd) => {
    expect(await rootOf({ tree: { ...tree, "/home/dev/compose.yaml": "", "/home/dev/deep/project/src/api/main.py": "" }, machine: { cwd } })).toBe("/home/dev/deep/project");
  });

  test.each(["docker-compose.yml", "docker-compose.dev.yaml", "compose.override.yml"])("may hold a %s", async (name) => {
    expect(await rootOf({ tree: { [`/srv/${name}`]: "", "/srv/src/a": "" }, machine: { cwd: "/srv/src" } })).toBe("/srv");
  });

  test("is where we are, where no folder above holds one", async () => {
    expect(await rootOf({ tree: { "/home/dev/notes.txt": "" } })).toBe("/home/dev");
  });

  test("that is relative starts where we are", async () => {
    expect(await rootOf({ tree: { "/home/dev/shop/compose.yaml": "" }, session: { workspace: "./x/../shop/" } })).toBe("/home/dev/shop");
  });

  test("has its links resolved", async () => {
    expect(await rootOf({ tree: { "/real/shop/compose.yaml": "" }, links: { "/link": "/real/shop" }, session: { workspace: "/link" } })).toBe("/real/shop");
    expect(await rootOf({ tree: { "/real/shop/compose.yaml": "", "/real/shop/src/a": "" }, links: { "/link": "/real/shop" }, machine: { cwd: "/link/src" } })).toBe("/real/shop");
  });

  test.each([["/nowhere", "is not there"], ["/home/dev/compose.yaml", "is a file"]])("%s is refused: it %s", async (workspace) => {
    await expect(rootOf({ tree: { "/home/dev/compose.yaml": "" }, session: { workspace } })).rejects.toMatchObject({ code: "workspace-missing", message: `The workspace ${workspace} is not a folder.`, fix: expect.stringContaining("--workspace") });
  });

  test("that was named and is missing is not replaced by another", async () => {
    await expect(rootOf({ ...all, session: { workspace: "/gone" } })).rejects.toMatchObject({ code: "workspace-missing" });
  });
});

describe("the skill", () => {
  const skill = (folder: string) => ({ [`${folder}/references/component-map.md`]: MAP });
  const skillOf = async (world: World) => (await open({ session: { workspace: "/shop" }, ...world })).skill;
  const shop = { "/shop/compose.yaml": "services: {}" };

  test("is the one that is named, by the flag or by DEVOPS_SKILL", async () => {
    const tree = { ...shop, ...skill("/shop/.claude/skills/own"), ...skill("/skills/a"), ...skill("/skills/b") };
    expect(await skillOf({ tree, session: { workspace: "/shop", skill: "/skills/a" }, machine: { env: { DEVOPS_SKILL: "/skills/b" } } })).toMatchObject({ folder: "/skills/a", from: "named" });
    expect(await skillOf({ tree, machine: { env: { DEVOPS_SKILL: "/skills/b" } } })).toMatchObject({ folder: "/skills/b", from: "named" });
  });

  test.each([".claude/skills/infra", ".agents/skills/infra"])("is the workspace's own under %s", async (folder) => {
    expect(await skillOf({ tree: { ...shop, ...skill(`/shop/${folder}`) } })).toMatchObject({ folder: `/shop/${folder}`, from: "workspace", front: { compose_files: ["compose.yaml"] } });
  });

  test("is the package's only where its compose files are there", async () => {
    expect(await skillOf({ tree: { ...shop, ...skill("/package") } })).toMatchObject({ folder: "/package", from: "package" });
    expect(await skillOf({ tree: { "/shop/docker-compose.yml": "", ...skill("/package") } })).toBeUndefined();
    expect(await skillOf({ tree: shop })).toBeUndefined();
  });

  test("that is named and missing, or one of several, is refused", async () => {
    await expect(skillOf({ tree: shop, session: { workspace: "/shop", skill: "/gone" } })).rejects.toMatchObject({ code: "skill-missing" });
    await expect(skillOf({ tree: { ...shop, ...skill("/shop/.claude/skills/a"), ...skill("/shop/.claude/skills/b") } })).rejects.toMatchObject({ code: "skill-ambiguous" });
  });
});

describe("what may be shown", () => {
  const opened = async () => {
    const heard: Progress[] = [];
    const workspace = await open({ tree: { "/home/dev/compose.yaml": "" }, call: { progress: (one) => void heard.push(one) } });
    return { workspace, heard };
  };

  test("nothing is hidden before anything is known", async () => {
    const { workspace } = await opened();
    expect(workspace.redact({ text: "hunter2-hunter2" })).toEqual({ text: "hunter2-hunter2" });
  });

  test("from then on values are hidden in results and in progress, whoever holds the workspace", async () => {
    const { workspace, heard } = await opened();
    const { redact, progress } = workspace;
    workspace.protect([{ name: "DB_PASSWORD", value: "hunter2-hunter2" }], []);
    expect(redact({ a: ["x hunter2-hunter2 y"] })).toEqual({ a: ["x [DB_PASSWORD] y"] });
    progress({ message: "using hunter2-hunter2", done: 1, total: 2 });
    expect(heard).toEqual([{ message: "using [DB_PASSWORD]", done: 1, total: 2 }]);
  });

  test("what the model shows as a name stays", async () => {
    const { workspace } = await opened();
    workspace.protect([{ name: "IMAGE", value: "registry.example/shop:4" }], ["registry.example/shop:4"]);
    expect(workspace.redact("pulling registry.example/shop:4")).toBe("pulling registry.example/shop:4");
  });

  test("the last call says all of it", async () => {
    const { workspace } = await opened();
    workspace.protect([{ name: "ONE_TOKEN", value: "aaaaaaaaaaaa" }], []);
    workspace.protect([{ name: "TWO_TOKEN", value: "bbbbbbbbbbbb" }], []);
    expect(workspace.redact("aaaaaaaaaaaa bbbbbbbbbbbb")).toBe("aaaaaaaaaaaa [TWO_TOKEN]");
  });
});

test("a call's signal and face are handed on, and its state lies in the workspace", async () => {
  const { signal } = new AbortController();
  const workspace = await open({ tree: { "/home/dev/compose.yaml": "" }, call: { signal, face: "terminal" } });
  expect(workspace.signal).toBe(signal);
  expect(workspace.face).toBe("terminal");
  expect(workspace.state.path("x.json")).toBe("/home/dev/.devops-infra/x.json");
});
