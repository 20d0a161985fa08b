import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";
import { freePorts } from "../../scripts/workspace.mjs";
import { docker, liveDescribe, small, type LiveProject } from "../support/live.ts";

const open: LiveProject[] = [];
const servers: Server[] = [];

function project(...args: Parameters<typeof small>): LiveProject {
  const made = small(...args);
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  for (const one of open.splice(0)) await one.close();
});

const sleeper = (image: string) => `image: ${image}\n    init: true\n    command: [sleep, "1000"]`;

liveDescribe("what a start finds", () => {
  test.each([
    ["at once", "exit 3"],
    ["after two seconds", "sleep 2; exit 3"],
  ])("a service without a health check that crashes %s, again and again, is named within 15 s", async (_, script) => {
    const one = project(({ image }) => `services:\n  worker:\n    image: ${image}\n    init: true\n    restart: always\n    command: [sh, -c, "echo cannot open the ledger; ${script}"]\n  steady:\n    ${sleeper(image)}\n`);
    const { facts, text } = await one.call("start_env", { timeout_s: 60 });
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "crash-loop", service: "worker", confidence: "proven" } });
    expect(Number(facts["elapsed_ms"])).toBeLessThan(15_000);
    expect(text).toContain("cannot open the ledger");
    expect(text).toContain("exit code 3");
  });

  test("a service with a health check that crashes in a loop is named too", async () => {
    const one = project(({ image }) => `services:\n  worker:\n    image: ${image}\n    init: true\n    restart: always\n    command: [sh, -c, "sleep 1; exit 4"]\n    healthcheck:\n      test: [CMD, test, -f, /ready]\n      interval: 1s\n`);
    const { facts } = await one.call("start_env", { timeout_s: 60 });
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "crash-loop", service: "worker" } });
  });

  test("a job that ends with 0 is fine, and what waits for it starts after it", async () => {
    const one = project(({ image }) => `services:\n  seed:\n    image: ${image}\n    command: [sh, -c, "sleep 1; echo seeded"]\n  app:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n    depends_on: {seed: {condition: service_completed_successfully}}\n`);
    const started = await one.call("start_env");
    expect(started.facts).toMatchObject({ status: "healthy", healthy: 2 });
    expect((await one.call("health_check")).facts).toMatchObject({ status: "healthy" });
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy", kept: 2, changed: [] });
  });

  test("a job that fails is the cause, and names what it blocks", async () => {
    const one = project(({ image }) => `services:\n  seed:\n    image: ${image}\n    command: [sh, -c, "echo 'FATAL: no such table'; exit 9"]\n  app:\n    ${sleeper(image)}\n    depends_on: {seed: {condition: service_completed_successfully}}\n`);
    const { facts, text } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "exited", service: "seed", blocks: ["app"] } });
    expect(text).toContain("FATAL: no such table");
  });

  test("a service that can never become healthy fails, with the health command's own words", async () => {
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD-SHELL, "echo the ledger is shut; exit 1"], interval: 1s, retries: 2}\n  late:\n    ${sleeper(image)}\n    depends_on: {app: {condition: service_healthy}}\n`);
    const { facts, text } = await one.call("start_env", { timeout_s: 60 });
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "unhealthy", service: "app", blocks: ["late"] } });
    expect(text).toContain("the ledger is shut");
  });

  test("a slow but good service is waited for", async () => {
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [sh, -c, "sleep 12; touch /ready; sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s, start_period: 60s}\n`);
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy" });
  });

  test("a service without a health check that opens its port late is waited for", async () => {
    const listener = "sleep 12; use IO::Socket; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; while (my $c = $s->accept) { print $c qq(HTTP/1.0 204 No Content\\r\\n\\r\\n); close $c }";
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [perl, -e, '${listener.replaceAll("$", "$$$$")}']\n    ports: ["127.0.0.1::80"]\n`);
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy" });
  });

  test("one that listens where nobody asks it does not answer", async () => {
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [perl, -e, 'use IO::Socket; my $$s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 80, Listen => 5) or die; sleep 1000']\n    ports: ["127.0.0.1::80"]\n`);
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "bind-address-wrong", service: "app", confidence: "proven" } });
    expect(Number(facts["elapsed_ms"])).toBeLessThan(30_000);
  });

  test("a service that ends until its database is up is no crash loop", async () => {
    const one = project(({ image }) => `services:\n  db:\n    image: ${image}\n    init: true\n    command: [sh, -c, "sleep 6; touch /shared/up; sleep 1000"]\n    volumes: ["shared:/shared"]\n    healthcheck: {test: [CMD, test, -f, /shared/up], interval: 1s, start_period: 60s}\n  app:\n    image: ${image}\n    init: true\n    restart: always\n    environment: {DATABASE_URL: "postgresql://db:5432/x"}\n    command: [sh, -c, "test -f /shared/up || exit 1; sleep 1000"]\n    volumes: ["shared:/shared"]\nvolumes:\n  shared:\n`);
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy", healthy: 2 });
  });

  test("a program that is not in the image is a failed start with the engine's words", async () => {
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    command: [/no/such/program]\n`);
    const { facts, text } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "program-missing", service: "app", confidence: "proven" } });
    expect(text).toContain("/no/such/program");
  });

  test("a process killed for lack of memory is told from one that was stopped", async () => {
    const one = project(({ image }) => `services:\n  hungry:\n    image: ${image}\n    mem_limit: 20m\n    memswap_limit: 20m\n    command: [perl, -e, "my @a; while (1) { push @a, 'x' x 1e6; select(undef, undef, undef, 0.02) }"]\n`);
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "oom-killed", service: "hungry", confidence: expect.stringMatching(/proven|likely/) } });
  });

  test("a condition that can never be met is named", async () => {
    const one = project(({ image }) => `services:\n  base:\n    ${sleeper(image)}\n  app:\n    ${sleeper(image)}\n    depends_on: {base: {condition: service_healthy}}\n`);
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "unhealthy", failure: { service: "app" } });
    expect(facts.summary).toContain("no health check");
  });
});

liveDescribe("ports", () => {
  test("one that a foreign process holds is named with process and pid before anything starts", async () => {
    const { port } = await freePorts({ port: 0 });
    const server = createServer().listen(port, "127.0.0.1");
    servers.push(server);
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n    ports: ["127.0.0.1:${port}:80"]\n`);
    const { facts, text } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "blocked", changed: [], failure: { code: "port-taken", service: "app" } });
    expect(text).toContain(String(port));
    expect(text).toContain(`pid ${process.pid}`);
    expect(one.container("app")).toBe("");
  });

  test("one that another project's container holds is named with both", async () => {
    const { port } = await freePorts({ port: 0 });
    const listener = "use IO::Socket; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; while (my $c = $s->accept) { print $c qq(HTTP/1.0 204 No Content\\r\\n\\r\\n); close $c }";
    const compose = ({ image }: { image: string }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [perl, -e, '${listener.replaceAll("$", "$$$$")}']\n    ports: ["127.0.0.1:${port}:80"]\n`;
    const [first, second] = [project(compose), project(compose)];
    expect((await first.call("start_env")).facts.status).toBe("healthy");
    const { facts, text } = await second.call("start_env");
    expect(facts).toMatchObject({ status: "blocked", failure: { code: "port-taken" } });
    expect(text).toContain(`${first.name}-app-1`);
    expect(second.container("app")).toBe("");
  });

  test("one that a container of this project holds, whose service the file has no more, is named", async () => {
    const { port } = await freePorts({ port: 0 });
    const compose = (image: string, name: string) => `services:\n  ${name}:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n    ports: ["127.0.0.1:${port}:80"]\n`;
    const one = project(({ image }) => compose(image, "old"));
    docker("compose", "-f", `${one.root}/compose.yaml`, "-p", one.name, "up", "-d");
    one.write("compose.yaml", compose(docker("inspect", "--format", "{{.Config.Image}}", one.container("old")), "renamed"));
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "blocked", failure: { code: "port-taken", service: "renamed" } });
    expect(facts.summary).toContain(`${one.name}-old-1`);
    expect(one.container("renamed")).toBe("");
  });

  test("two services on one port are found before anything starts", async () => {
    const { port } = await freePorts({ port: 0 });
    const one = project(({ image }) => `services:\n  a:\n    ${sleeper(image)}\n    ports: ["${port}:80"]\n  b:\n    ${sleeper(image)}\n    ports: ["${port}:81"]\n`);
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "blocked", failure: { code: "port-taken" } });
    expect(facts.summary).toContain("service a");
  });
});

liveDescribe("callers", () => {
  test("six at once, from six processes, end in one start and six results", async () => {
    const one = project(({ image }) => `services:\n  base:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n  app:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n    depends_on: {base: {condition: service_healthy}}\n`);
    const runs = await Promise.all(Array.from({ length: 6 }, () => one.cli(["start", "--json"])));
    const results = runs.map((run) => parseJson<{ status: string }>(run.stdout));
    expect(runs.map((run) => run.code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(results.map((result) => result.status)).toEqual(Array.from({ length: 6 }, () => "healthy"));
    expect(one.container("app").split("\n")).toHaveLength(1);
    expect(docker("inspect", "--format", "{{.RestartCount}}", one.container("app"))).toBe("0");
  });

  test("two different starts at once take turns, and the second sees what the first has done", async () => {
    const { port } = await freePorts({ port: 0 });
    const listener = "use IO::Socket; my $s = IO::Socket::INET->new(LocalPort => 80, Listen => 5) or die; while (my $c = $s->accept) { print $c qq(HTTP/1.0 204 No Content\\r\\n\\r\\n); close $c }";
    const one = project(({ image }) => `services:\n  web:\n    image: ${image}\n    init: true\n    command: [perl, -e, '${listener.replaceAll("$", "$$$$")}']\n    ports: ["127.0.0.1:${port}:80"]\n  app:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n`);
    const runs = await Promise.all([one.cli(["start", "web", "--json"]), one.cli(["start", "--json"])]);
    expect(runs.map((run) => parseJson<{ status: string }>(run.stdout).status)).toEqual(["healthy", "healthy"]);
  });

  test("who is answered before the end is told what it waits for, and the next call joins", async () => {
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [sh, -c, "sleep 4; touch /ready; sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s, start_period: 60s}\n`);
    const first = await one.call("start_env", { wait_s: 1 });
    expect(first.facts).toMatchObject({ status: "starting", waiting_for: [{ service: "app" }] });
    const second = await one.call("start_env");
    expect(second.facts).toMatchObject({ status: "healthy", changed: [{ service: "app", action: "create" }] });
  });

  test("a start that ran out of time is gone on with, and nothing that is still starting is restarted", async () => {
    const one = project(({ image }) => `services:\n  app:\n    image: ${image}\n    init: true\n    command: [sh, -c, "sleep 8; touch /ready; sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s, start_period: 60s}\n`);
    expect((await one.call("start_env", { timeout_s: 2 })).facts).toMatchObject({ status: "timed_out", failure: { code: "not-ready-in-time", service: "app" } });
    const begun = docker("inspect", "--format", "{{.State.StartedAt}}", one.container("app"));
    expect((await one.call("health_check")).facts).toMatchObject({ services: [{ health: "starting", problem: { cause: expect.stringContaining("still starting") } }] });
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy", changed: [], kept: 1 });
    expect(docker("inspect", "--format", "{{.State.StartedAt}}", one.container("app"))).toBe(begun);
  });

  test("a start that is cancelled leaves no process, keeps what was started, and the next one converges", async () => {
    const one = project(({ image }) => `services:\n  base:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n  app:\n    image: ${image}\n    init: true\n    command: [sh, -c, "sleep 3; touch /ready; sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /ready], interval: 1s, start_period: 60s}\n    depends_on: {base: {condition: service_healthy}}\n`);
    const abort = new AbortController();
    const call = one.call("start_env", {}, abort.signal).catch((error: unknown) => error);
    while (!one.container("app") || docker("inspect", "--format", "{{.State.Status}}", one.container("app")) !== "running") await new Promise((done) => setTimeout(done, 50));
    abort.abort();
    await call;
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy" });
    expect(docker("ps", "-q", "--filter", `label=com.docker.compose.project=${one.name}`).split("\n")).toHaveLength(2);
  });
});

liveDescribe("what is changed", () => {
  test("smart restarts what is unhealthy, recreates what changed, and leaves the rest alone", async () => {
    const compose = (image: string, seconds: string) => `services:\n  steady:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n  sick:\n    image: ${image}\n    init: true\n    command: [sh, -c, "touch /tmp/ok; sleep 1000"]\n    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 1s, retries: 1}\n  edited:\n    image: ${image}\n    init: true\n    command: [sleep, "${seconds}"]\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n`;
    const one = project(({ image }) => compose(image, "1000"));
    await one.call("start_env");
    const steady = docker("inspect", "--format", "{{.State.StartedAt}}", one.container("steady"));
    docker("exec", one.container("sick"), "rm", "/tmp/ok");
    while (docker("inspect", "--format", "{{.State.Health.Status}}", one.container("sick")) !== "unhealthy") await new Promise((done) => setTimeout(done, 100));
    const image = docker("inspect", "--format", "{{.Config.Image}}", one.container("steady"));
    one.write("compose.yaml", compose(image, "2000"));
    const { facts } = await one.call("start_env");
    expect(facts).toMatchObject({ status: "healthy", kept: 1 });
    expect(facts["changed"]).toEqual(expect.arrayContaining([expect.objectContaining({ service: "sick", action: "restart" }), expect.objectContaining({ service: "edited", action: "recreate" })]));
    expect(docker("inspect", "--format", "{{.State.StartedAt}}", one.container("steady"))).toBe(steady);
  });

  test("a dry run says what would be done and touches nothing", async () => {
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n`);
    const { facts } = await one.call("start_env", { dry_run: true });
    expect(facts).toMatchObject({ status: "planned", changed: [{ service: "app", action: "create" }] });
    expect(one.container("app")).toBe("");
  });

  test("what compose must start itself is left to it", async () => {
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n    deploy: {replicas: 2}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n`);
    expect((await one.call("start_env")).facts).toMatchObject({ status: "healthy" });
    expect(one.container("app").split("\n")).toHaveLength(2);
  });

  test("compose that cannot do its part ends the start at once, with its own words", async () => {
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n    deploy: {replicas: 2}\n    volumes: ["lost:/data"]\nvolumes:\n  lost: {external: true, name: nobody-made-this-volume}\n`);
    const { facts, text } = await one.call("start_env", { timeout_s: 60 });
    expect(facts).toMatchObject({ status: "unhealthy", failure: { code: "volume-missing", cause: expect.stringContaining("could not create the containers") } });
    expect(Number(facts["elapsed_ms"])).toBeLessThan(30_000);
    expect(text).toContain("nobody-made-this-volume");
  });

  test("after a start compose itself finds nothing to do", async () => {
    const one = project(({ image }) => `services:\n  app:\n    ${sleeper(image)}\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n`);
    await one.call("start_env");
    const id = one.container("app");
    docker("compose", "-f", `${one.root}/compose.yaml`, "-p", one.name, "up", "-d");
    expect(one.container("app")).toBe(id);
  });
});
