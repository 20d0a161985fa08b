import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { docker, liveDescribe, small, type LiveProject } from "../support/live.ts";

const program = resolve(import.meta.dirname, "../../dist/main.js");

/** A service that is built, in steps that take their time, and one that needs it. */
function built(): LiveProject {
  let base = "";
  const project = small(({ image }) => {
    base = image;
    return `services:
  web:
    build: ./web
    init: true
    command: [sh, -c, "sleep 1; touch /tmp/ready; while :; do :; done"]
    healthcheck: {test: [CMD, test, -e, /tmp/ready], interval: 30s}
  worker:
    image: ${image}
    init: true
    command: [sleep, infinity]
    healthcheck: {test: [CMD, "true"], interval: 30s}
    depends_on:
      web: {condition: service_healthy}
`;
  });
  project.write("web/Dockerfile", `FROM ${base}\nRUN echo first of ${project.name}; sleep 0.3\nRUN echo second; sleep 0.3\n`);
  return project;
}

liveDescribe("what is told of a stack", () => {
  let project: LiveProject;
  let told: string[];

  beforeAll(async () => {
    project = built();
    const run = await project.cli(["start"]);
    expect(run).toMatchObject({ code: 0 });
    told = run.stderr.trimEnd().split("\n");
  });

  afterAll(async () => {
    await project?.close();
  });

  test("a start says each of its states, in short lines, none twice", () => {
    const order = ["checking what is there", "building web", "building web: step 2/3, RUN echo first", "building web: step 3/3, RUN echo second", "creating web, worker", "starting web", "waiting for web (its health check), then worker", "web is ready, next worker", "starting worker", "all 2 services are ready"];
    expect(order.map((one) => told.findIndex((line) => line.startsWith(one)))).toEqual(order.map((one) => told.findIndex((line) => line.startsWith(one))).toSorted((a, b) => a - b));
    expect(order.filter((one) => !told.some((line) => line.startsWith(one)))).toEqual([]);
    expect(told.filter((line, index) => line.length > 130 || told.indexOf(line) !== index)).toEqual([]);
  });

  test("what the build printed is kept", () => {
    const kept = readFileSync(join(project.root, ".devops-infra/build.log"), "utf8");
    expect(kept).toMatch(/^\$ docker compose build -- web\n/);
    expect(kept).toContain(`first of ${project.name}`);
  });

  test("a failed build names the log as its source", async () => {
    const file = join(project.root, "web/Dockerfile");
    const before = readFileSync(file, "utf8");
    project.write("web/Dockerfile", `${before}RUN echo no such thing as libfoo >&2; exit 3\n`);
    const { facts } = await project.call("start_env", { mode: "rebuild", services: ["web"], wait_s: 120 });
    expect(facts).toMatchObject({ status: "unhealthy", failure: { service: "web", evidence: expect.arrayContaining([expect.objectContaining({ source: ".devops-infra/build.log", excerpt: expect.stringContaining("no such thing as libfoo") })]) } });
    project.write("web/Dockerfile", before);
    expect((await project.call("start_env", { wait_s: 120 })).facts).toMatchObject({ status: "healthy" });
  });

  test("full health says what each takes", async () => {
    const { facts } = await project.call("health_check", { detail: "full" });
    const { web, worker } = Object.fromEntries((facts["services"] as { service: string; cpu: number; memory_bytes: number; image_age_s: number }[]).map((one) => [one.service, one]));
    expect(web?.cpu).toBeGreaterThan(0.1);
    expect(worker?.cpu).toBeLessThan(web?.cpu ?? 0);
    expect(worker?.memory_bytes).toBeGreaterThan(100_000);
    expect(web?.image_age_s).toBeLessThan(worker?.image_age_s ?? 0);
  });

  test("a watch says what changes, and nothing else", async () => {
    const child = spawn(process.execPath, [program, "health", "--workspace", project.root, "--watch", "--json"], { env: project.env, stdio: ["ignore", "pipe", "ignore"] });
    const lines: { status: string }[] = [];
    child.stdout.on("data", (chunk: Buffer) => lines.push(...chunk.toString().trimEnd().split("\n").map((line) => JSON.parse(line) as { status: string })));
    const seen = async (status: string) => {
      while (lines.at(-1)?.status !== status) await once(child.stdout, "data");
    };
    await seen("healthy");
    docker("stop", "-t", "1", project.container("worker"));
    await seen("degraded");
    docker("start", project.container("worker"));
    await seen("healthy");
    child.kill("SIGINT");
    await once(child, "close");
    expect([child.exitCode, lines.map((one) => one.status).filter((one, index, all) => one !== all[index - 1])]).toEqual([130, ["healthy", "degraded", "healthy"]]);
  });
});
