import { describe, expect, test } from "vitest";
import { startEnv } from "../../src/tools/start-env.ts";
import { aContainer } from "../support/seen.ts";
import { ROOT, shop, type Story } from "../support/shop.ts";
import { DOT_ENV } from "../support/shop-files.ts";
import { good } from "../support/sound.ts";

// What would make a start fail ends it before anything is touched, with the cause and what to do.

const map = (front: string) => ({ ".claude/skills/shop/references/component-map.md": `---\n${front}\n---\n` });
const onServerPort = [{ containerPort: 80, protocol: "tcp", address: "0.0.0.0", hostPort: 8011 }];

const CASES: [string, Story, { code: string; service?: string; check: string; cause: RegExp; fix: RegExp }][] = [
  ["the env file is missing", { files: { ".env": undefined } }, { code: "env-file-missing", check: "env-file", cause: /^\.env is missing\.$/, fix: /Copy \.env\.example to \.env/ }],
  ["a variable that compose demands has no value", { files: { ".env": "SERVER_PORT=8011\n" } }, { code: "variable-missing", check: "env-required", cause: /POSTGRES_PASSWORD/, fix: /Set POSTGRES_PASSWORD in \.env/ }],
  ["a variable that the map calls required has no value", { files: { ".claude/skills/shop/references/component-map.md": "# Map\n\n### Server\n\n**Required Variables**: `OPENAI_API_KEY`\n" } }, { code: "variable-missing", check: "env-required", cause: /OPENAI_API_KEY/, fix: /Set OPENAI_API_KEY/ }],
  ["a process holds a port", { machine: { listeners: async () => [{ address: "0.0.0.0", port: 8011, pid: 4711, process: "node" }] } }, { code: "port-taken", service: "server", check: "ports-free", cause: /^Port 8011 \(server\) is held by the process node \(pid 4711\)\.$/, fix: /End the process node \(pid 4711\)/ }],
  ["a process of another user holds a port", { engine: { heldPorts: [8011] } }, { code: "port-taken", service: "server", check: "ports-free", cause: /a process that is not visible to this user/, fix: /another host port/ }],
  ["a container of another project holds a port", { engine: { containers: [aContainer({ service: "api", project: "blog", folder: "/srv/blog", name: "blog-api-1", ports: onServerPort })] } }, { code: "port-taken", service: "server", check: "ports-free", cause: /the container blog-api-1 of the project blog/, fix: /Stop blog-api-1/ }],
  ["a container of no project holds a port", { engine: { containers: [aContainer({ service: "", project: "", name: "lonely", ports: onServerPort })] } }, { code: "port-taken", service: "server", check: "ports-free", cause: /is held by the container lonely\./, fix: /Stop lonely/ }],
  ["two services want one port", { model: (model) => ({ ...model, services: { ...model.services, frontend: { ...model.services.frontend, ports: model.services.server.ports } } }) }, { code: "port-taken", service: "frontend", check: "ports-free", cause: /the service server of the same project/, fix: /Give frontend another host port than server/ }],
  ["compose refuses the files", { compose: { config: { exitCode: 15, stderr: "yaml: line 7: did not find expected key\n" } } }, { code: "compose-invalid", check: "compose-valid", cause: /^Compose refuses compose\.yaml at line 7: yaml: line 7: did not find expected key\.$/, fix: /Mend compose\.yaml/ }],
  ["the project's name belongs to another folder", { engine: { containers: [aContainer({ service: "server", folder: "/srv/other" })] } }, { code: "project-taken", check: "project-taken", cause: /belongs to containers of \/srv\/other/, fix: /COMPOSE_PROJECT_NAME/ }],
  ["compose is too old", { commands: [{ argv: ["docker", "compose", "version", "--short"], answer: { stdout: "2.19.1\n" } }] }, { code: "compose-too-old", check: "compose-available", cause: /2\.19\.1 is older than 2\.20/, fix: /2\.20 or later/ }],
  ["an image is nowhere", { engine: { images: ["postgres:16"] }, commands: [{ argv: ["docker", "manifest", "inspect", "--", "redis:7"], answer: { exitCode: 1, stderr: "manifest unknown: manifest unknown\n" } }] }, { code: "image-missing", service: "redis", check: "images", cause: /its registry does not have it/, fix: /name or tag/ }],
  ["what an image is built from is missing", { files: { "server/Dockerfile": undefined } }, { code: "folder-missing", service: "server", check: "directories", cause: /server \(build context of server\)/, fix: /Restore/ }],
  ["the project's own preflight script fails", { files: { ...map("preflight: check.sh"), "check.sh": "exit 3" }, commands: [{ argv: ["bash", "check.sh"], answer: { exitCode: 3, stdout: "node 22 is needed, found 18\n" } }] }, { code: "preflight-failed", check: "project-preflight", cause: /check\.sh ended with exit code 3/, fix: /Mend what the script reports/ }],
];

test.each(CASES)("%s", async (_name, story, { code, service, check, cause, fix }) => {
  const { call, composed, engine, files } = shop(story);
  const before = structuredClone(engine.containers);
  const { result, failed } = good(await call(startEnv));
  expect(failed).toBe(true);
  expect(result).toMatchObject({ status: "blocked", changed: [], endpoints: [], failure: { code, cause: expect.stringMatching(cause), confidence: "proven", fix: { summary: expect.stringMatching(fix) }, ...(service ? { service } : {}) }, next: [{ do: expect.stringMatching(fix) }] });
  expect(result["summary"]).toMatch(/^\*\*blocked\*\*: nothing was touched\. /);
  expect(result).toMatchObject({ preflight: { checks: expect.arrayContaining([expect.objectContaining({ id: check, status: "fail" })]) } });
  expect(composed().filter((words) => words !== "config --format json" && !words.startsWith("create --dry-run "))).toEqual([]);
  expect([engine.journal, engine.containers]).toEqual([[], before]);
  expect(Object.keys(files.tree()).filter((path) => path.includes(".devops-infra/evidence"))).toEqual([]);
});

test("a full disk", async () => {
  const { call, files, composed } = shop();
  files.free = async () => ({ bytes: 50e6, inodes: 1_000_000 });
  expect(good(await call(startEnv)).result).toMatchObject({ status: "blocked", failure: { code: "disk-full", cause: "Only 50 MB of disk space are left." } });
  expect(composed()).toEqual(["config --format json"]);
});

test("the project's own script is not run where something else blocks already", async () => {
  const { call, runner } = shop({ engine: { heldPorts: [8011] }, files: { ...map("preflight: check.sh"), "check.sh": "exit 0" } });
  expect(good(await call(startEnv, { detail: "full" })).result).toMatchObject({ status: "blocked", failure: { code: "port-taken" }, preflight: { checks: expect.arrayContaining([expect.objectContaining({ id: "project-preflight", status: "skip" })]) } });
  expect(runner.argvs().filter(([file]) => file === "bash")).toEqual([]);
});

test("all of it as text", async () => {
  const { text } = good(await shop({ machine: { listeners: async () => [{ address: "127.0.0.1", port: 5432, pid: 311, process: "postgres" }, { address: "::", port: 8011 }] } }).call(startEnv));
  expect(text).toMatchInlineSnapshot(`
    "**blocked**: nothing was touched. Port 5432 (postgres) is held by the process postgres (pid 311). Port 8011 (server) is held by a process that is not visible to this user.

    blocked: 0 healthy, 0 left as they were, 9 checks passed, 0 ms

    - fail ports-free: Port 5432 (postgres) is held by the process postgres (pid 311). Port 8011 (server) is held by a process that is not visible to this user. Fix: End the process postgres (pid 311), or give postgres another host port. Give server another host port, or find the holder as root (\`ss -ltnp\`).

    (port-taken, postgres, proven)
    listening sockets of this host:
    \`\`\`
    127.0.0.1:5432 postgres pid 311
    \`\`\`
    listening sockets of this host:
    \`\`\`
    [::]:8011 owner not visible
    \`\`\`
    Fix: End the process postgres (pid 311), or give postgres another host port. Give server another host port, or find the holder as root (\`ss -ltnp\`).
    Blocks: server, frontend"
  `);
});

describe("what blocks nothing", () => {
  test("a port that this project's own container holds", async () => {
    expect(good(await shop({ up: "all", machine: { listeners: async () => [{ address: "0.0.0.0", port: 8011, pid: 9, process: "docker-proxy" }] } }).call(startEnv)).result).toMatchObject({ status: "healthy" });
  });

  test("a placeholder is a warning", async () => {
    const { result } = good(await shop({ files: { ".env": DOT_ENV.replace(/^POSTGRES_PASSWORD=.*/, "POSTGRES_PASSWORD=changeme") } }).call(startEnv));
    expect(result).toMatchObject({ status: "healthy", preflight: { checks: [{ id: "env-required", status: "warn", message: "Still placeholders: POSTGRES_PASSWORD." }] } });
  });

  test("an image that its registry has, is pulled by compose", async () => {
    const { result } = good(await shop({ engine: { images: ["postgres:16", "shop-server", "shop-frontend"] }, commands: [{ argv: ["docker", "manifest", "inspect", "--", "redis:7"] }] }).call(startEnv));
    expect(result).toMatchObject({ status: "healthy" });
  });

  test("the project's own script where its containers run: it would find its own ports taken", async () => {
    const { call, runner } = shop({ up: "all", files: { ...map("preflight: check.sh"), "check.sh": "exit 1" } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy" });
    expect(runner.argvs().filter(([file]) => file === "bash")).toEqual([]);
  });

  test("containers that run from this folder under another name keep it", async () => {
    const containers = [aContainer({ service: "redis", project: "mine", name: "mine-redis-1", folder: ROOT })];
    const { call, runner } = shop({ engine: { containers }, commands: [{ argv: (argv) => argv.includes("mine"), answer: { exitCode: 1, stderr: "yaml: line 1: x" } }] });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "blocked", failure: { code: "compose-invalid" } });
    expect(runner.calls.some((one) => one.args.includes("shop"))).toBe(false);
  });
});
