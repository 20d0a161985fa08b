import { describe, expect, test } from "vitest";
import { stopEnv } from "../../src/tools/stop-env.ts";
import { aContainer } from "../support/seen.ts";
import { passing, ROOT, shop, type Shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

test("takes all down and keeps the data", async () => {
  const { call, composed, engine } = shop({ up: "all" });
  const { text, result } = good(await call(stopEnv));
  expect(text).toMatchInlineSnapshot(`
    "**stopped**: shop, 4 services stopped.

    stopped, 0 ms
    Stopped: postgres, redis, server, frontend
    Volumes kept: shop_pgdata"
  `);
  expect(result).toMatchInlineSnapshot(`
    {
      "elapsed_ms": 0,
      "status": "stopped",
      "stopped": [
        "postgres",
        "redis",
        "server",
        "frontend",
      ],
      "summary": "**stopped**: shop, 4 services stopped.",
      "volumes_kept": [
        "shop_pgdata",
      ],
      "volumes_removed": [],
    }
  `);
  expect(composed()).toEqual(["config --format json", "down --timeout 10 --remove-orphans"]);
  expect(engine.containers).toEqual([]);
});

test("says what compose said where it could not", async () => {
  const { call } = shop({ up: "all", compose: { down: { exitCode: 1, stderr: " Container shop-server-1  Stopping\nError response from daemon: cannot stop container: permission denied\n" } } });
  const { text, result, failed } = good(await call(stopEnv));
  expect(failed).toBe(true);
  expect(text).toMatchInlineSnapshot(`
    "**failed**: compose could not stop shop.

    failed, 0 ms

    Compose could not stop shop. (create-failed, proven)
    docker compose down:
    \`\`\`
    Container shop-server-1  Stopping
    Error response from daemon: cannot stop container: permission denied
    \`\`\`
    Fix: Mend what the message says, then call again. → stop_env {}"
  `);
  expect(result).toMatchObject({ status: "failed", stopped: [], failure: { code: "create-failed" } });
});

describe("of some services", () => {
  test("stops them and removes nothing", async () => {
    const { call, composed, engine } = shop({ up: "all" });
    expect(good(await call(stopEnv, { services: ["server", "frontend"] })).result).toMatchObject({ summary: "**stopped**: shop, 2 services stopped.", stopped: ["server", "frontend"], volumes_kept: ["shop_pgdata"], volumes_removed: [] });
    expect(composed()[1]).toBe("stop --timeout 10 -- server frontend");
    expect(engine.containers.map((one) => `${one.service} ${one.state}`)).toEqual(["postgres running", "redis running", "server exited", "frontend exited"]);
  });

  test("that do not run: says so", async () => {
    expect(good(await shop({ up: ["redis"] }).call(stopEnv, { services: ["server"] })).result).toMatchObject({ summary: "**stopped**: shop, nothing of it was running.", stopped: [] });
  });

  test("volumes go with the whole project only", async () => {
    const { call, composed } = shop({ up: "all" });
    expect(refused(await call(stopEnv, { services: ["postgres"], remove_volumes: true })).error).toMatchObject({ code: "invalid-arguments", fix: "Leave services out, or remove_volumes." });
    expect(composed()).toEqual(["config --format json"]);
  });
});

test("a shop whose containers are all stopped is taken down too", async () => {
  const stopped = { state: "exited" as const, exitCode: 0 };
  const { call, engine } = shop({ up: ["postgres", "redis"], services: { postgres: stopped, redis: stopped } });
  expect(good(await call(stopEnv)).result).toMatchObject({ summary: "**stopped**: shop, its stopped containers were removed.", stopped: [] });
  expect(engine.containers).toEqual([]);
});

test("nothing there is nothing to do, and no failure", async () => {
  expect(good(await shop().call(stopEnv))).toMatchObject({ failed: false, result: { summary: "**stopped**: shop, nothing of it was running." } });
});

test("a required variable without a value does not stand in the way", async () => {
  const { call, runner } = shop({ up: "all", files: { ".env": "SERVER_PORT=8011\n" } });
  expect(good(await call(stopEnv)).result).toMatchObject({ status: "stopped" });
  expect(runner.calls.at(-1)?.env).toMatchObject({ POSTGRES_PASSWORD: "65000" });
});

test("containers of other projects are left alone", async () => {
  const { call, engine } = shop({ up: ["redis"] });
  engine.containers.push(aContainer({ service: "api", project: "blog", folder: "/srv/blog", id: "blog-api" }));
  engine.volumes.push({ name: "blog_data", created: "", project: "blog" });
  expect(good(await call(stopEnv)).result).toMatchObject({ stopped: ["redis"], volumes_kept: ["shop_pgdata"] });
  expect([engine.containers.map((one) => one.id), engine.volumes.map((one) => one.name)]).toEqual([["blog-api"], ["shop_pgdata", "blog_data"]]);
});

describe("removing volumes", () => {
  const DOWN = "down --timeout 10 --remove-orphans --volumes";

  /** A shop that was asked once, and its token. */
  async function asked(): Promise<Shop & { token: string; text: string }> {
    const world = shop({ up: "all" });
    const { result, text, failed } = good(await world.call(stopEnv, { remove_volumes: true }));
    expect(failed).toBe(false);
    expect(result).toMatchObject({ status: "needs_confirmation", stopped: [], volumes_removed: [], volumes_kept: ["shop_pgdata"] });
    expect(world.composed()).not.toContain(DOWN);
    expect(world.engine.containers.map((one) => one.state)).toEqual(Array(4).fill("running"));
    return { ...world, token: String(result["confirm"]), text };
  }

  test("first changes nothing, and says exactly what would be lost", async () => {
    const { token, text } = await asked();
    expect(token).toMatch(/^c-[\w-]{22}$/);
    expect(text.replaceAll(token, "TOKEN")).toMatchInlineSnapshot(`
      "**needs confirmation**: This deletes 1 volume with all data in them: shop_pgdata. Nothing was changed.

      needs_confirmation, 0 ms
      Volumes kept: shop_pgdata
      Token: TOKEN

      Next: Show this to the person; if they agree, call again → stop_env {"remove_volumes":true,"confirm":"TOKEN"}"
    `);
  });

  test("with the token deletes them", async () => {
    const { call, token, composed, engine } = await asked();
    const { text, result } = good(await call(stopEnv, { remove_volumes: true, confirm: token }));
    expect(text).toMatchInlineSnapshot(`
      "**stopped**: shop, 4 services stopped.

      stopped, 0 ms
      Stopped: postgres, redis, server, frontend
      Volumes removed: shop_pgdata"
    `);
    expect(result).toMatchObject({ status: "stopped", volumes_kept: [], volumes_removed: ["shop_pgdata"] });
    expect(composed()).toContain(DOWN);
    expect(engine.volumes).toEqual([]);
  });

  test.each<[string, (world: Shop & { token: string }) => string | Promise<string>, RegExp]>([
    ["that was never given", () => "c-AAAAAAAAAAAAAAAAAAAAAA", /The token is not known\./],
    ["that is empty", () => "", /The token is not known\./],
    ["that has died after ten minutes", async ({ clock, token }) => {
      await clock.advance(10 * 60_000);
      return token;
    }, /The token is expired\./],
    ["of containers that keep data without a name now", ({ engine, token }) => {
      Object.assign(engine.containers[1] ?? {}, { unnamedVolumes: ["4f".repeat(32)] });
      return token;
    }, /This deletes 2 volumes with all data in them: shop_pgdata, 1 without a name\./],
    ["of a volume that was made anew since", ({ engine, token }) => {
      engine.volumes = [{ name: "shop_pgdata", created: "2025-01-01T00:00:01Z", project: "shop" }];
      return token;
    }, /What would be lost has changed/],
  ])("with a token %s deletes nothing, and gives a new one", async (_name, tokenOf, why) => {
    const world = await asked();
    const { result } = good(await world.call(stopEnv, { remove_volumes: true, confirm: await tokenOf(world) }));
    expect(result).toMatchObject({ status: "needs_confirmation", summary: expect.stringMatching(why), confirm: expect.not.stringContaining(world.token) });
    expect(world.composed()).not.toContain(DOWN);
    expect(good(await world.call(stopEnv, { remove_volumes: true, confirm: result["confirm"] })).result).toMatchObject({ status: "stopped" });
  });

  test("with a token that lives nine minutes on is done", async () => {
    const { call, clock, token } = await asked();
    await clock.advance(9 * 60_000);
    expect(good(await call(stopEnv, { remove_volumes: true, confirm: token })).result).toMatchObject({ status: "stopped" });
  });

  test("a token is used up by what it was for", async () => {
    const { call, token, engine, composed } = await asked();
    await call(stopEnv, { remove_volumes: true, confirm: token });
    engine.volumes = [{ name: "shop_pgdata", created: "2024-12-24T10:00:00Z", project: "shop" }];
    expect(good(await call(stopEnv, { remove_volumes: true, confirm: token })).result).toMatchObject({ status: "needs_confirmation", summary: expect.stringContaining("The token is used.") });
    expect(composed().filter((words) => words === DOWN)).toHaveLength(1);
  });

  test("without a name, which containers may have, needs a token too", async () => {
    const { call, composed } = shop({ up: ["redis"], services: { redis: { unnamedVolumes: ["4f".repeat(32)] } }, engine: { volumes: [] } });
    const { result } = good(await call(stopEnv, { remove_volumes: true }));
    expect(result).toMatchObject({ status: "needs_confirmation", summary: "**needs confirmation**: This deletes 1 volume with all data in them: 1 without a name. Nothing was changed." });
    expect(composed()).not.toContain(DOWN);
    expect(good(await call(stopEnv, { remove_volumes: true, confirm: result["confirm"] })).result).toMatchObject({ status: "stopped", volumes_removed: [] });
  });

  test("where there is none needs no token", async () => {
    const { call, composed } = shop({ up: ["redis"], engine: { volumes: [] } });
    expect(good(await call(stopEnv, { remove_volumes: true })).result).toMatchObject({ status: "stopped", volumes_removed: [] });
    expect(composed()).toContain(DOWN);
  });

  test("keeps the token readable for its owner only", async () => {
    const { files, token } = await asked();
    const path = `${ROOT}/.devops-infra/tokens.json`;
    expect((await files.stat(path))?.mode).toBe(0o600);
    expect(files.tree()[path]).not.toContain(token);
  });

  test("the next step names the project that was named", async () => {
    expect(good(await shop({ up: "all" }).call(stopEnv, { remove_volumes: true, project: "compose.yaml" })).result).toMatchObject({ next: [{ tool: "stop_env", arguments: { remove_volumes: true, confirm: expect.any(String), project: "compose.yaml" } }] });
  });
});

test("cancelled, it says that compose was ended", async () => {
  const giveUp = new AbortController();
  const { begin, clock } = shop({ up: "all", compose: { down: ({ signal }) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve({ outcome: "cancelled", exitCode: null }))) } });
  const outcome = begin(stopEnv, {}, { signal: giveUp.signal });
  await clock.advance(100);
  giveUp.abort();
  expect(good(await passing(clock, outcome)).result).toMatchObject({ status: "failed", failure: { evidence: [{ excerpt: "cancelled" }] } });
});

test("an engine that is lost after compose was done is no bug of the program", async () => {
  const world = shop({ up: "all", compose: { down: () => {
    world.engine.socket = "refused";
    return {};
  } } });
  expect(refused(await world.call(stopEnv)).error.code).toBe("engine-unreachable");
});
