import { describe, expect, test } from "vitest";
import { NetError } from "../../src/host/net.ts";
import { startEnv } from "../../src/tools/start-env.ts";
import { passing, shop } from "../support/shop.ts";
import { good } from "../support/sound.ts";

describe("a start whose engine is lost on the way", () => {
  test("the engine, lost in the middle", async () => {
    const { begin, clock, engine } = shop({ services: { postgres: { answersAfterMs: 5_000 } } });
    const outcome = begin(startEnv);
    await clock.advance(1_000);
    engine.socket = "refused";
    const lostAt = clock.elapsed();
    const { text, result } = good(await passing(clock, outcome));
    expect(text).toMatchInlineSnapshot(`
      "**unhealthy**: shop did not come up. The engine stopped answering in the middle of the start.

      unhealthy: 1 healthy, 0 left as they were, 10 checks passed, 1020 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      (engine-unreachable, proven)
      engine:
      \`\`\`
      ready before: redis; started: postgres, redis
      \`\`\`
      Fix: Start the engine again, then call again: the start goes on where it is. → start_env {}"
    `);
    expect(result).toMatchObject({ status: "unhealthy", failure: { code: "engine-unreachable" } });
    expect(clock.elapsed() - lostAt).toBeLessThan(5_000);
  });

  test.each([
    ["compose says so", false],
    ["and is back before compose has ended", true],
  ])("the engine, lost while compose creates: %s", async (_, back) => {
    const said = "error during connect: Post \"http://%2Fvar%2Frun%2Fdocker.sock/v1.41/containers/create\": EOF\n";
    const world = shop({ up: ["redis"], compose: { create: () => {
      if (!back) world.engine.socket = "refused";
      return { exitCode: 1, stderr: said };
    }, "create --dry-run": { stderr: ["postgres", "server", "frontend"].map((one) => ` DRY-RUN MODE -  Container shop-${one}-1  Creating\n`).join("") } } });
    const { result } = good(await world.call(startEnv));
    expect(result).toMatchObject({ status: "unhealthy", healthy: 1, failure: { code: "engine-unreachable", evidence: [{ excerpt: "ready before: redis; started: none" }] }, next: [{ tool: "start_env" }] });
  });

  test("the engine, lost while compose builds", async () => {
    const world = shop({ engine: { images: ["postgres:16", "redis:7", "shop-frontend"] }, compose: { build: () => {
      world.engine.socket = "refused";
      return { exitCode: 1, stderr: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n" };
    } } });
    expect(good(await world.call(startEnv)).result).toMatchObject({ status: "unhealthy", healthy: 0, failure: { code: "engine-unreachable" } });
  });

  test("the engine, lost between the last service's readiness and the last look", async () => {
    const { call, engine } = shop();
    const { result } = good(await call(startEnv, {}, { progress: ({ message }) => {
      if (message.includes("all 4 services are ready")) engine.socket = "missing";
    } }));
    expect(result).toMatchObject({ status: "unhealthy", healthy: 4, failure: { code: "engine-unreachable", evidence: [{ excerpt: expect.stringContaining("ready before: redis, postgres, server, frontend") }] } });
  });

  test("the engine, lost while the checks are made: nothing was touched", async () => {
    const world = shop({ up: "all", compose: { "create --dry-run": () => {
      world.engine.socket = "refused";
      return {};
    } }, changed: ["server"], services: { server: { unwell: "no", healthLog: [] } } });
    const outcome = await world.call(startEnv);
    expect(good(outcome).result).toMatchObject({ status: "blocked", healthy: 0, failure: { code: "engine-unreachable" } });
  });

  test("an engine that is ending stops its containers: that is not their failure", async () => {
    const { begin, clock, engine } = shop({ services: { server: { answersAfterMs: 5_000 } } });
    const outcome = begin(startEnv);
    await clock.advance(2_000);
    const { request } = engine.net;
    // It still answers over connections that are open, and takes no new one.
    engine.net.request = async (to, asked) => {
      if (asked.headers?.["connection"] === "close") throw new NetError("missing", "no socket");
      return request(to, asked);
    };
    Object.assign(engine.containers.find((one) => one.service === "postgres") ?? {}, { state: "exited", exitCode: 143, finishedMs: clock.now() });
    const { result } = good(await passing(clock, outcome));
    expect(result).toMatchObject({ status: "unhealthy", failure: { code: "engine-unreachable", evidence: [{ excerpt: expect.stringContaining("redis") }] } });
  });
});
