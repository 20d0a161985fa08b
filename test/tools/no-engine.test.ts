import { describe, expect, test } from "vitest";
import type { NetError } from "../../src/host/net.ts";
import { tools } from "../../src/tools/index.ts";
import type { Tool } from "../../src/tool.ts";
import { shop, type Story } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const ARGUMENTS: Record<string, object> = { service_exec: { service: "redis", command: ["ls"] } };

function named(name: string): Tool {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  return tool;
}

async function call(name: string, story: Story) {
  const world = shop(story);
  const outcome = await world.call(named(name), ARGUMENTS[name]);
  return { outcome, world };
}

const SOCKETS: [NetError["reason"], string][] = [["missing", "engine-unreachable"], ["refused", "engine-unreachable"], ["timed-out", "engine-unreachable"], ["denied", "engine-denied"]];

describe.each(SOCKETS)("the engine's socket is %s", (socket, code) => {
  const story = { engine: { socket } };

  test.each([["start_env", "blocked", "failure"], ["stop_env", "failed", "failure"]])("%s is %s", async (name, status, field) => {
    const { outcome, world } = await call(name, story);
    expect(good(outcome)).toMatchObject({ failed: true, result: { status, [field]: { code } } });
    expect(world.composed()).toEqual(["config --format json"]);
  });

  test("health_check is down, and lists no service that it knows nothing of", async () => {
    const { outcome } = await call("health_check", story);
    expect(good(outcome)).toMatchObject({ failed: true, result: { status: "down", services: [], problems: [{ code }] } });
  });

  test.each(["service_logs", "service_exec"])("%s is the user's error", async (name) => {
    const { outcome } = await call(name, story);
    expect(refused(outcome).error.code).toBe(code);
  });
});

test("what is said of it, and what to do", async () => {
  expect((await call("start_env", { engine: { socket: "refused" } })).outcome.text).toMatchInlineSnapshot(`
    "**blocked**: nothing was touched. No container engine answers.

    blocked: 0 healthy, 0 left as they were, 7 checks passed, 0 ms

    - fail docker-reachable: No container engine answers. Fix: Start Docker (Docker Desktop, or the service \`docker\`), or mend DOCKER_HOST; \`docker version\` shows whether it answers.

    (engine-unreachable, proven)
    engine:
    \`\`\`
    No engine answers at /var/run/docker.sock (refused).
    \`\`\`
    Fix: Start Docker (Docker Desktop, or the service \`docker\`), or mend DOCKER_HOST; \`docker version\` shows whether it answers. → \`docker version\`"
  `);
  expect((await call("health_check", { engine: { socket: "denied" } })).outcome.text).toMatchInlineSnapshot(`
    "**down**: This user may not open the engine's socket. Nothing is known of the services of shop.

    (engine-denied, proven)
    engine:
    \`\`\`
    This user may not open /var/run/docker.sock.
    \`\`\`
    Fix: Add the user to the group \`docker\` and log in again, or use a rootless engine through DOCKER_HOST.

    down, 0 ms"
  `);
  expect((await call("service_logs", { engine: { socket: "missing" } })).outcome.text).toMatchInlineSnapshot(`
    "Error engine-unreachable: No engine answers at /var/run/docker.sock (missing).
    Fix: Start Docker, then call again; \`docker version\` shows whether it answers."
  `);
});

describe("there is no docker command", () => {
  const missing = { outcome: "missing" as const, exitCode: null };
  const story: Story = { up: "all", compose: { config: missing }, commands: [{ argv: ["docker", "compose", "version", "--short"], answer: missing }] };

  test.each([["start_env", "blocked"], ["stop_env", "failed"]])("%s is %s", async (name, status) => {
    expect(good((await call(name, story)).outcome).result).toMatchObject({ status, failure: { code: "compose-missing" } });
  });

  test("health_check is down", async () => {
    expect(good((await call("health_check", story)).outcome).result).toMatchObject({ status: "down", problems: [{ code: "compose-missing" }] });
  });

  test("logs and commands go over the engine's API, so they work", async () => {
    const world = shop({ ...story, services: { redis: { exec: () => ({ stdout: "hello" }), logs: [{ atMs: 1, text: "ready" }] } } });
    expect(good(await world.call(named("service_exec"), { service: "redis", command: ["echo", "hello"] })).result).toMatchObject({ stdout: "hello" });
    expect(good(await world.call(named("service_logs"), { services: ["redis"] })).result).toMatchObject({ lines: [{ text: "ready" }] });
  });

  test("and the engine is where only that command goes", async () => {
    const far: Story = { ...story, machine: { env: { DOCKER_HOST: "ssh://build.example" } }, commands: [{ argv: (argv) => argv[0] === "docker", answer: missing }] };
    expect(good((await call("start_env", far)).outcome).result).toMatchObject({ status: "blocked", failure: { code: "engine-unreachable" } });
    expect(good((await call("health_check", far)).outcome).result).toMatchObject({ status: "down" });
    expect(refused((await call("service_logs", far)).outcome).error.code).toBe("engine-unreachable");
    expect(refused((await call("service_exec", far)).outcome).error.code).toBe("engine-unreachable");
  });
});
