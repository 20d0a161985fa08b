import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { copyWorkspace } from "../../scripts/workspace.mjs";
import { parseJson } from "../../src/text/parse-json.ts";
import { docker, LiveProject, liveDescribe, small } from "../support/live.ts";

const open: LiveProject[] = [];

function folder(files: Record<string, string>, env: Record<string, string> = {}): LiveProject {
  const made = new LiveProject(files, env);
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const COMPOSE = "services:\n  app:\n    image: none.invalid/app:1\n    command: [sleep, '1000']\n";

interface Shown {
  status?: string;
  failure?: { code: string };
  problems?: { code: string }[];
  error?: { code: string; message: string; fix: string };
  next?: unknown[];
}

/** What both faces say of a call; they must agree, and nothing in the folder may change. */
async function both(project: LiveProject, tool: string, input: Record<string, unknown>, args: string[], env: Record<string, string> = {}): Promise<{ shown: Shown; text: string; code: number }> {
  const before = listing(project.root);
  const { facts, text, isError } = await project.call(tool, input);
  const run = await project.cli([...args.slice(0, 1), "--json", ...args.slice(1)], env);
  expect(listing(project.root)).toEqual(before);
  const shown = parseJson<Shown>(run.stdout);
  expect(shown.error).toEqual(facts["error"]);
  expect(shown.status ?? "").toBe(facts.status);
  expect(run.code).toBe(isError ? 2 : 1);
  return { shown, text, code: run.code };
}

/** The project's own files; .devops-infra belongs to the program. */
function listing(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.parentPath.includes(".devops-infra"));
  return entries.map((entry) => join(entry.parentPath, entry.name)).toSorted().map((path) => `${path}\n${readFileSync(path, "utf8")}`);
}

liveDescribe("what is wrong before anything starts", () => {
  test("no compose file", async () => {
    const { shown, text } = await both(folder({ "README.md": "nothing\n" }), "start_env", {}, ["start"]);
    expect(shown.error).toMatchObject({ code: "no-compose-file", fix: expect.stringContaining("--workspace") });
    expect(text).toContain("no compose file");
  });

  test("several, and nothing chooses", async () => {
    const { shown } = await both(folder({ "docker-compose.dev.yml": COMPOSE, "docker-compose.test.yml": COMPOSE }), "start_env", {}, ["start"]);
    expect(shown.error).toMatchObject({ code: "project-ambiguous", message: expect.stringContaining("docker-compose.test.yml") });
    const chosen = folder({ "docker-compose.dev.yml": COMPOSE, "docker-compose.test.yml": COMPOSE });
    expect((await chosen.call("start_env", { project: "docker-compose.test.yml", dry_run: true })).isError).toBe(false);
  });

  test("a broken one: where, and what compose says", async () => {
    const { shown, text } = await both(folder({ "compose.yaml": "services:\n  app:\n    image: [\n" }), "start_env", {}, ["start"]);
    expect(shown).toMatchObject({ status: "blocked", failure: { code: "compose-invalid" } });
    expect(text).toContain("compose.yaml");
    const health = await both(folder({ "compose.yaml": "services:\n  app:\n    imag: x\n" }), "health_check", {}, ["health"]);
    expect(health.shown).toMatchObject({ status: "down", problems: [{ code: "compose-invalid" }] });
    expect(health.text).toContain("imag");
  });

  test("no engine", async () => {
    const env = { DOCKER_HOST: "unix:///none" };
    const project = () => folder({ "compose.yaml": COMPOSE }, env);
    expect((await both(project(), "start_env", {}, ["start"])).shown).toMatchObject({ status: "blocked", failure: { code: "engine-unreachable" } });
    expect((await both(project(), "health_check", {}, ["health"])).shown).toMatchObject({ status: "down", problems: [{ code: "engine-unreachable" }] });
    expect((await both(project(), "stop_env", {}, ["stop"])).shown).toMatchObject({ status: "failed", failure: { code: "engine-unreachable" } });
    expect((await both(project(), "service_logs", {}, ["logs"])).shown.error).toMatchObject({ code: "engine-unreachable" });
    expect((await both(project(), "service_exec", { service: "app", command: ["true"] }, ["exec", "app", "--", "true"])).shown.error).toMatchObject({ code: "engine-unreachable" });
  });

  test("an engine that takes connections and never answers", async () => {
    const home = mkdtempSync(join(tmpdir(), "silent-"));
    const silent = createServer(() => undefined);
    try {
      await new Promise<void>((done) => silent.listen(join(home, "engine.sock"), done));
      const env = { DOCKER_HOST: `unix://${home}/engine.sock` };
      expect((await both(folder({ "compose.yaml": COMPOSE }, env), "troubleshoot", {}, ["troubleshoot"])).shown).toMatchObject({ status: "diagnosed", causes: [{ code: "engine-unreachable", confidence: "proven" }] });
    } finally {
      silent.close();
      rmSync(home, { recursive: true });
    }
  });

  test("a log of a hundred megabytes is refused with what to do, and the server goes on", async () => {
    const project = folder({ "compose.yaml": COMPOSE });
    await expect(project.call("troubleshoot", { logs: "all is well\n".repeat(9_000_000), collect: false })).rejects.toThrow("at most 8 are read");
    const { facts } = await project.call("troubleshoot", { logs: `${"all is well\n".repeat(400_000)}FATAL:  password authentication failed for user "x"\n`, collect: false });
    expect(facts).toMatchObject({ causes: [{ code: "database-password-wrong" }] });
  });

  test("a socket that this user may not open", async () => {
    const project = folder({ "compose.yaml": COMPOSE });
    const home = mkdtempSync(join(tmpdir(), "home-"));
    const program = mkdtempSync(join(tmpdir(), "program-"));
    try {
      cpSync(join(import.meta.dirname, "../../dist"), join(program, "dist"), { recursive: true });
      installPlugin(home);
      for (const path of [home, program, project.root]) execFileSync("chmod", ["-R", "a+rX", path]);
      const answer = (verb: string) => {
        const { env } = project;
        const options = { uid: 65534, gid: 65534, encoding: "utf8" as const, env: { PATH: env["PATH"] ?? "", HOME: home, DOCKER_CONFIG: join(home, ".docker") } };
        try {
          return parseJson<Shown>(execFileSync(process.execPath, [join(program, "dist/main.js"), verb, "--json", "--workspace", project.root], options));
        } catch (error) {
          return parseJson<Shown>(error instanceof Error && "stdout" in error ? String(error.stdout) : "{}");
        }
      };
      expect(answer("start")).toMatchObject({ status: "blocked", failure: { code: "engine-denied" } });
      expect(answer("logs").error).toMatchObject({ code: "engine-denied", fix: expect.stringContaining("docker") });
    } finally {
      for (const path of [home, program]) rmSync(path, { recursive: true, force: true });
    }
  });

  test("a service that does not exist, however it is called", async () => {
    for (const name of ["nope", "--help", "-v", "-f /etc/passwd", "__proto__", "constructor", "app; rm -rf /"]) {
      const project = folder({ "compose.yaml": COMPOSE });
      for (const [tool, input] of Object.entries({ start_env: { services: [name] }, stop_env: { services: [name] }, health_check: { services: [name] }, service_logs: { services: [name] }, service_exec: { service: name, command: ["true"] } })) {
        const { facts, isError } = await project.call(tool, input);
        expect(isError, `${tool} ${name}`).toBe(true);
        expect(facts["error"], `${tool} ${name}`).toMatchObject({ code: "unknown-service", fix: expect.stringContaining("app") });
      }
    }
  });

  test("a missing .env: named with its template, and the variables by name", async () => {
    const project = folder({});
    copyWorkspace(project.root, { COMPOSE_PROJECT_NAME: project.name });
    rmSync(join(project.root, ".env"));
    const { shown, text } = await both(project, "start_env", {}, ["start"], { COMPOSE_PROJECT_NAME: project.name });
    expect(shown).toMatchObject({ status: "blocked", failure: { code: "env-file-missing" } });
    expect(text).toContain("CLERK_SECRET_KEY");
    expect(text).toContain(".env.example");
    expect(docker("ps", "-aq", "--filter", `label=com.docker.compose.project=${project.name}`)).toBe("");
  });

  test("a compose that is too old", async () => {
    const bin = mkdtempSync(join(tmpdir(), "old-compose-"));
    const real = execFileSync("sh", ["-c", "command -v docker"], { encoding: "utf8" }).trim();
    writeFileSync(join(bin, "docker"), `#!/bin/sh\nif [ "$1 $2" = "compose version" ]; then echo 2.10.2; exit 0; fi\nexec ${real} "$@"\n`);
    chmodSync(join(bin, "docker"), 0o755);
    try {
      const project = folder({ "compose.yaml": COMPOSE }, { PATH: `${bin}:${process.env["PATH"]}` });
      const { shown, text } = await both(project, "start_env", {}, ["start"]);
      expect(shown).toMatchObject({ status: "blocked", failure: { code: "compose-too-old" } });
      expect(text).toContain("2.10.2");
    } finally {
      rmSync(bin, { recursive: true, force: true });
    }
  });

  test("an image that no registry gives, and a project name that belongs to another folder", async () => {
    expect((await both(folder({ "compose.yaml": COMPOSE }), "start_env", {}, ["start"])).shown).toMatchObject({ status: "blocked", failure: { code: "image-missing" } });
    const first = small(({ image }) => `services:\n  app:\n    image: ${image}\n    command: [sleep, "1000"]\n    init: true\n`);
    open.push(first);
    await first.call("start_env");
    const second = folder({ "compose.yaml": readFileSync(join(first.root, "compose.yaml"), "utf8"), ".env": `COMPOSE_PROJECT_NAME=${first.name}\n` });
    const id = first.container("app");
    expect((await both(second, "start_env", {}, ["start"])).shown).toMatchObject({ status: "blocked", failure: { code: "project-taken" } });
    expect((await both(second, "stop_env", {}, ["stop"])).shown).toMatchObject({ status: "failed", failure: { code: "project-taken" } });
    expect(first.container("app")).toBe(id);
  });

  test("a compose file outside the workspace is refused", async () => {
    const { shown } = await both(folder({ "compose.yaml": COMPOSE, ".env": "COMPOSE_FILE=../../etc/passwd\n" }), "health_check", {}, ["health"]);
    expect(shown.error).toMatchObject({ code: "path-outside" });
  });
});

/** The compose plugin, readable for a user who has no home of his own. */
function installPlugin(home: string): void {
  const places = [join(homedir(), ".docker/cli-plugins"), "/usr/local/lib/docker/cli-plugins", "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins"];
  const plugin = places.map((place) => join(place, "docker-compose")).find((path) => existsSync(path));
  const target = join(home, ".docker/cli-plugins");
  mkdirSync(target, { recursive: true });
  if (!plugin) return;
  try {
    linkSync(plugin, join(target, "docker-compose"));
  } catch {
    copyFileSync(plugin, join(target, "docker-compose"));
  }
}
