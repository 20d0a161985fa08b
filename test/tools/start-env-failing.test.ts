import { describe, expect, test } from "vitest";
import { startEnv } from "../../src/tools/start-env.ts";
import { passing, ROOT, shop, type Story } from "../support/shop.ts";
import { CANARIES } from "../support/shop-files.ts";
import { good } from "../support/sound.ts";
import { NOW } from "../support/seen.ts";

const log = (text: string) => [{ atMs: NOW + 500, text }];

/** A container that crashes every 400 ms; the engine starts it again, 100 ms later. */
const crashing = { restartPolicy: "always", life: (ms: number, startedMs: number) => (ms % 500 < 400 ? { state: "running" as const, restarts: Math.floor(ms / 500), startedMs: startedMs + Math.floor(ms / 500) * 500 } : { state: "restarting" as const, restarts: Math.floor(ms / 500), exitCode: 1, finishedMs: startedMs + Math.floor(ms / 500) * 500 + 400 }) };

describe("what a start can fail of", () => {
  test("a crash loop without a health check, told within 15 seconds, in words", async () => {
    const { call, engine } = shop({ services: { frontend: { ...crashing, answersAfterMs: 10_000, logs: log("Error: Cannot find module 'vite'") } } });
    engine.events.push({ container: "new-frontend", action: "die", atMs: NOW + 1900, exitCode: 1 }, { container: "new-frontend", action: "die", atMs: NOW + 2400, exitCode: 1 });
    const { text, result, failed } = good(await call(startEnv));
    expect(failed).toBe(true);
    expect(text).toMatchInlineSnapshot(`
      "**unhealthy**: shop did not come up. frontend crashes again and again: restarted 3 times, last exit code 1. frontend cannot import vite.

      unhealthy: 3 healthy, 0 left as they were, 10 checks passed, 2580 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      (module-missing, frontend, proven)
      logs of frontend:
      \`\`\`
      Error: Cannot find module 'vite'
      \`\`\`
      container shop-frontend-1:
      \`\`\`
      state running, restarted 3 times
      \`\`\`
      Fix: Add it to the dependencies, or correct its name or version, and rebuild the image; a mounted folder may hide what the image has installed. → start_env {"mode":"rebuild"}

      - frontend: running, health none, shop-frontend-1"
    `);
    expect(result).toMatchObject({ status: "unhealthy", healthy: 3, failure: { code: "module-missing", service: "frontend", blocks: [] } });
    expect(result["elapsed_ms"]).toBeLessThan(15_000);
  });

  test("a crash loop in the middle of the chain names whom it blocks", async () => {
    const { call } = shop({ services: { server: { ...crashing, answersAfterMs: 10_000 } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "unhealthy", failure: { code: "crash-loop", service: "server", blocks: ["frontend"] } });
  });

  test("an end with an error, at once and with the log", async () => {
    const { call, engine } = shop({ services: { postgres: { logs: log("FATAL:  could not write lock file: No space left on device"), life: (ms) => (ms < 200 ? {} : { state: "exited", exitCode: 1, finishedMs: NOW + 200 }) } } });
    const { result } = good(await call(startEnv));
    expect(result).toMatchObject({ status: "unhealthy", failure: { code: "disk-full", cause: expect.stringMatching(/^postgres has ended with exit code 1\. /), service: "postgres", blocks: ["server", "frontend"], evidence: [{ source: "logs of postgres", excerpt: expect.stringContaining("No space left") }, { excerpt: "state exited, exit code 1" }] } });
    expect(result["elapsed_ms"]).toBeLessThan(1_000);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start postgres", "start redis"]);
  });

  test("a container that the engine cannot start", async () => {
    const { call } = shop({ services: { redis: { startError: 'exec: "redis-serve": executable file not found in $PATH: unknown' } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "unhealthy", failure: { code: "program-missing", service: "redis", evidence: expect.arrayContaining([expect.objectContaining({ excerpt: expect.stringContaining("executable file not found") })]) } });
  });

  test("a container that compose cannot create", async () => {
    const { call, engine } = shop({ compose: { create: { exitCode: 1, stderr: ' Container shop-redis-1  Creating\nError response from daemon: Conflict. The container name "/shop-redis-1" is already in use\n' } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "unhealthy", failure: { code: "create-failed", service: "redis", evidence: [{ excerpt: expect.stringContaining("already in use") }] } });
    expect(engine.journal).toEqual([]);
  });

  test("a build, with the lines that say why", async () => {
    const stderr = '#8 [server 4/6] RUN npm ci\n#8 1.203 npm error code ERESOLVE\n#8 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1\ntarget server: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1\n';
    const { call, composed, engine } = shop({ engine: { images: ["postgres:16", "redis:7", "shop-frontend"] }, compose: { build: { exitCode: 17, stderr } } });
    const { text, result } = good(await call(startEnv));
    expect(text).toMatchInlineSnapshot(`
      "**unhealthy**: shop did not come up. An image does not build (server). A package that the build installs cannot be found or does not fit the others.

      unhealthy: 0 healthy, 0 left as they were, 10 checks passed, 0 ms

      (package-not-found, server, proven)
      .devops-infra/build.log:
      \`\`\`
      #8 1.203 npm error code ERESOLVE
      \`\`\`
      .devops-infra/build.log:
      \`\`\`
      #8 [server 4/6] RUN npm ci
      #8 1.203 npm error code ERESOLVE
      #8 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
      target server: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1
      \`\`\`
      Fix: Correct its name or version; for system packages let the Dockerfile run \`apt-get update\` in the same step, and use a base image that is still supported.
      Blocks: frontend

      - postgres: missing, health none
      - redis: missing, health none
      - server: missing, health none
      - frontend: missing, health none"
    `);
    expect(result).toMatchObject({ status: "unhealthy", failure: { code: "package-not-found", service: "server" } });
    expect([composed().slice(1), engine.journal]).toEqual([["build -- server"], []]);
  });

  test("a build, by its log: every line of it is kept, secrets hidden, and the failed step says whose it is", async () => {
    const stderr = `#8 [server 4/6] RUN make\n${"#8 1.2 a line of the build\n".repeat(300)}#8 2.5 token ${CANARIES.API_TOKEN}\n#8 ERROR: exit code: 2\n------\n > [server 4/6] RUN make:\n2.5 make: *** [all] Error 2\n------\nfailed to solve: exit code: 2\n`;
    const { call, files, progress } = shop({ engine: { images: ["postgres:16", "redis:7", "shop-frontend"] }, compose: { build: { exitCode: 17, stderr } } });
    expect(good(await call(startEnv)).result).toMatchObject({ failure: { service: "server", evidence: expect.arrayContaining([expect.objectContaining({ source: ".devops-infra/build.log" })]) } });
    const kept = files.tree()[`${ROOT}/.devops-infra/build.log`] ?? "";
    expect(kept.split("\n")).toHaveLength(310);
    expect(kept).toMatch(/^\$ docker compose build -- server\n#8 \[server 4\/6\] RUN make\n/);
    expect(kept).toContain("#8 2.5 token [API_TOKEN]\n");
    expect(progress.map((one) => one.message).slice(1)).toEqual(["building server"]);
  });

  test("a build whose output speaks of an engine that cannot be reached: this one answers", async () => {
    const stderr = "#8 [server 4/6] RUN docker info\n#8 0.4 Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n#8 ERROR: exit code: 1\ntarget server: failed to solve: exit code: 1\n";
    const { call } = shop({ engine: { images: ["postgres:16", "redis:7", "shop-frontend"] }, compose: { build: { exitCode: 17, stderr } } });
    expect(good(await call(startEnv)).result).toMatchObject({ status: "unhealthy", failure: { code: "build-failed", service: "server", cause: "An image does not build (server).", evidence: [{ excerpt: expect.stringContaining("Cannot connect to the Docker daemon") }] } });
  });

  test("time: what it still waits for is named", async () => {
    const { call, engine } = shop({ services: { postgres: { answersAfterMs: Infinity } } });
    const { text, result, failed } = good(await call(startEnv, { timeout_s: 8 }));
    expect(failed).toBe(true);
    expect(text).toMatchInlineSnapshot(`
      "**timed out**: shop is not up. postgres did not become ready within the time; server, frontend never had a turn.

      timed_out: 1 healthy, 0 left as they were, 10 checks passed, 8100 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      (not-ready-in-time, postgres, proven)
      postgres:
      \`\`\`
      waiting for its health check: exit code 1: not ready yet
      \`\`\`
      Fix: Call again to go on waiting, or read the log of the service. → start_env {"timeout_s":8}
      Blocks: server, frontend

      - postgres: running, starting, shop-postgres-1
      - server: created, health none, shop-server-1
      - frontend: created, health none, shop-frontend-1"
    `);
    expect(result).toMatchObject({ status: "timed_out" });
    expect(engine.now("postgres").state).toBe("running");
  });
});

describe("a start that is cancelled", () => {
  test("says what was started and stays", async () => {
    const { begin, clock, engine } = shop();
    const giveUp = new AbortController();
    const outcome = begin(startEnv, {}, { signal: giveUp.signal });
    await clock.advance(200);
    giveUp.abort();
    const { text, result, failed } = good(await passing(clock, outcome));
    expect(failed).toBe(true);
    expect(text).toMatchInlineSnapshot(`
      "**cancelled**: the start of shop was cancelled; these containers were started and stay: postgres, redis.

      cancelled: 1 healthy, 0 left as they were, 10 checks passed, 200 ms
      - create postgres: it has no container
      - create redis: it has no container
      - create server: it has no container
      - create frontend: it has no container

      - postgres: running, starting, shop-postgres-1
      - server: created, health none, shop-server-1
      - frontend: created, health none, shop-frontend-1

      Next: Start it → start_env {}"
    `);
    expect(result).toMatchObject({ status: "cancelled" });
    expect(engine.containers.map((one) => `${one.service} ${one.state}`)).toEqual(["postgres running", "redis running", "server created", "frontend created"]);
    await clock.advance(60_000);
    expect(engine.journal).not.toContain("start server");
  });

  test("ends the process of compose that runs", async () => {
    let ended = false;
    const hanging: Story["compose"] = { create: ({ signal }) => new Promise((resolve) => signal?.addEventListener("abort", () => {
      ended = true;
      resolve({ outcome: "cancelled", exitCode: null });
    })) };
    const { begin, clock, engine } = shop({ compose: hanging });
    const giveUp = new AbortController();
    const outcome = begin(startEnv, { services: ["redis"] }, { signal: giveUp.signal });
    await clock.advance(1_000);
    giveUp.abort();
    expect(good(await passing(clock, outcome)).result).toMatchObject({ status: "cancelled", next: [{ arguments: { services: ["redis"] } }] });
    expect([ended, engine.journal]).toEqual([true, []]);
  });

  test("goes on for another who wants the same", async () => {
    const { begin, clock, composed } = shop();
    const giveUp = new AbortController();
    const first = begin(startEnv, {}, { signal: giveUp.signal });
    await clock.advance(200);
    const second = begin(startEnv);
    await clock.advance(100);
    giveUp.abort();
    expect(good(await passing(clock, second)).result).toMatchObject({ status: "healthy" });
    await first;
    expect(composed().filter((words) => words.startsWith("create --no-build"))).toHaveLength(1);
  });
});

describe("a start that takes longer than the answer may", () => {
  const slow: Story = { services: { server: { answersAfterMs: 20_000 } } };

  test("is answered with what it waits for, and the same call joins it", async () => {
    const { call, composed } = shop(slow);
    const { text, result, failed } = good(await call(startEnv, { wait_s: 5 }));
    expect(failed).toBe(false);
    expect(text).toMatchInlineSnapshot(`
      "**starting**: 2 of 4 services of shop are up; the start goes on.

      starting: 2 healthy, 0 left as they were, 0 checks passed, 5000 ms

      - server: running, starting
      - frontend: created, health none

      - waiting for server: its health check
      - waiting for frontend: its turn

      Next: Call it again to join the start → start_env {}"
    `);
    expect(result).toMatchObject({ status: "starting", healthy: 2 });
    const again = good(await call(startEnv));
    expect(again.result).toMatchObject({ status: "healthy", healthy: 4 });
    expect(composed().filter((words) => words.startsWith("create --no-build"))).toEqual(["create --no-build -- postgres redis server frontend"]);
  });

  test.each([[{ services: ["frontend"], timeout_s: 100 }], [{ mode: "restart", services: ["server"] }], [{ profiles: [], project: "compose.yaml" }]])("the next step is the call that joins %j", async (args) => {
    expect(good(await shop(slow).call(startEnv, { ...args, wait_s: 1 })).result).toMatchObject({ status: "starting", next: [{ tool: "start_env", arguments: args }] });
  });

  test("what a named service needs is waited for too, and named", async () => {
    expect(good(await shop(slow).call(startEnv, { services: ["frontend"], wait_s: 5 })).result).toMatchObject({ healthy: 2, waiting_for: [{ service: "server" }, { service: "frontend" }] });
  });

  test("a person at a terminal is answered at the end only", async () => {
    expect(good(await shop({ services: { server: { answersAfterMs: 120_000 } } }).call(startEnv, {}, { face: "terminal" })).result).toMatchObject({ status: "healthy" });
  });
});

describe("several at once", () => {
  test("the same request is one start with one result", async () => {
    const { begin, clock, composed, engine } = shop();
    const outcomes = await passing(clock, Promise.all(Array.from({ length: 6 }, () => begin(startEnv))));
    expect(outcomes.map((one) => good(one).result["status"])).toEqual(Array(6).fill("healthy"));
    expect(composed().filter((words) => words.startsWith("create --no-build"))).toHaveLength(1);
    expect(engine.journal.filter((line) => line === "start postgres")).toHaveLength(1);
  });

  test("another request waits for its turn", async () => {
    const { begin, clock, engine } = shop();
    const first = begin(startEnv, { services: ["redis"] });
    await clock.advance(50);
    const second = begin(startEnv);
    expect((await passing(clock, Promise.all([first, second]))).map((one) => good(one).result["status"])).toEqual(["healthy", "healthy"]);
    expect(engine.journal.filter((line) => line.startsWith("start"))).toEqual(["start redis", "start postgres", "start server", "start frontend"]);
  });
});
