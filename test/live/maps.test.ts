import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterEach, expect, test } from "vitest";
import { copyWorkspace } from "../../scripts/workspace.mjs";
import { LiveProject, liveDescribe } from "../support/live.ts";

const MAP = ".claude/skills/devops-bestays-infra/references/component-map.md";
const INDEX = ".claude/skills/devops-bestays-infra/references/troubleshooting-index.md";

const open: LiveProject[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A copy of the reference workspace with a skill of its own, in git; nothing of it is started. */
function copy(): LiveProject {
  const project = new LiveProject({});
  open.push(project);
  copyWorkspace(project.root, {});
  project.write(".env", readFileSync(join(project.root, ".env.example"), "utf8"));
  git(project, "init", "-q");
  git(project, "add", "-A");
  git(project, "commit", "-q", "-m", "as it was");
  return project;
}

function git(project: LiveProject, ...args: string[]): string {
  return execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: project.root, encoding: "utf8" });
}

const read = (project: LiveProject, path: string) => readFileSync(join(project.root, path), "utf8");

/** The component that a lookup tells in full. */
const first = (facts: Record<string, unknown>): unknown => (Array.isArray(facts["components"]) ? facts["components"][0] : undefined);

/** Every file of a workspace but the program's own, with its bytes. */
function tree(project: LiveProject): Record<string, string> {
  const files = readdirSync(project.root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map((one) => relative(project.root, join(one.parentPath, one.name))).filter((path) => !/^\.git\/|\.devops-infra\//.test(path));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(project.root, path)).toString("latin1")]));
}

liveDescribe("looking up", () => {
  test("a port changed between two calls: live value, line and drift follow", async () => {
    const project = copy();
    writeFileSync(join(project.root, MAP), read(project, MAP).replace("**Docker**: `docker-compose.dev.yml` → `services` → `server`\n", "**Docker**: `docker-compose.dev.yml` → `services` → `server`\n\n**Ports**: 8011\n"));
    expect(read(project, MAP)).toContain("**Ports**: 8011");
    const ask = () => project.call("lookup_component", { query: "FastAPI server ports" });
    const before = (await ask()).facts;
    const line = read(project, "docker-compose.dev.yml").split("\n").findIndex((one) => one.includes("SERVER_PORT:-8011}:8011")) + 1;
    expect(first(before)).toMatchObject({ name: "FastAPI Server" });
    expect(JSON.stringify(before["components"])).toMatch(new RegExp(`"label":"[^"]*ports?","value":"[^"]*8011[^"]*","path":"docker-compose.dev.yml","line":${line}\\b`));
    expect(JSON.stringify(before)).not.toContain('"drift"');
    const moved = `\n\n${read(project, "docker-compose.dev.yml").replace("${SERVER_PORT:-8011}:8011", "${SERVER_PORT:-8012}:8012")}`;
    writeFileSync(join(project.root, "docker-compose.dev.yml"), moved);
    const { facts, text } = await ask();
    expect(JSON.stringify(facts["components"])).toMatch(new RegExp(`"value":"[^"]*8012[^"]*","path":"docker-compose.dev.yml","line":${line + 2}\\b`));
    expect(first(facts)).toMatchObject({ drift: [{ label: "Ports", stated: "8011", path: "docker-compose.dev.yml", line: line + 2 }] });
    expect(JSON.stringify(facts["components"])).toMatch(/"actual":"[^"]*8012/);
    expect(text).toContain("8012");
    // The preflight script looks at the old port still: that is found too.
    expect((await project.call("check_index")).facts["problems"]).toMatchObject([{ code: "drift", entry: "FastAPI Server" }, { code: "preflight-port-missing" }, { code: "preflight-port-stale" }]);
  });

  test("the maps of the reference workspace are sound, by the tool and by the command line", async () => {
    const project = copy();
    const { facts } = await project.call("check_index");
    expect(facts).toMatchObject({ status: "sound", problems: [], uncovered: [] });
    const { code, stdout } = await project.cli(["check-index"]);
    expect(stdout).toContain("sound");
    expect(code).toBe(0);
    writeFileSync(join(project.root, MAP), read(project, MAP).replace("`apps/server/alembic.ini`", "`apps/server/alembic.cfg`"));
    const broken = await project.cli(["check-index"]);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain("alembic.cfg");
  });
});

liveDescribe("adding a service", () => {
  test("to a commented, anchored file with Windows line ends: only added lines; undo gives the same bytes", async () => {
    const project = copy();
    const compose = [
      "# What we run.",
      "x-logging: &logging",
      "  logging:",
      "    driver: json-file # not journald",
      "",
      "services:",
      "  db: &db",
      "    <<: *logging",
      "    image: 'postgres:15'",
      "    environment: { POSTGRES_PASSWORD: x }   # local only",
      "    networks: [back]",
      "",
      "  # the page",
      "  web:",
      "    <<: *logging",
      "    image: 'nginx:1'",
      "    depends_on: [db]",
      "    ports:",
      "    - '127.0.0.1:8080:80'",
      "    networks: [back]",
      "",
      "# the only network",
      "networks:",
      "  back: {}",
      "",
    ].join("\r\n");
    writeFileSync(join(project.root, "docker-compose.dev.yml"), compose);
    git(project, "commit", "-qam", "another manner");
    const before = tree(project);
    const { facts, text } = await project.call("add_service", { name: "mail-catcher", image: "axllent/mailpit:v1.20", ports: ["8025"], environment: { MP_MAX_MESSAGES: 500 }, depends_on: ["db"], description: "catches mail" });
    expect(facts, text).toMatchObject({ status: "applied", validation: { ok: true } });
    const [added = "", deleted = ""] = git(project, "diff", "--numstat", "--", "docker-compose.dev.yml").split("\t");
    expect(Number(added)).toBeGreaterThan(4);
    expect(deleted).toBe("0");
    expect(read(project, "docker-compose.dev.yml").replaceAll("\r\n", "")).not.toContain("\n");
    expect(read(project, "Makefile")).toContain("logs-mailcatcher:");
    expect(read(project, MAP)).toContain("### mail-catcher");
    expect(read(project, ".sdlc-workflow/scripts/preflight.sh")).toContain("8025");
    for (const one of git(project, "diff", "--numstat").trim().split("\n")) expect(one.split("\t")[1]).toBe("0");
    expect(first((await project.call("lookup_component", { query: "mail-catcher" })).facts)).toMatchObject({ name: "mail-catcher", pointers: [{ status: "ok" }] });
    const undone = await project.cli(["undo"]);
    expect(undone.stderr + undone.stdout).toContain("Undone");
    expect(tree(project)).toEqual(before);
  });

  test("with the Makefile immutable: rejected, and every other file is as it was", async ({ skip }) => {
    const project = copy();
    const makefile = join(project.root, "Makefile");
    if (spawnSync("chattr", ["+i", makefile]).status !== 0) skip("this user may not make a file immutable");
    try {
      const before = tree(project);
      const { facts } = await project.call("add_service", { name: "cache2", template: "redis" });
      expect(facts).toMatchObject({ status: "rejected", edits: [], problems: [{ code: "file-unwritable" }] });
      expect(facts.summary).toContain("Makefile");
      expect(tree(project)).toEqual(before);
      expect(git(project, "status", "--porcelain").trim()).toBe("");
    } finally {
      spawnSync("chattr", ["-i", makefile]);
    }
    expect((await project.call("add_service", { name: "cache2", template: "redis" })).facts).toMatchObject({ status: "applied" });
  });

  test("a dry run shows the diff and writes nothing; what is refused changes nothing", async () => {
    const project = copy();
    const before = tree(project);
    const planned = await project.call("add_service", { name: "cache2", template: "redis", dry_run: true });
    expect(planned.facts).toMatchObject({ status: "planned" });
    expect(planned.text).toContain("+  cache2:");
    const rejected: [Record<string, unknown>, string][] = [
      [{ name: "server", image: "nginx:1" }, "service-exists"],
      [{ name: "-v", image: "nginx:1" }, "invalid-name"],
      [{ name: "web", image: "nginx:1", ports: ["8011:80"] }, "port-taken"],
      [{ name: "web", image: "nginx:1", depends_on: ["nobody"] }, "unknown-service"],
      [{ name: "web", image: "nginx:1", volumes: ["/var/run/docker.sock:/var/run/docker.sock"] }, "docker-socket"],
      [{ name: "web", image: "nginx:1", healthcheck: { tst: ["CMD", "true"] } }, "compose-invalid"],
    ];
    for (const [input, code] of rejected) {
      const { facts, text } = await project.call("add_service", input);
      expect(facts, text).toMatchObject({ status: "rejected", edits: [] });
      expect(JSON.stringify(facts["problems"]), text).toContain(`"${code}"`);
    }
    expect(tree(project)).toEqual(before);
  });
});

liveDescribe("writing down", () => {
  test("8 processes × 20 entries at once: 160 entries, the rest of the file unchanged", async () => {
    const project = copy();
    const before = read(project, INDEX);
    const add = (process: number, number: number) =>
      project.cli(["update-index", `Worker ${process} stumbles over case ${number}`, "--kind", "issue", "--category", "Performance", "--symptoms", `the worker ${process} stops at case ${number}`, "--steps", "make logs-server", "--json"]);
    const answers = await Promise.all(Array.from({ length: 8 }, async (_, process) => {
      const own: { code: number; stdout: string; stderr: string }[] = [];
      for (let number = 0; number < 20; number += 1) own.push(await add(process, number));
      return own;
    }));
    expect(answers.flat().filter((one) => one.code !== 0 || !one.stdout.includes('"status": "added"')).map((one) => one.stdout + one.stderr)).toEqual([]);
    const after = read(project, INDEX);
    const titles = [...after.matchAll(/^### "Worker (\d+) stumbles over case (\d+)"$/gm)].map((match) => `${match[1]}/${match[2]}`);
    expect(new Set(titles).size).toBe(160);
    expect(titles).toHaveLength(160);
    const [, deleted = ""] = git(project, "diff", "--numstat", "--", INDEX).split("\t");
    expect(deleted).toBe("0");
    // What was there before is there still, in its order, and nothing beside the entries.
    const kept = after.replace(/### "Worker [^]*?(?=\n### |\n## |$)\n?/g, "").replace(/\n{3,}/g, "\n\n");
    expect(kept.trimEnd()).toBe(before.replace(/\n{3,}/g, "\n\n").trimEnd());
  });

  test("an entry is found again, said once, and committed alone", async () => {
    const project = copy();
    git(project, "config", "user.name", "Test");
    git(project, "config", "user.email", "test@example.com");
    project.write("unrelated.txt", "staged");
    git(project, "add", "unrelated.txt");
    const entry = { kind: "issue", title: "Listings page shows yesterday's homes", category: "Application-Level", symptoms: ["homes that were sold are still on the page"], steps: ["health_check, then read the log of the server"], causes: ["the search keeps its answers → `apps/server/src/server/api/listings.py`"], definitive_source: ["apps/server/src/server/api/listings.py"], signals: ["stale listing served"] };
    const { facts } = await project.call("update_index", { ...entry, commit: true });
    expect(facts).toMatchObject({ status: "added", proof: "candidate", commit: expect.stringMatching(/^[0-9a-f]{7,}$/), pointers: [{ status: "ok" }] });
    expect(git(project, "show", "--name-only", "--format=%s", "HEAD").trim().split("\n").filter(Boolean)).toEqual([expect.stringMatching(/^docs\(index\): add /), INDEX]);
    expect(git(project, "diff", "--cached", "--name-only").trim()).toBe("unrelated.txt");
    const again = await project.call("update_index", entry);
    expect(again.facts).toMatchObject({ status: "duplicate", entry: "Listings page shows yesterday's homes" });
    const found = await project.call("troubleshoot", { logs: "WARNING stale listing served for 12", collect: false });
    expect(found.facts["related"]).toMatchObject([{ title: "Listings page shows yesterday's homes", signals_matched: ["stale listing served"], proof: "candidate" }]);
  });

  test("what must not stand in a map is refused, and no file changes", async () => {
    const project = copy();
    writeFileSync(join(project.root, ".env"), read(project, ".env").replace(/^CLERK_SECRET_KEY=.*$/m, "CLERK_SECRET_KEY=quite-a-secret-value"));
    const before = tree(project);
    const component = { kind: "component", title: "Thing", category: "Backend", definitive_source: ["Makefile"] };
    const refused: [Record<string, unknown>, string][] = [
      [{ ...component, definitive_source: ["../outside.md"] }, "pointer-outside"],
      [{ ...component, definitive_source: ["apps/server/nothing.py"] }, "pointer-missing"],
      [{ ...component, definitive_source: ["docker-compose.dev.yml → services → nobody"] }, "pointer-missing"],
      [{ ...component, key_details: "it listens on port 8011" }, "copied-value"],
      [{ ...component, key_details: "its key is quite-a-secret-value" }, "secret"],
      [{ kind: "pointer", entry: "No such entry", role: "Spec", pointer: "Makefile" }, "unknown-entry"],
      [{ retire: "No such entry" }, "unknown-entry"],
    ];
    for (const [input, code] of refused) {
      const { facts, text } = await project.call("update_index", input);
      expect(facts, text).toMatchObject({ status: "rejected" });
      expect(JSON.stringify(facts["problems"]), text).toContain(`"${code}"`);
      expect(text).not.toContain("quite-a-secret-value");
    }
    for (const input of [{ draft: "d7" }, { incident: "i1", ...component }, { kind: "issue", title: "x", category: "y" }]) expect((await project.call("update_index", input)).isError).toBe(true);
    expect(tree(project)).toEqual(before);
  });

  test.each([
    ["empty", ""],
    ["binary", "\u0000\u0001\u0002"],
    ["with a merge conflict", "# Component map\n\n## Backend\n\n<<<<<<< ours\n### A\n\n**Definitive Source**: `Makefile`\n=======\n### B\n>>>>>>> theirs\n"],
    ["with a fence that never closes", "# Component map\n\n## Backend\n\n### A\n\n**Definitive Source**: `Makefile`\n\n```yaml\n"],
  ])("a map that is %s is told with its line and left as it is", async (_name, text) => {
    const project = copy();
    writeFileSync(join(project.root, MAP), text);
    const before = statSync(join(project.root, MAP)).mtimeMs;
    const { facts } = await project.call("update_index", { kind: "component", title: "Thing", category: "Backend", definitive_source: ["Makefile"] });
    expect(facts).toMatchObject({ status: "rejected", problems: [{ fix: expect.any(String) }] });
    expect((await project.call("check_index")).facts).toMatchObject({ status: "problems" });
    expect((await project.call("lookup_component", { query: "makefile" })).isError).toBe(false);
    expect(read(project, MAP)).toBe(text);
    expect(statSync(join(project.root, MAP)).mtimeMs).toBe(before);
  });

  test("a map of another project is told so, and nothing is written to it", async () => {
    const project = copy();
    const text = read(project, MAP).replace("docker-compose.dev.yml]", "docker-compose.elsewhere.yml]");
    writeFileSync(join(project.root, MAP), text);
    const { facts } = await project.call("update_index", { kind: "component", title: "Thing", category: "Backend", definitive_source: ["Makefile"] });
    expect(facts).toMatchObject({ status: "rejected", problems: [{ code: "another-project" }] });
    const checked = await project.call("check_index");
    expect(checked.facts).toMatchObject({ status: "problems" });
    expect(JSON.stringify(checked.facts["problems"])).toContain("another-project");
    expect(read(project, MAP)).toBe(text);
  });

  test("a title with Markdown in it opens nothing, and a write-protected map stays", async ({ skip }) => {
    const project = copy();
    const title = "## `Odd` **title** <!-- with --> ``` marks";
    const { facts, text } = await project.call("update_index", { kind: "issue", title, category: "Performance", symptoms: ["# not a heading", "```", "<!-- gone"], steps: ["make check"] });
    expect(facts, text).toMatchObject({ status: "added" });
    expect((await project.call("check_index")).facts).toMatchObject({ status: "sound" });
    expect((await project.call("update_index", { kind: "issue", title, category: "Performance", symptoms: ["same"], steps: ["make check"] })).facts).toMatchObject({ status: "duplicate" });
    const map = join(project.root, INDEX);
    if (spawnSync("chattr", ["+i", map]).status !== 0) skip("this user may not make a file immutable");
    const before = read(project, INDEX);
    try {
      const refused = await project.call("update_index", { kind: "issue", title: "Another one", category: "Performance", symptoms: ["slow pages at noon"], steps: ["make check"] });
      expect(refused.facts).toMatchObject({ status: "rejected", problems: [{ code: "file-unwritable" }] });
      expect(read(project, INDEX)).toBe(before);
    } finally {
      spawnSync("chattr", ["-i", map]);
    }
  });
});
