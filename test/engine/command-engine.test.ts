import { describe, expect, test } from "vitest";
import { commandEngine } from "../../src/engine/command-engine.ts";
import type { Finished } from "../../src/host/runner.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { fakeMachine } from "../support/fake-machine.ts";
import { fakeRunner, type Rule } from "../support/fake-runner.ts";

const PROJECT = "label=com.docker.compose.project=shop";

function engine(...rules: Rule[]) {
  const runner = fakeRunner(rules);
  const machine = fakeMachine({ env: { PATH: "/usr/bin:/srv/shop/bin", DOCKER_HOST: "ssh://build-box", SECRET: "no" } });
  return { runner, ...commandEngine(runner, machine, "/srv/shop", { host: "build-box", address: "ssh://build-box" }) };
}

const docker = (words: string, answer: Partial<Finished> = {}): Rule => ({ argv: ["docker", ...words.split(" ")], answer });

test("what the engine says of itself; of the environment docker gets what it needs", async () => {
  const { info, runner } = engine(docker("version --format json", { stdout: '{"Client":{},"Server":{"Version":"27.0.1","ApiVersion":"1.46"}}' }));
  expect(await info()).toEqual({ version: "27.0.1" });
  expect(runner.calls[0]?.env).toEqual({ PATH: "/usr/bin", DOCKER_HOST: "ssh://build-box" });
});

test("every container; nothing more is asked where there is none", async () => {
  expect(await engine(docker("ps -a -q --no-trunc", { stdout: "\n" })).list({})).toEqual([]);
  const inspected = [{ Id: "c1", Name: "/shop-web-1", State: { Status: "running" }, Config: { Labels: { a: "b" } }, NetworkSettings: { Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] } } }];
  const subject = engine(docker(`ps -a -q --no-trunc --filter ${PROJECT}`, { stdout: "c1\n" }), docker("inspect --type container -- c1", { stdout: JSON.stringify(inspected) }));
  expect(await subject.list({ project: "shop" })).toEqual([{ id: "c1", name: "shop-web-1", state: "running", labels: { a: "b" }, ports: [{ address: "0.0.0.0", hostPort: 8080, containerPort: 80, protocol: "tcp" }] }]);
});

test("the containers of a project, one-off ones left out", async () => {
  const inspected = [{ Id: "c1", Name: "/shop-web-1" }, { Id: "c2", Name: "/shop-web-run-1", Config: { Labels: { "com.docker.compose.oneoff": "True" } } }];
  const subject = engine(docker(`ps -a -q --no-trunc --filter ${PROJECT}`, { stdout: "c1\nc2\n" }), docker("inspect --type container -- c1 c2", { stdout: JSON.stringify(inspected) }));
  expect((await subject.containers("shop")).map((one) => one.name)).toEqual(["shop-web-1"]);
});

test("the volumes of a project", async () => {
  const subject = engine(docker(`volume ls -q --filter ${PROJECT}`, { stdout: "shop_data\n" }), docker("volume inspect -- shop_data", { stdout: '[{"Name":"shop_data","CreatedAt":"2025-01-01T00:00:00Z"}]' }));
  expect(await subject.volumes("shop")).toEqual([{ name: "shop_data", created: "2025-01-01T00:00:00Z" }]);
  expect(await engine(docker(`volume ls -q --filter ${PROJECT}`)).volumes("shop")).toEqual([]);
});

test("an image, there or not; its name stands behind two dashes", async () => {
  expect(await engine(docker("image inspect -- web:1", { stdout: '[{"Id":"sha256:1","Created":"2025-01-01T00:00:00Z"}]' })).image("web:1")).toEqual({ id: "sha256:1", createdMs: Date.UTC(2025, 0, 1), architecture: "" });
  expect(await engine(docker("image inspect -- --help", { exitCode: 1, stderr: "Error: No such image: --help" })).image("--help")).toBeUndefined();
});

test("what containers take, asked of all at once; nothing is asked of none", async () => {
  const subject = engine({ argv: ["docker", "stats", "--no-stream", "--no-trunc", "--format", "{{json .}}", "--", "c1", "c2"], answer: { stdout: '{"ID":"c1","MemUsage":"1KiB / 1GiB","CPUPerc":"50.00%"}\n{"ID":"c2","MemUsage":"-- / --","CPUPerc":"--"}\n' } });
  expect(await subject.usage(["c1", "c2"], fakeClock())).toEqual(new Map([["c1", { memoryBytes: 1024, cpu: 0.5 }]]));
  expect(await subject.usage([], fakeClock())).toEqual(new Map());
  expect(subject.runner.calls).toHaveLength(1);
});

test("the log of a container, both streams in the order of time", async () => {
  const subject = engine(docker("logs --timestamps --tail 50 --since 1.500 c1", { stdout: "2025-01-01T00:00:01.000000000Z out\n", stderr: "2025-01-01T00:00:00.000000000Z err\n" }));
  expect((await subject.logs("c1", { tail: 50, sinceMs: 1_500 })).map((line) => `${line.stream} ${line.text}`)).toEqual(["stderr err", "stdout out"]);
});

describe("what goes wrong is told by its reason", () => {
  test.each<[string, Partial<Finished>, string]>([
    ["no engine", { exitCode: 1, stderr: "Cannot connect to the Docker daemon at ssh://build-box. Is the docker daemon running?" }, "unreachable"],
    ["no route to it", { exitCode: 1, stderr: "error during connect: command [ssh ...] has exited with exit status 255" }, "unreachable"],
    ["no permission", { exitCode: 1, stderr: "permission denied while trying to connect to the Docker daemon socket" }, "denied"],
    ["no such container", { exitCode: 1, stderr: "Error response from daemon: No such container: c1" }, "not-found"],
    ["anything else", { exitCode: 1, stderr: "Error response from daemon: driver failed" }, "failed"],
    ["no docker", { outcome: "missing", exitCode: null }, "unreachable"],
    ["docker may not be run", { outcome: "refused", exitCode: null }, "unreachable"],
    ["cancelled", { outcome: "cancelled", exitCode: null }, "cancelled"],
  ])("%s", async (_name, answer, reason) => {
    await expect(engine(docker("start -- c1", answer)).start("c1")).rejects.toMatchObject({ name: "EngineError", reason });
  });

  test("no answer in time", async () => {
    await expect(engine(docker("version --format json", { outcome: "timed_out", exitCode: null })).info()).rejects.toMatchObject({ reason: "unreachable", message: "The engine at ssh://build-box does not answer." });
  });
});

describe("exec", () => {
  const isExec = (argv: string[]) => argv[1] === "exec" && argv[2] !== "-u";
  const isKill = (argv: string[]) => argv.slice(0, 6).join(" ") === "docker exec -u 0 -- c1";

  test("gives both streams and the exit code; the command stands behind two dashes", async () => {
    const subject = engine({ argv: isExec, answer: { exitCode: 3, stdout: "out", stderr: "err" } });
    expect(await subject.exec("c1", { argv: ["--help"], env: ["A=1"], timeoutMs: 1_000 })).toMatchObject({ outcome: "exited", exitCode: 3, stdout: "out", stderr: "err" });
    expect(subject.runner.argvs()[0]).toEqual(["docker", "exec", "-e", "A=1", "-e", expect.stringMatching(/^DEVOPS_INFRA_EXEC=/), "--", "c1", "--help"]);
  });

  test("input goes in over stdin", async () => {
    const subject = engine({ argv: isExec });
    await subject.exec("c1", { argv: ["cat"], input: "text", timeoutMs: 1_000 });
    expect(subject.runner.argvs()[0]?.slice(0, 3)).toEqual(["docker", "exec", "-i"]);
    expect(subject.runner.calls[0]?.input).toBe("text");
  });

  test.each(["timed_out", "cancelled"] as const)("after it %s, all that carries the mark is ended in the container", async (outcome) => {
    const subject = engine({ argv: isExec, answer: { outcome, exitCode: null } }, { argv: isKill });
    expect(await subject.exec("c1", { argv: ["sleep", "300"], timeoutMs: 1_000 })).toMatchObject({ outcome, exitCode: null });
    const [run, kill] = subject.runner.argvs();
    expect(kill?.at(-1)).toBe(run?.find((word) => word.startsWith("DEVOPS_INFRA_EXEC="))?.split("=")[1]);
  });
});
