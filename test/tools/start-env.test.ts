import { describe, expect, test } from "vitest";
import { NetError } from "../../src/host/net.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import type { FakeContainer } from "../support/fake-engine.ts";
import { NOW } from "../support/seen.ts";
import { ROOT, shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

describe("a cold start", () => {
  test("is healthy, and says where everything answers", async () => {
    const { call } = shop();
    const { text, result, failed } = good(await call(startEnv));
    expect(failed).toBe(false);
    expect(text).toMatchInlineSnapshot(`
      "**healthy**: 4 services of shop up and answering.

      healthy: 4 healthy, 0 left as they were, 10 checks passed, 3080 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
      - redis: redis://localhost:6379 (in the network redis://redis:6379)
      - server: http://localhost:8011 (in the network http://server:8011)
      - frontend: http://localhost:5173 (in the network http://frontend:5173)"
    `);
    expect(result).toMatchInlineSnapshot(`
      {
        "changed": [
          {
            "action": "create",
            "cause": "it has no container",
            "service": "postgres",
          },
          {
            "action": "create",
            "cause": "it has no container",
            "service": "redis",
          },
          {
            "action": "create",
            "cause": "it has no container",
            "service": "server",
          },
          {
            "action": "create",
            "cause": "it has no container",
            "service": "frontend",
          },
        ],
        "elapsed_ms": 3080,
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
        "healthy": 4,
        "kept": 0,
        "preflight": {
          "checks": [],
          "passed": 10,
        },
        "services": [],
        "status": "healthy",
        "summary": "**healthy**: 4 services of shop up and answering.",
      }
    `);
  });

  test("starts each service the moment all that it needs is ready", async () => {
    const { call, engine, composed, progress } = shop();
    await call(startEnv);
    expect(composed()).toEqual(["config --format json", "create --no-build -- postgres redis server frontend"]);
    const { journal } = engine;
    const passed = journal.filter((line) => line.startsWith("start") || line.endsWith(": 0"));
    expect(passed.slice(0, 7)).toEqual([
      "start postgres",
      "start redis",
      "exec redis redis-cli ping: 0",
      "exec postgres /bin/sh -c pg_isready -U shop: 0",
      "start server",
      "exec server /bin/sh -c curl -fsS http://localhost:8011/health: 0",
      "start frontend",
    ]);
    expect(journal.filter((line) => line === "exec postgres /bin/sh -c pg_isready -U shop: 1").length).toBeGreaterThan(3);
    expect(progress.map((one) => one.message)).toMatchInlineSnapshot(`
      [
        "checking what is there",
        "creating postgres, redis, server, frontend",
        "starting postgres, redis",
        "waiting for postgres (its health check), redis (its health check), then server, frontend",
        "redis is ready, waiting for postgres (its health check), then server, frontend",
        "postgres is ready, next server, frontend",
        "starting server",
        "waiting for server (its health check), then frontend",
        "server is ready, next frontend",
        "starting frontend",
        "waiting for frontend (it to stay up)",
        "all 4 services are ready",
        "asking every service once more",
      ]
    `);
  });

  test("takes no longer than its slowest chain: no probe interval, no pause of a second", async () => {
    const { result } = good(await shop().call(startEnv, { detail: "full", services: ["server"] }));
    expect(result).toMatchObject({ status: "healthy", healthy: 3, services: [{ service: "postgres", ready_ms: 440 }, { service: "redis", ready_ms: 120 }, { service: "server", ready_ms: 1080 }] });
  });

  test("of some services starts only them and what they need", async () => {
    const { call, composed, engine } = shop();
    expect(good(await call(startEnv, { services: ["redis"] })).result).toMatchObject({ summary: "**healthy**: 1 service of shop up and answering.", endpoints: [{ service: "redis" }] });
    expect(composed()[1]).toBe("create --no-build -- redis");
    expect(engine.containers.map((one) => one.service)).toEqual(["redis"]);
  });

  test("is healthy although the engine does not tell at its end what would be compared the next time", async () => {
    const { call, engine } = shop();
    const { request } = engine.net;
    let over = false;
    engine.net.request = async (to, asked) => {
      if (over && asked.path.includes("/images/")) throw new NetError("timed-out", "too slow");
      return request(to, asked);
    };
    const { result } = good(await call(startEnv, {}, { progress: ({ message }) => {
      over ||= message === "asking every service once more";
    } }));
    expect(result).toMatchObject({ status: "healthy", healthy: 4 });
  });

  test("refuses a profile that no service belongs to", async () => {
    const { call, runner } = shop({ commands: [{ argv: (argv) => argv.includes("--profile=nope"), answer: { exitCode: 1, stderr: "no such profile" } }] });
    expect(refused(await call(startEnv, { profiles: ["nope"] })).error).toMatchObject({ code: "unknown-profile" });
    expect(runner.calls.filter((one) => one.args.includes("up") || one.args.includes("create"))).toEqual([]);
  });
});

describe("smart", () => {
  test("leaves what runs, is current and healthy", async () => {
    const { call, composed, engine } = shop({ up: "all" });
    const { text, result } = good(await call(startEnv));
    expect(text).toMatchInlineSnapshot(`
      "**healthy**: 4 services of shop up and answering.

      healthy: 4 healthy, 4 left as they were, 10 checks passed, 0 ms

      - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
      - redis: redis://localhost:6379 (in the network redis://redis:6379)
      - server: http://localhost:8011 (in the network http://server:8011)
      - frontend: http://localhost:5173 (in the network http://frontend:5173)"
    `);
    expect(result).toMatchObject({ status: "healthy", kept: 4, changed: [], healthy: 4 });
    expect(composed()).toEqual(["config --format json", "create --dry-run --no-build -- postgres redis server frontend"]);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual([]);
  });

  test.each<[string, (container: FakeContainer) => void, number]>([
    ["nothing", () => undefined, 1],
    ["a network of a container", (container) => (container.networks = [{ id: "network-2", name: "shop_default", address: "" }]), 2],
    ["an image of a container", (container) => (container.imageId = "sha256:2"), 2],
  ])("asks compose again where it would compare something else: %s", async (_name, change, asked) => {
    const { call, composed, engine } = shop({ up: "all" });
    await call(startEnv);
    engine.containers.filter((one) => one.service === "redis").forEach(change);
    await call(startEnv);
    expect(composed().filter((words) => words.startsWith("create --dry-run"))).toHaveLength(asked);
  });

  test("restarts what is current but fails its health check, and keeps its evidence", async () => {
    const { call, composed, engine, files } = shop({ up: "all", services: { server: { life: (ms) => (ms > 60_000 ? { unwell: "worker is stuck" } : {}), logs: [{ atMs: NOW - 1_000, text: "OSError: [Errno 28] No space left on device" }] } } });
    const { result } = good(await call(startEnv));
    expect(result).toMatchObject({ status: "healthy", kept: 3, changed: [{ service: "server", action: "restart", cause: "it failed its health check" }] });
    expect(composed().slice(2)).toEqual(["stop --timeout 10 -- server"]);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start server"]);
    expect(files.tree()[`${ROOT}/.devops-infra/evidence.json`]).toMatch(/worker is stuck[^]*"code": "disk-full"/);
  });

  test("recreates only what changed", async () => {
    const { call, composed, engine } = shop({ up: "all", changed: ["server"] });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy", kept: 3, changed: [{ service: "server", action: "recreate" }] });
    expect(composed().slice(2)).toEqual(["create --no-build -- server"]);
    expect(engine.containers.map((one) => one.id).filter((id) => id.startsWith("new"))).toEqual(["new-server"]);
  });

  test("starts what is stopped", async () => {
    const { call, composed, engine } = shop({ up: "all", services: { redis: { state: "exited", exitCode: 0, startedMs: NOW - 60_000 } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy", kept: 3, changed: [{ service: "redis", action: "start", cause: "it had ended with exit code 0" }] });
    expect(composed()).toHaveLength(2);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start redis"]);
  });

  test("lets what is paused go on, and restarts it", async () => {
    const { call, composed } = shop({ up: "all", services: { redis: { state: "paused" } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy", changed: [{ service: "redis", action: "restart", cause: "it was paused" }] });
    expect(composed().slice(2)).toEqual(["unpause -- redis", "stop --timeout 10 -- redis"]);
  });

  test("creates what is not there yet, beside what is", async () => {
    const { call, composed } = shop({ up: ["postgres", "redis"] });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy", kept: 2, changed: [{ service: "server", action: "create" }, { service: "frontend", action: "create" }] });
    expect(composed().slice(2)).toEqual(["create --no-build -- server frontend"]);
  });

  test("builds the image that is not there", async () => {
    const { call, composed, files } = shop({ engine: { images: ["postgres:16", "redis:7", "shop-frontend"] } });
    const { result, text } = good(await call(startEnv));
    expect(result).toMatchObject({ status: "healthy", changed: [{ service: "server", action: "build", cause: "its image is not there" }, {}, {}, {}, {}] });
    expect(text).not.toContain("build.log");
    expect(files.tree()[`${ROOT}/.devops-infra/build.log`]).toMatch(/^\$ docker compose build -- server\n#1 \[server\] exporting to image\n\$ docker compose create --no-build -- postgres redis server frontend\n Container shop-postgres-1 {2}Created\n/);
    expect(composed().slice(1)).toEqual(["build -- server", "create --no-build -- postgres redis server frontend"]);
  });

  test("leaves the starting to compose where more than create and start is needed", async () => {
    const { call, composed, engine } = shop({ model: (model) => ({ ...model, services: { ...model.services, redis: { ...model.services.redis, secrets: [{ source: "s" }] } } }) });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "healthy", healthy: 4 });
    expect(composed().slice(1)).toEqual(["up --detach --no-build -- postgres redis server frontend"]);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual([]);
  });
});

test("restart stops all, then starts it in order", async () => {
  const { call, composed, engine } = shop({ up: "all" });
  expect(good(await call(startEnv, { mode: "restart" })).result).toMatchObject({ status: "healthy", kept: 0, changed: [{ action: "restart", cause: "asked for" }, {}, {}, {}] });
  expect(composed().slice(2)).toEqual(["stop --timeout 10 -- postgres redis server frontend"]);
  expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start postgres", "start redis", "start server", "start frontend"]);
});

describe("rebuild", () => {
  const map = { ".claude/skills/shop/references/component-map.md": "---\nmigrate:\n  service: server\n  command: [alembic, upgrade, head]\n---\n" };
  const server = { exec: (argv: string[]) => ({ exit: 0, stdout: argv.join(" ") }) };

  test("is down, build, up, migrate", async () => {
    const { call, composed, engine } = shop({ up: "all", files: map, services: { server } });
    const { text } = good(await call(startEnv, { mode: "rebuild" }));
    expect(text).toMatchInlineSnapshot(`
      "**healthy**: 4 services of shop up and answering.

      healthy: 4 healthy, 0 left as they were, 10 checks passed, 3080 ms
      - build server: asked for
      - build frontend: asked for
      - recreate postgres: asked for
      - recreate redis: asked for
      - recreate server: asked for
      - recreate frontend: asked for
      - migrate server: the map names a migration

      - postgres: postgresql://localhost:5432 (in the network postgresql://postgres:5432)
      - redis: redis://localhost:6379 (in the network redis://redis:6379)
      - server: http://localhost:8011 (in the network http://server:8011)
      - frontend: http://localhost:5173 (in the network http://frontend:5173)"
    `);
    expect(composed().slice(2)).toEqual(["down --timeout 10", "build -- server frontend", "create --no-build --force-recreate -- postgres redis server frontend"]);
    expect(engine.journal.filter((line) => /^start|alembic/.test(line))).toEqual(["start postgres", "start redis", "start server", "start frontend", "exec server alembic upgrade head: 0"]);
  });

  test("of one service leaves the others alone", async () => {
    const { call, composed, engine } = shop({ up: "all" });
    expect(good(await call(startEnv, { mode: "rebuild", services: ["frontend"] })).result).toMatchObject({ status: "healthy" });
    expect(composed().slice(2)).toEqual(["stop --timeout 10 -- frontend", "build -- frontend", "create --no-build --force-recreate -- frontend"]);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start frontend"]);
  });

  test("fails with the migration", async () => {
    const { call } = shop({ up: "all", files: map, services: { server: { exec: () => ({ exit: 1, stderr: "alembic.util.exc.CommandError: Can't locate revision 4f2\n" }) } } });
    expect(good(await call(startEnv, { mode: "rebuild" }))).toMatchObject({ failed: true, result: { status: "unhealthy", failure: { code: "migration-failed", service: "server", evidence: [{ excerpt: "alembic.util.exc.CommandError: Can't locate revision 4f2" }] } } });
  });
});

describe("a dry run", () => {
  test("of a cold shop plans all of it and touches nothing", async () => {
    const { call, composed, engine, files } = shop();
    const { text, failed } = good(await call(startEnv, { dry_run: true }));
    expect(failed).toBe(false);
    expect(text).toMatchInlineSnapshot(`
      "**planned**: 4 changes to shop.

      planned: 0 healthy, 0 left as they were, 10 checks passed, 0 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      Next: Start it → start_env {}"
    `);
    expect([composed(), engine.journal, engine.containers]).toEqual([["config --format json"], [], []]);
    expect(Object.keys(files.tree()).filter((path) => path.includes(".devops-infra"))).toEqual([]);
  });

  test("of a shop that runs well has nothing to do", async () => {
    expect(good(await shop({ up: "all" }).call(startEnv, { dry_run: true })).result).toMatchObject({ status: "planned", summary: "**planned**: nothing to do for shop.", changed: [], kept: 4 });
  });

  test("tells all checks in full", async () => {
    const { result } = good(await shop({ up: "all" }).call(startEnv, { dry_run: true, detail: "full" }));
    expect(result["preflight"]).toMatchInlineSnapshot(`
      {
        "checks": [
          {
            "id": "docker-reachable",
            "message": "engine 27.0.1 answers",
            "status": "pass",
          },
          {
            "id": "compose-available",
            "message": "compose 2.29.1",
            "status": "pass",
          },
          {
            "id": "compose-valid",
            "message": "compose.yaml valid",
            "status": "pass",
          },
          {
            "id": "project-taken",
            "message": "project shop",
            "status": "pass",
          },
          {
            "id": "env-file",
            "message": ".env is there",
            "status": "pass",
          },
          {
            "id": "env-required",
            "message": "1 required variables set",
            "status": "pass",
          },
          {
            "id": "ports-free",
            "message": "4 ports free or held by this project",
            "status": "pass",
          },
          {
            "id": "directories",
            "message": "folders and files are there",
            "status": "pass",
          },
          {
            "id": "disk-space",
            "message": "10.7 GB free",
            "status": "pass",
          },
          {
            "id": "images",
            "message": "images present or built here",
            "status": "pass",
          },
          {
            "id": "project-preflight",
            "message": "no script is named by the map",
            "status": "skip",
          },
        ],
        "passed": 10,
      }
    `);
  });
});
