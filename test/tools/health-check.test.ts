import { describe, expect, test } from "vitest";
import { healthCheck } from "../../src/tools/health-check.ts";
import { NOW } from "../support/seen.ts";
import { passing, shop, type Story } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

test("a shop that is well", async () => {
  const { call, composed } = shop({ up: "all" });
  const { text, result, failed } = good(await call(healthCheck));
  expect(failed).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "**healthy**: 4 services of shop.

    - postgres: running, healthy
    - redis: running, healthy
    - server: running, healthy
    - frontend: running, health none

    - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
    - redis: redis://localhost:6379 (in the network redis://redis:6379)
    - server: http://localhost:8011 (in the network http://server:8011)
    - frontend: http://localhost:5173 (in the network http://frontend:5173)

    healthy, 0 ms"
  `);
  expect(result).toMatchInlineSnapshot(`
    {
      "elapsed_ms": 0,
      "endpoints": [
        {
          "container_port": 5432,
          "host_url": "postgresql://localhost:5432",
          "network_url": "postgresql://postgres:5432",
          "service": "postgres",
        },
        {
          "container_port": 6379,
          "host_url": "redis://localhost:6379",
          "network_url": "redis://redis:6379",
          "service": "redis",
        },
        {
          "container_port": 8011,
          "host_url": "http://localhost:8011",
          "network_url": "http://server:8011",
          "service": "server",
        },
        {
          "container_port": 5173,
          "host_url": "http://localhost:5173",
          "network_url": "http://frontend:5173",
          "service": "frontend",
        },
      ],
      "services": [
        {
          "health": "healthy",
          "probes": [],
          "service": "postgres",
          "state": "running",
        },
        {
          "health": "healthy",
          "probes": [],
          "service": "redis",
          "state": "running",
        },
        {
          "health": "healthy",
          "probes": [],
          "service": "server",
          "state": "running",
        },
        {
          "health": "none",
          "probes": [],
          "service": "frontend",
          "state": "running",
        },
      ],
      "status": "healthy",
      "summary": "**healthy**: 4 services of shop.",
    }
  `);
  expect(composed()).toEqual(["config --format json"]);
});

test("all that can be said of it", async () => {
  const { text } = good(await shop({ up: "all" }).call(healthCheck, { detail: "full" }));
  expect(text).toMatchInlineSnapshot(`
    "**healthy**: 4 services of shop.

    - postgres: running, healthy, shop-postgres-1, 0 restarts, up 3600 s, 64000000 bytes of memory, 0.02 cores, image 2678400 s old
      - ok: command from the container: pg_isready -U shop, 0 ms
      - ok: postgres from the host: 127.0.0.1:5432, 0 ms
    - redis: running, healthy, shop-redis-1, 0 restarts, up 3600 s, 64000000 bytes of memory, 0.02 cores, image 2678400 s old
      - ok: command from the container: redis-cli ping, 0 ms
      - ok: redis from the host: 127.0.0.1:6379, 0 ms
    - server: running, healthy, shop-server-1, 0 restarts, up 3600 s, 64000000 bytes of memory, 0.02 cores, image 2678400 s old
      - ok: command from the container: curl -fsS http://localhost:8011/health, 0 ms
      - ok: http from the host: http://127.0.0.1:8011/health, 0 ms
    - frontend: running, health none, shop-frontend-1, 0 restarts, up 3600 s, 64000000 bytes of memory, 0.02 cores, image 2678400 s old
      - ok: http from the host: http://127.0.0.1:5173/, 0 ms

    - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
    - redis: redis://localhost:6379 (in the network redis://redis:6379)
    - server: http://localhost:8011 (in the network http://server:8011)
    - frontend: http://localhost:5173 (in the network http://frontend:5173)

    healthy, 150 ms"
  `);
});

describe("full, what each service takes and what is left to migrate", () => {
  const map = "---\nproject: shop\ncompose_files: [compose.yaml]\nmigrate: {service: server, command: [alembic, upgrade, head]}\n---\n\n# Component map\n";
  const migrated = (current: string): Story => ({
    up: "all",
    files: { ".claude/skills/shop/SKILL.md": "---\nname: shop\n---\n", ".claude/skills/shop/references/component-map.md": map },
    services: { server: { cpu: 1.254, memory: 123_456_789, exec: ([tool, verb]) => (tool !== "alembic" ? undefined : verb === "current" ? { stdout: current } : { stdout: "Rev: 0002 (head)\nParent: 0001\n\nRev: 0001\nParent: <base>\n" }) } },
  });

  test("the newest revision is not applied", async () => {
    const { result, text } = good(await shop(migrated("0001\n")).call(healthCheck, { detail: "full" }));
    expect(serviceIn(result, "server")).toMatchObject({ memory_bytes: 123_456_789, cpu: 1.25, image_age_s: 31 * 86_400, pending_migrations: ["0002"] });
    expect(serviceIn(result, "postgres")).not.toHaveProperty("pending_migrations");
    expect(text).toContain("- server: running, healthy, shop-server-1, 0 restarts, up 3600 s, 123456789 bytes of memory, 1.25 cores, image 2678400 s old, pending migrations: 0002");
  });

  test("all are", async () => {
    const { result, text } = good(await shop(migrated("0002 (head)\n")).call(healthCheck, { detail: "full", services: ["server"] }));
    expect(serviceIn(result, "server")).toMatchObject({ pending_migrations: [] });
    expect(text).toContain("no migration pending");
  });

  test("concise, nothing of this is asked", async () => {
    const { call, engine } = shop(migrated("0001\n"));
    expect(good(await call(healthCheck)).text).not.toMatch(/memory|cores|image|migration/);
    expect(engine.journal.filter((line) => line.includes("alembic"))).toEqual([]);
  });

  test("what they take is measured before anything of ours runs in them", async () => {
    const { begin, clock, engine } = shop(migrated("0001\n"));
    const outcome = begin(healthCheck, { detail: "full" });
    await clock.advance(149);
    expect(engine.journal).toEqual([]);
    good(await passing(clock, outcome));
    expect(engine.journal).toContain("exec server alembic current: 0");
  });

  test("after a wait it is looked at once, at the end", async () => {
    const { call, engine } = shop({ ...migrated("0001\n"), services: { server: { ...migrated("0001\n").services?.["server"], startedMs: NOW, answersAfterMs: 3_000, health: "starting" } } });
    expect(serviceIn(good(await call(healthCheck, { detail: "full", until: "healthy" })).result, "server")).toMatchObject({ pending_migrations: ["0002"] });
    expect(engine.journal.filter((line) => line.includes("alembic current"))).toHaveLength(1);
  });

  test("a service that does not run takes nothing; its migrations are unknown", async () => {
    const { result } = good(await shop({ ...migrated(""), services: { server: { state: "exited", exitCode: 1 } } }).call(healthCheck, { detail: "full" }));
    const server = serviceIn(result, "server");
    expect(server).toHaveProperty("image_age_s");
    for (const fact of ["memory_bytes", "cpu", "pending_migrations"]) expect(server).not.toHaveProperty(fact);
  });
});

describe("a failing service", () => {
  const story = { up: "all" as const, services: { postgres: { state: "exited" as const, exitCode: 1, logs: [{ atMs: 1, text: "FATAL:  data directory is not writable" }] }, server: { unwell: "cannot reach the database" } } };

  test("is the cause of what others suffer from, and is told before them", async () => {
    const { text, result, failed } = good(await shop(story).call(healthCheck));
    expect(failed).toBe(true);
    expect(text).toMatchInlineSnapshot(`
      "**degraded**: 2 of 4 services of shop fail. postgres has ended with exit code 1.

      - postgres: exited, health none, exit code 1, shop-postgres-1; affects server
      postgres has ended with exit code 1. (exited, postgres, proven)
      container shop-postgres-1:
      \`\`\`
      state exited, exit code 1
      \`\`\`
      logs of postgres:
      \`\`\`
      FATAL:  data directory is not writable
      \`\`\`
      Fix: Mend what the log of postgres says, then start again. → start_env {}
      - redis: running, healthy
      - server: running, unhealthy, shop-server-1
        - fails: command from the container: curl -fsS http://localhost:8011/health, 0 ms: exit code 1: cannot reach the database
        - fails: http from the host: http://127.0.0.1:8011/health, 0 ms: HTTP 503: cannot reach the database
      server fails because of postgres: postgres has ended with exit code 1. (dependency-down, server, likely)
      health command of server, run now:
      \`\`\`
      exit code 1: cannot reach the database
      \`\`\`
      Fix: Mend what the log of postgres says, then start again. → start_env {}
      - frontend: running, health none

      - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
      - redis: redis://localhost:6379 (in the network redis://redis:6379)
      - server: http://localhost:8011 (in the network http://server:8011)
      - frontend: http://localhost:5173 (in the network http://frontend:5173)

      degraded, 0 ms"
    `);
    expect(result).toMatchObject({ status: "degraded" });
  });

  test("one named after another that is its cause: the fix is the cause's", async () => {
    const { result } = good(await shop(story).call(healthCheck, { services: ["server"] }));
    expect(result).toMatchObject({ status: "down", services: [{ service: "server", problem: { code: "dependency-down", confidence: "likely", cause: "server fails because of postgres: postgres has ended with exit code 1." } }], next: [{ tool: "start_env" }] });
  });

  test("one not named is passed over where the named ones are well", async () => {
    expect(good(await shop(story).call(healthCheck, { services: ["redis", "frontend"] })).result).toMatchObject({ status: "healthy", services: [{ service: "redis" }, { service: "frontend" }], endpoints: [{ service: "redis" }, { service: "frontend" }] });
  });
});

const one = (service: string, facts: NonNullable<Story["services"]>[string]): Story => ({ up: "all", services: { [service]: facts } });

describe("each kind of failure", () => {
  test.each<[string, Story, { service: string; [fact: string]: unknown }]>([
    ["fails its own health command", one("redis", { unwell: "-LOADING Redis is loading" }), { service: "redis", health: "unhealthy", affects: ["server"], problem: { code: "unhealthy", evidence: [{ source: "health command of redis, run now", excerpt: "exit code 1: -LOADING Redis is loading" }] } }],
    ["does not listen on its published port", one("frontend", { answersAfterMs: Infinity }), { service: "frontend", probes: [{ kind: "http", ok: false, error: "connection refused" }], problem: { code: "not-answering" } }],
    ["answers with a server error", one("frontend", { speaks: { 5173: "http 502 bad gateway" } }), { service: "frontend", probes: [{ error: "HTTP 502: bad gateway" }], problem: { code: "not-answering" } }],
    ["was killed for lack of memory", one("server", { state: "exited", exitCode: 137, oomKilled: true, memoryLimit: 64 * 1024 * 1024 }), { service: "server", exit_code: 137, problem: { code: "oom-killed", cause: "server was killed because it needed more memory than its limit of 64 MiB." } }],
    ["was stopped", one("server", { state: "exited", exitCode: 143 }), { service: "server", state: "exited", problem: { code: "stopped", fix: { tool: "start_env", arguments: { services: ["server"] } } } }],
    ["was paused", one("server", { state: "paused" }), { service: "server", state: "paused", problem: { code: "paused", fix: { command: ["docker", "unpause", "shop-server-1"] } } }],
    ["was never started", one("server", { state: "created", startedMs: 0 }), { service: "server", state: "created", problem: { code: "not-started" } }],
    ["has no container", { up: ["postgres", "redis", "frontend"] }, { service: "server", state: "missing", health: "none", problem: { code: "not-started" } }],
    ["crashes again and again", one("server", { state: "restarting", restarts: 7, exitCode: 1, restartPolicy: "always" }), { service: "server", state: "restarting", exit_code: 1, problem: { code: "crash-loop" } }],
    ["could not be started by the engine", one("server", { state: "created", error: "port is already allocated", startedMs: 0 }), { service: "server", problem: { code: "port-taken", evidence: [{ source: "container shop-server-1", excerpt: "port is already allocated" }, {}] } }],
    ["could not be started for a reason that nobody knows", one("server", { state: "created", error: "the moon is full", startedMs: 0 }), { service: "server", problem: { code: "start-failed", cause: "The engine could not start server: the moon is full" } }],
  ])("a service that %s", async (_name, story, expected) => {
    const { result, failed } = good(await shop(story).call(healthCheck));
    expect(failed).toBe(true);
    expect(result).toMatchObject({ status: "degraded", services: expect.arrayContaining([expect.objectContaining({ service: expected.service })]) });
    expect(serviceIn(result, expected.service)).toMatchObject(expected);
  });

  test("that fails for what it needs, behind the first cause", async () => {
    const { result } = good(await shop({ up: "all", services: { postgres: { state: "exited", exitCode: 1 }, server: { unwell: "no database" }, frontend: { answersAfterMs: Infinity } } }).call(healthCheck));
    expect(result["summary"]).toBe("**degraded**: 3 of 4 services of shop fail. postgres has ended with exit code 1.");
    expect(serviceIn(result, "postgres")).toMatchObject({ affects: ["server", "frontend"], problem: { code: "exited" } });
    expect(serviceIn(result, "server")).toMatchObject({ problem: { code: "dependency-down", cause: expect.stringContaining("because of postgres") } });
    expect(serviceIn(result, "frontend")).toMatchObject({ problem: { code: "dependency-down", cause: expect.stringContaining("because of postgres") } });
  });

  test("nothing serves: down", async () => {
    const stopped = { state: "exited" as const, exitCode: 0 };
    expect(good(await shop({ up: "all", services: { postgres: stopped, redis: stopped, server: stopped, frontend: stopped } }).call(healthCheck)).result).toMatchObject({ status: "down" });
  });

  test("nothing was started: one problem, not one for each service", async () => {
    const { text, result } = good(await shop().call(healthCheck));
    expect(text).toMatchInlineSnapshot(`
      "**down**: No container of shop is there.

      - postgres: missing, health none
      - redis: missing, health none
      - server: missing, health none
      - frontend: missing, health none

      - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
      - redis: redis://localhost:6379 (in the network redis://redis:6379)
      - server: http://localhost:8011 (in the network http://server:8011)
      - frontend: http://localhost:5173 (in the network http://frontend:5173)

      (not-started, proven)
      engine, list of containers:
      \`\`\`
      none of this project
      \`\`\`
      Fix: Start the environment. → start_env {}

      down, 0 ms"
    `);
    expect(result).toMatchObject({ status: "down", problems: [{ code: "not-started" }], services: [{ state: "missing" }, {}, {}, {}] });
  });

  test("compose refuses the files", async () => {
    expect(good(await shop({ up: "all", compose: { config: { exitCode: 15, stderr: "yaml: line 4: found character that cannot start any token" } } }).call(healthCheck)).result).toMatchObject({ status: "down", problems: [{ code: "compose-invalid", evidence: [{ line: 4 }] }] });
  });
});

describe("waiting until healthy", () => {
  const starting = (answersAfterMs: number): Story => one("server", { startedMs: NOW, answersAfterMs, health: "starting" });

  test("ends as soon as it is", async () => {
    const { call, clock, progress } = shop(starting(7_000));
    const { text, result, failed } = good(await call(healthCheck, { until: "healthy" }));
    expect(failed).toBe(false);
    expect(result).toMatchObject({ status: "healthy", met: true, elapsed_ms: 7_000 });
    expect(text).toContain("healthy, met: true, 7000 ms");
    expect(clock.elapsed()).toBeLessThan(7_100);
    expect(progress[0]).toEqual({ message: "waiting for server" });
  });

  test("ends when time is up, and says what is missing", async () => {
    const { result, text, failed } = good(await shop(starting(60_000)).call(healthCheck, { until: "healthy", wait_s: 10 }));
    expect(failed).toBe(true);
    expect(result).toMatchObject({ status: "degraded", met: false });
    expect(text).toContain("What was waited for did not come in time.");
  });

  test("takes 45 seconds where no time is named, and none without until", async () => {
    expect(good(await shop(starting(44_000)).call(healthCheck, { until: "healthy" })).result).toMatchObject({ met: true });
    expect(good(await shop(starting(46_000)).call(healthCheck, { until: "healthy" })).result).toMatchObject({ met: false });
    expect(good(await shop(starting(44_000)).call(healthCheck)).result).toMatchObject({ status: "degraded", elapsed_ms: 0 });
  }, 20_000);

  test("wait_s alone waits too", async () => {
    const { result } = good(await shop(starting(3_000)).call(healthCheck, { wait_s: 10 }));
    expect(result).toMatchObject({ status: "healthy", elapsed_ms: 3_000 });
    expect(result).not.toHaveProperty("met");
  });

  test("of a named service does not wait for the others", async () => {
    expect(good(await shop(starting(Infinity)).call(healthCheck, { until: "healthy", services: ["redis"] })).result).toMatchObject({ status: "healthy", met: true, elapsed_ms: 0 });
  });

  test("that is cancelled ends at once", async () => {
    const { begin, clock } = shop(starting(Infinity));
    const giveUp = new AbortController();
    const outcome = begin(healthCheck, { until: "healthy" }, { signal: giveUp.signal });
    await clock.advance(1_000);
    giveUp.abort();
    expect(refused(await passing(clock, outcome)).error.code).toBe("cancelled");
  });
});

describe("waiting for a text", () => {
  test("that comes", async () => {
    const { begin, clock, engine } = shop({ up: "all" });
    const outcome = begin(healthCheck, { services: ["server"], until: "worker ready" });
    await clock.advance(5_000);
    Object.assign(engine.containers.find((one) => one.service === "server") ?? {}, { logs: [{ atMs: clock.now(), text: "\u001b[32m[INFO] worker ready, 4 threads\u001b[0m" }] });
    const { result, text, failed } = good(await passing(clock, outcome));
    expect(failed).toBe(false);
    expect(result).toMatchObject({ status: "healthy", met: true, found: { at: "2025-01-01T00:00:05.000000000Z", text: "[INFO] worker ready, 4 threads" }, elapsed_ms: 5_250 });
    expect(text).toMatchInlineSnapshot(`
      "**healthy**: 1 service of shop.

      Logged at 2025-01-01T00:00:05.000000000Z:
      \`\`\`
      [INFO] worker ready, 4 threads
      \`\`\`

      - server: running, healthy

      - server: http://localhost:8011 (in the network http://server:8011)

      healthy, met: true, 5250 ms"
    `);
  });

  test("that was logged a moment before the call counts, an older one does not", async () => {
    const at = (secondsAgo: number): Story => one("server", { logs: [{ atMs: NOW - secondsAgo * 1000, text: "worker ready" }] });
    expect(good(await shop(at(10)).call(healthCheck, { services: "server", until: "worker ready" })).result).toMatchObject({ met: true, elapsed_ms: 0 });
    expect(good(await shop(at(20)).call(healthCheck, { services: "server", until: "worker ready", wait_s: 1 })).result).toMatchObject({ met: false });
  });

  test("is literal: no pattern, and case counts", async () => {
    const story = one("server", { logs: [{ atMs: NOW - 1000, text: "Worker ready (4)" }] });
    expect(good(await shop(story).call(healthCheck, { services: "server", until: "worker ready", wait_s: 0 })).result).toMatchObject({ met: false });
    expect(good(await shop(story).call(healthCheck, { services: "server", until: "r.*y", wait_s: 0 })).result).toMatchObject({ met: false });
    expect(good(await shop(story).call(healthCheck, { services: "server", until: "ready (4)", wait_s: 0 })).result).toMatchObject({ met: true });
  });

  test("in a service that has no container does not come", async () => {
    expect(good(await shop({ up: ["redis"] }).call(healthCheck, { services: ["server"], until: "x" })).result).toMatchObject({ met: false });
  });

  test.each([[{ until: "x" }], [{ until: "x", services: ["server", "redis"] }]])("needs one service: %j", async (args) => {
    expect(refused(await shop({ up: "all" }).call(healthCheck, args)).error).toMatchObject({ code: "invalid-arguments", fix: expect.stringContaining("Name the one service") });
  });
});

/** One service of a result. */
function serviceIn(result: Record<string, unknown>, name: string): unknown {
  const { services } = result;
  return Array.isArray(services) ? services.find((service: { service: string }) => service.service === name) : undefined;
}
