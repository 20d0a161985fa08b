import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyWorkspace, freePorts, type USUAL_PORTS } from "../../scripts/workspace.mjs";
import { docker, LiveProject, liveDescribe } from "../support/live.ts";

type Ports = Record<keyof typeof USUAL_PORTS, number>;

async function copy(): Promise<{ project: LiveProject; ports: Ports }> {
  const project = new LiveProject({});
  const ports = await freePorts({ SERVER_PORT: 0, FRONTEND_PORT: 0, POSTGRES_PORT: 0, REDIS_PORT: 0 });
  copyWorkspace(project.root, { COMPOSE_PROJECT_NAME: project.name, ...ports });
  return { project, ports };
}

const get = async (port: number, path: string) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, body: await answer.text() };
};

liveDescribe("the reference workspace", () => {
  let project: LiveProject;
  let ports: Ports;

  beforeAll(async () => {
    ({ project, ports } = await copy());
    const { facts } = await project.call("start_env", { wait_s: 270 });
    expect(facts).toMatchObject({ status: "healthy", healthy: 4 });
  });

  afterAll(async () => {
    await project?.close();
  });

  test("answers at the addresses that the start names", async () => {
    const { facts } = await project.call("start_env");
    expect(facts).toMatchObject({ status: "healthy", kept: 4, changed: [] });
    const endpoints = facts["endpoints"];
    expect(endpoints).toEqual(expect.arrayContaining([
      { service: "server", label: "health", container_port: 8011, host_url: `http://localhost:${ports.SERVER_PORT}/api/health`, network_url: "http://server:8011/api/health" },
      { service: "postgres", container_port: 5432, host_url: `postgresql://localhost:${ports.POSTGRES_PORT}`, network_url: "postgresql://postgres:5432" },
    ]));
    expect(await get(ports.SERVER_PORT, "/api/health")).toMatchObject({ status: 200 });
    expect(await get(ports.SERVER_PORT, "/docs")).toMatchObject({ status: 200 });
    expect(await get(ports.FRONTEND_PORT, "/")).toMatchObject({ status: 200 });
    expect((await get(ports.SERVER_PORT, "/api/listings")).body).toContain("price");
  });

  test("no value of .env but ports and images comes out of any tool", async () => {
    const values = readFileSync(join(project.root, ".env"), "utf8").split("\n").flatMap((line) => {
      const [name = "", value = ""] = line.split(/=(.*)/s);
      return /PORT|IMAGE|COMPOSE_PROJECT_NAME/.test(name) || name.startsWith("#") || value.length < 6 ? [] : [value.replace(/^["']|["']$/g, "")];
    });
    expect(values.length).toBeGreaterThan(2);
    const answers = [
      await project.call("start_env", { detail: "full" }),
      await project.call("health_check", { detail: "full" }),
      await project.call("service_logs", { services: ["server", "postgres"], tail: 1000 }),
      await project.call("service_exec", { service: "server", command: ["env"] }),
    ];
    for (const value of values) for (const { text, facts } of answers) expect(text + JSON.stringify(facts)).not.toContain(value);
  });

  test("redis stopped: degraded, redis is named, the server is affected, and the next step mends it", async () => {
    docker("stop", project.container("redis"));
    const { facts, text } = await project.call("health_check");
    expect(facts).toMatchObject({ status: "degraded" });
    expect(facts["services"]).toEqual(expect.arrayContaining([
      expect.objectContaining({ service: "redis", state: "exited", affects: expect.arrayContaining(["server"]), problem: expect.objectContaining({ code: "stopped" }) }),
      expect.objectContaining({ service: "server", problem: expect.objectContaining({ code: "dependency-down" }) }),
    ]));
    expect(text).toContain("redis is stopped");
    const [next]: { tool?: string; arguments?: Record<string, unknown> }[] = JSON.parse(JSON.stringify(facts["next"]));
    expect((await project.call(next?.tool ?? "", next?.arguments)).facts).toMatchObject({ status: "healthy" });
    expect((await project.call("health_check", { until: "healthy" })).facts).toMatchObject({ status: "healthy", met: true });
  });

  test("postgres stopped: the health endpoint says 503, and the server says why", async () => {
    docker("stop", project.container("postgres"));
    expect(await get(ports.SERVER_PORT, "/api/health")).toMatchObject({ status: 503 });
    const { facts } = await project.call("health_check");
    expect(facts.summary).toContain("postgres is stopped");
    expect((await project.call("start_env")).facts).toMatchObject({ status: "healthy" });
  });

  test("logs: in order, folded, searched, and errors alone", async () => {
    const all = await project.call("service_logs", { services: ["server"], tail: 20 });
    expect(JSON.stringify(all.facts["lines"])).toContain("/api/health");
    const found = await project.call("service_logs", { services: ["postgres"], grep: "READY TO ACCEPT" });
    expect(found.facts["lines"]).toEqual(expect.arrayContaining([expect.objectContaining({ service: "postgres", text: expect.stringContaining("ready to accept") })]));
    const none = await project.call("service_logs", { services: ["redis"], grep: "there is no such line" });
    expect(none.facts["lines"]).toEqual([]);
  });

  test("a text in a log after a change of code is waited for", async () => {
    const waiting = project.call("health_check", { services: ["server"], until: "Reloading", wait_s: 60 });
    const file = join(project.root, "apps/server/src/server/main.py");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n`);
    const { facts } = await waiting;
    expect(facts).toMatchObject({ met: true, found: { text: expect.stringContaining("Reloading") } });
    expect((await project.call("health_check", { until: "healthy" })).facts).toMatchObject({ status: "healthy" });
  });

  test("SQL is read-only unless writing is asked for", async () => {
    const read = await project.call("service_exec", { service: "postgres", shell: "psql", input: "SELECT count(*) FROM listings" });
    expect(read.facts).toMatchObject({ exit_code: 0, stdout: expect.stringMatching(/\d+/) });
    const write = await project.call("service_exec", { service: "postgres", shell: "psql", input: "DELETE FROM listings" });
    expect(write.facts["exit_code"]).not.toBe(0);
    expect(String(write.facts["stderr"])).toContain("read-only transaction");
    const sneaky = await project.call("service_exec", { service: "postgres", shell: "psql", input: "COMMIT; DELETE FROM listings" });
    expect(sneaky).toMatchObject({ isError: true });
    const meant = await project.call("service_exec", { service: "postgres", shell: "psql", input: "CREATE TABLE scratch (); DROP TABLE scratch;", write: true });
    expect(meant.facts).toMatchObject({ exit_code: 0 });
    expect((await project.call("service_exec", { service: "redis", shell: "redis-cli", input: "PING" })).facts).toMatchObject({ stdout: expect.stringContaining("PONG") });
    expect((await project.call("service_exec", { service: "server", shell: "python", input: "print(6 * 7)" })).facts).toMatchObject({ stdout: expect.stringContaining("42") });
  });

  test("a command that does not end is killed with its children, in the container too", async () => {
    const { facts } = await project.call("service_exec", { service: "server", command: ["sh", "-c", "trap '' TERM; sleep 987 & sleep 987"], timeout_s: 1 });
    expect(facts).toMatchObject({ exit_code: 124, summary: expect.stringContaining("killed") });
    expect(docker("exec", project.container("server"), "sh", "-c", "cat /proc/[0-9]*/cmdline")).not.toContain("sleep\u0000987");
  });

  test("stop keeps the data, and its removal takes a confirmed second call", async () => {
    const one = await project.call("stop_env", { services: ["redis"] });
    expect(one.facts).toMatchObject({ status: "stopped", stopped: ["redis"] });
    expect((await project.call("stop_env")).facts).toMatchObject({ status: "stopped", volumes_removed: [] });
    const asked = await project.call("stop_env", { remove_volumes: true });
    expect(asked.facts).toMatchObject({ status: "needs_confirmation", volumes_removed: [] });
    expect(docker("volume", "ls", "-q", "--filter", `label=com.docker.compose.project=${project.name}`).split("\n")).toHaveLength(2);
    expect((await project.call("stop_env", { remove_volumes: true, confirm: "c-wrong" })).facts).toMatchObject({ status: "needs_confirmation" });
    const done = await project.call("stop_env", { remove_volumes: true, confirm: asked.facts["confirm"] });
    expect(done.facts).toMatchObject({ status: "stopped", volumes_removed: expect.arrayContaining([`${project.name}_postgres_data`]) });
    expect((await project.call("health_check")).facts).toMatchObject({ status: "down", next: [expect.objectContaining({ tool: "start_env" })] });
  });

  test("rebuild takes it down, builds, starts and migrates", async () => {
    const { facts } = await project.call("start_env", { mode: "rebuild", wait_s: 270 });
    expect(facts).toMatchObject({ status: "healthy" });
    expect(facts["changed"]).toEqual(expect.arrayContaining([expect.objectContaining({ service: "server", action: "build" }), expect.objectContaining({ service: "server", action: "migrate" })]));
  });
});

liveDescribe("a copy with other names and ports", () => {
  test("the service renamed to cache: the same, with the new names", async () => {
    const { project } = await copy();
    try {
      const file = join(project.root, "docker-compose.dev.yml");
      const text = readFileSync(file, "utf8").replace(/^ {2}redis:$/m, "  cache:").replace(/^ {6}redis:$/m, "      cache:").replace("redis://redis:", "redis://cache:");
      writeFileSync(file, text);
      expect((await project.call("start_env", { wait_s: 270 })).facts).toMatchObject({ status: "healthy" });
      docker("stop", project.container("cache"));
      const { facts } = await project.call("health_check");
      expect(facts).toMatchObject({ status: "degraded" });
      expect(facts["services"]).toEqual(expect.arrayContaining([expect.objectContaining({ service: "cache", affects: expect.arrayContaining(["server"]) })]));
    } finally {
      await project.close();
    }
  });

  test("the make targets do what they say", async () => {
    const { project, ports } = await copy();
    const make = (target: string, input?: string) => spawnSync("make", ["-C", project.root, "--no-print-directory", target], { encoding: "utf8", timeout: 240_000, env: project.env, ...(input === undefined ? {} : { input }) });
    try {
      expect(make("help").stdout).toContain("dev-validate");
      expect(make("dev-validate")).toMatchObject({ status: 0 });
      expect(make("dev")).toMatchObject({ status: 0 });
      expect(await get(ports.SERVER_PORT, "/api/health")).toMatchObject({ status: 200 });
      for (const target of ["check", "health", "status", "dev-status", "migrate", "restart-server", "test-server"]) expect(make(target), target).toMatchObject({ status: 0 });
      expect(make("shell-db", "SELECT 40 + 2;\n").stdout).toContain("42");
      expect(make("dev-stop")).toMatchObject({ status: 0 });
      expect(docker("ps", "-q", "--filter", `label=com.docker.compose.project=${project.name}`)).toBe("");
    } finally {
      rmSync(join(project.root, ".devops-infra"), { recursive: true, force: true });
      await project.close();
    }
  });
});
