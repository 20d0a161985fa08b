import { describe, expect, test } from "vitest";
import { apiEngine } from "../../src/engine/api-engine.ts";
import { NetError } from "../../src/host/net.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { fakeNet, type NetRules } from "../support/fake-net.ts";

const SOCKET = { socket: "/var/run/docker.sock" };

function engine(http: NetRules["http"]) {
  const net = fakeNet({ http: http ?? {} });
  return { net, ...apiEngine(net, SOCKET, { host: "127.0.0.1", address: "/var/run/docker.sock" }) };
}

function frame(stream: 1 | 2, text: string): Uint8Array {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

test("what the engine says of itself", async () => {
  const told = (headers: Record<string, string>) => engine({ "GET /_ping": { text: "OK", headers } }).info();
  expect(await told({ server: "Docker/20.10.24+dfsg1 (linux)" })).toEqual({ version: "20.10.24+dfsg1" });
  expect(await told({ server: "nginx" })).toEqual({ version: "" });
  expect(await told({})).toEqual({ version: "" });
});

test("every container, with the ports that it publishes", async () => {
  const answer = [{ Id: "c1", Names: ["/shop-web-1"], State: "running", Labels: { a: "b" }, Ports: [{ IP: "127.0.0.1", PrivatePort: 80, PublicPort: 8080, Type: "tcp" }, { PrivatePort: 90, Type: "tcp" }] }, { Id: "c2" }];
  const { list, net } = engine({ "GET /containers/json": { json: answer } });
  expect(await list({})).toEqual([
    { id: "c1", name: "shop-web-1", state: "running", labels: { a: "b" }, ports: [{ address: "127.0.0.1", hostPort: 8080, containerPort: 80, protocol: "tcp" }] },
    { id: "c2", name: "", state: "", labels: {}, ports: [] },
  ]);
  expect(net.calls).toEqual(["GET /containers/json?all=1&filters=%7B%7D"]);
});

test("the containers of a project: one-off ones are left out, and so is one that goes away meanwhile", async () => {
  const labels = (more: object) => ({ "com.docker.compose.project": "shop", ...more });
  const subject = engine({
    "GET /containers/json": { json: [{ Id: "c1", Labels: labels({}) }, { Id: "gone", Labels: labels({}) }, { Id: "run", Labels: labels({ "com.docker.compose.oneoff": "True" }) }] },
    "GET /containers/c1/json": { json: { Id: "c1", Name: "/shop-web-1" } },
    "GET /containers/gone/json": { status: 404, json: { message: "No such container: gone" } },
  });
  expect((await subject.containers("shop")).map((one) => one.name)).toEqual(["shop-web-1"]);
  expect(decodeURIComponent(subject.net.calls[0] ?? "")).toContain('{"label":["com.docker.compose.project=shop"]}');
});

test("the volumes of a project, none where the engine says null", async () => {
  expect(await engine({ "GET /volumes": { json: { Volumes: [{ Name: "shop_data", CreatedAt: "2025-01-01T00:00:00Z" }] } } }).volumes("shop")).toEqual([{ name: "shop_data", created: "2025-01-01T00:00:00Z" }]);
  expect(await engine({ "GET /volumes": { json: { Volumes: null } } }).volumes("shop")).toEqual([]);
});

test("an image by its reference, its slashes kept and the rest encoded", async () => {
  const { image, net } = engine({ "GET /images/registry.example.com%3A5000/team/web%3A1/json": { json: { Id: "sha256:1", Created: "2025-01-01T00:00:00Z" } } });
  expect(await image("registry.example.com:5000/team/web:1")).toEqual({ id: "sha256:1", createdMs: Date.UTC(2025, 0, 1), architecture: "" });
  expect(net.calls).toHaveLength(1);
});

test("an image that is not there", async () => {
  expect(await engine({ "GET /images/x/json": { status: 404, json: { message: "No such image" } } }).image("x")).toBeUndefined();
});

test("what containers take, of two samples; one that goes away meanwhile is left out", async () => {
  const clock = fakeClock();
  const stats = (id: string) => () => ({ json: { read: new Date(clock.now()).toISOString(), cpu_stats: { cpu_usage: { total_usage: clock.elapsed() * 5e5 } }, memory_stats: { usage: id === "c1" ? 100 : 200 } } });
  const { usage, net } = engine({ "GET /containers/c1/stats": stats("c1"), "GET /containers/c2/stats": stats("c2"), "GET /containers/gone/stats": { status: 404, json: { message: "No such container: gone" } } });
  const asked = usage(["c1", "gone", "c2"], clock);
  await clock.advance(150);
  expect(await asked).toEqual(new Map([["c1", { memoryBytes: 100, cpu: 0.5 }], ["c2", { memoryBytes: 200, cpu: 0.5 }]]));
  expect(net.calls.filter((one) => one.includes("c1"))).toEqual(Array(2).fill("GET /containers/c1/stats?stream=0&one-shot=1"));
});

test("the log of a container, in the order of time", async () => {
  const chunks = [frame(1, "2025-01-01T00:00:01.000000000Z out\n"), frame(2, "2025-01-01T00:00:00.000000000Z err\n")];
  const { logs, net } = engine({ "GET /containers/c1/logs": { chunks } });
  expect((await logs("c1", { tail: 50, sinceMs: 1_500 })).map((line) => `${line.stream} ${line.text}`)).toEqual(["stderr err", "stdout out"]);
  expect(net.calls).toEqual(["GET /containers/c1/logs?stdout=1&stderr=1&timestamps=1&tail=50&since=1.500"]);
});

describe("what goes wrong is told by its reason", () => {
  test.each([
    [{ status: 404, json: { message: "No such container: c1" } }, "not-found", "No such container: c1"],
    [{ status: 409, json: { message: "Container c1 is paused" } }, "conflict", "Container c1 is paused"],
    [{ status: 500, json: { message: "driver failed" } }, "failed", "driver failed"],
    [{ status: 502, text: "<html>Bad gateway</html>" }, "failed", "<html>Bad gateway</html>"],
    [new NetError("refused", "x"), "unreachable", "No engine answers at /var/run/docker.sock (refused)."],
    [new NetError("missing", "x"), "unreachable", "No engine answers at /var/run/docker.sock (missing)."],
    [new NetError("denied", "x"), "denied", "This user may not open /var/run/docker.sock."],
    [new NetError("timed-out", "x"), "unreachable", "The engine at /var/run/docker.sock does not answer."],
    [new NetError("cancelled", "x"), "cancelled", "The call was cancelled."],
  ] as const)("%o", async (answer, reason, message) => {
    await expect(engine({ "POST /containers/c1/start": answer }).start("c1")).rejects.toMatchObject({ name: "EngineError", reason, message });
  });

  test("logs that cannot be read", async () => {
    await expect(engine({ "GET /containers/c1/logs": { status: 501 } }).logs("c1", { tail: 1 })).rejects.toMatchObject({ reason: "failed" });
  });
});

describe("exec", () => {
  const ran = (answer: object) => ({ "POST /containers/c1/exec": { json: { Id: "e1" } }, "POST /exec/e1/start": { chunks: [frame(1, "out"), frame(2, "err")] }, "GET /exec/e1/json": { json: { ExitCode: 3, Running: false } }, ...answer });
  const request = { argv: ["check", "-x"], timeoutMs: 1_000 };

  test("gives both streams and the exit code", async () => {
    expect(await engine(ran({})).exec("c1", request)).toMatchObject({ outcome: "exited", exitCode: 3, stdout: "out", stderr: "err", truncated: false });
  });

  test("keeps the first bytes of each stream and says so", async () => {
    expect(await engine(ran({})).exec("c1", { ...request, maxBytes: 2 })).toMatchObject({ stdout: "ou", stderr: "er", truncated: true });
  });

  test("hands the command over as it is, marked, and input only where there is some", async () => {
    const bodies: unknown[] = [];
    const record = (name: string) => (given: { body?: string }) => {
      bodies.push(name, JSON.parse(given.body ?? "null"));
      return { json: { Id: "e1" } };
    };
    const subject = engine(ran({ "POST /containers/c1/exec": record("create") }));
    await subject.exec("c1", { ...request, env: ["A=1"] });
    expect(bodies[1]).toMatchObject({ AttachStdin: false, Tty: false, Cmd: ["check", "-x"], Env: ["A=1", expect.stringMatching(/^DEVOPS_INFRA_EXEC=/)] });
    await subject.exec("c1", { ...request, input: "text" });
    expect(bodies[3]).toMatchObject({ AttachStdin: true });
  });

  test.each([
    ["a time-out", () => ({ timeoutMs: 20 }), "timed_out"],
    ["an abort", () => ({ signal: AbortSignal.timeout(20) }), "cancelled"],
  ] as const)("after %s all that carries the mark is ended in the container", async (_name, limit, outcome) => {
    const bodies: { Cmd?: string[]; Env?: string[]; User?: string }[] = [];
    const subject = engine(
      ran({
        "POST /containers/c1/exec": (given: { body?: string }) => {
          bodies.push(JSON.parse(given.body ?? "{}"));
          return { json: { Id: `e${bodies.length}` } };
        },
        "POST /exec/e1/start": (given: { signal?: AbortSignal }) => new Promise((_, fail) => given.signal?.addEventListener("abort", () => fail(new NetError("cancelled", "x")))),
        "POST /exec/e2/start": {},
        "GET /exec/e2/json": { json: { Running: false } },
      }),
    );
    expect(await subject.exec("c1", { ...request, ...limit() })).toMatchObject({ outcome, exitCode: null });
    const mark = bodies[0]?.Env?.[0]?.split("=")[1];
    expect(bodies[1]).toMatchObject({ User: "0" });
    expect(bodies[1]?.Cmd?.at(-1)).toBe(mark);
  });
});

test("what happened to a project's containers since a time", async () => {
  const { happenings, net } = engine({ "GET /events": { text: '{"Action":"die","Actor":{"ID":"c1","Attributes":{"exitCode":"1"}},"time":5}\n' } });
  expect(await happenings("shop", 1_000)).toEqual([{ container: "c1", what: "die", atMs: 5_000, exitCode: 1 }]);
  expect(decodeURIComponent(net.calls[0] ?? "")).toMatch(/^GET \/events\?since=1&until=\d+&filters=\{"type":\["container"\],"event":\["die","kill","oom"\],"label":\["com\.docker\.compose\.project=shop"\]\}$/);
});
