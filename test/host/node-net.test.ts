import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Address, HttpRequest } from "../../src/host/net.ts";
import { nodeNet } from "../../src/host/node-net.ts";
import { bundleProgram } from "../support/bundle.ts";
import { until } from "../support/processes.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const get: HttpRequest = { method: "GET", path: "/", timeoutMs: 10_000 };

async function listen(server: Server, where: "socket" | "tcp"): Promise<Address> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  if (where === "tcp") {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
  }
  const socket = join(await temporaryFolder(), "s");
  server.listen(socket);
  await once(server, "listening");
  return { socket };
}

function http(answer: (request: IncomingMessage, response: ServerResponse) => void, where: "socket" | "tcp" = "socket"): Promise<Address> {
  return listen(createHttp(answer), where);
}

function raw(talk: (socket: Socket) => void, where: "socket" | "tcp" = "socket"): Promise<Address> {
  return listen(createServer({ allowHalfOpen: true }, talk), where);
}

function collect(): { chunks: string[]; onChunk: (chunk: Uint8Array) => void } {
  const chunks: string[] = [];
  return { chunks, onChunk: (chunk) => void chunks.push(Buffer.from(chunk).toString()) };
}

describe("request", () => {
  test("sends method, path, headers and body, and gives status, headers and text", async () => {
    const to = await http((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => response.writeHead(201, { "x-a": "1", "set-cookie": ["a", "b"] }).end(`${request.method} ${request.url} ${request.headers["x-b"]} ${body}`));
    });
    const answer = await nodeNet.request(to, { method: "POST", path: "/v1/x?y=%20", headers: { "x-b": "2" }, body: "grüße", timeoutMs: 10_000 });
    expect(answer).toMatchObject({ status: 201, text: "POST /v1/x?y=%20 2 grüße", headers: { "x-a": "1", "set-cookie": "a, b" } });
  });

  test("keeps connections for reading over a Unix socket, and takes a new one to change something", async () => {
    const ports = new Set<Socket>();
    const to = await http((request, response) => {
      ports.add(request.socket);
      response.end();
    });
    for (let round = 0; round < 5; round += 1) await nodeNet.request(to, get);
    expect(ports.size).toBe(1);
    await nodeNet.request(to, { ...get, method: "POST" });
    expect(ports.size).toBe(2);
    await nodeNet.request(to, { ...get, headers: { connection: "close" } });
    expect(ports.size).toBe(3);
  });

  test("keeps a TCP connection only where a header asks for it", async () => {
    const sockets = new Set<Socket>();
    const to = await http((request, response) => {
      sockets.add(request.socket);
      response.end();
    }, "tcp");
    for (let round = 0; round < 3; round += 1) await nodeNet.request(to, get);
    expect(sockets.size).toBe(3);
    for (let round = 0; round < 3; round += 1) await nodeNet.request(to, { ...get, headers: { connection: "keep-alive" } });
    expect(sockets.size).toBe(4);
  });

  test("repeats a read whose kept connection the other side had just closed", async () => {
    let served = 0;
    const to = await raw((socket) => {
      let answered = false;
      socket.on("data", () => {
        if (answered) socket.destroy();
        else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        answered = true;
        served += 1;
      });
    });
    expect((await nodeNet.request(to, get)).text).toBe("ok");
    expect((await nodeNet.request(to, get)).text).toBe("ok");
    expect(served).toBe(3);
  });

  test.each([
    ["no answer at all", () => undefined],
    ["a body that never ends", (socket: Socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")],
    ["a trickle", (socket: Socket) => void setInterval(() => socket.write("H"), 20).unref()],
  ])("has its time limit over %s", async (_name, talk) => {
    const to = await raw(talk);
    const thrown = await nodeNet.request(to, { ...get, timeoutMs: 200 }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: "NetError", reason: expect.stringMatching(/timed-out|not-http/) });
  });

  test("ends with its signal, before or during the answer", async () => {
    const to = await raw((socket) => void socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"));
    await expect(nodeNet.request(to, { ...get, signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: "cancelled" });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await expect(nodeNet.request(to, { ...get, signal: controller.signal })).rejects.toMatchObject({ reason: "cancelled" });
  });

  test("keeps 16 MiB of a body and lets go of the rest", async () => {
    const to = await http((_request, response) => {
      const chunk = "x".repeat(1024 * 1024);
      const more = (): void => void (response.writable && response.write(chunk, (error) => error ?? more()));
      more();
    });
    expect((await nodeNet.request(to, get)).text).toHaveLength(16 * 1024 * 1024);
  });

  test("says what an expert would say first", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "file"), "");
    const closed = await raw((socket) => socket.destroy());
    const cut = await raw((socket) => void socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")));
    const ssh = await raw((socket) => void socket.write("SSH-2.0-OpenSSH_9.2\r\n"), "tcp");
    const free = await raw(() => undefined, "tcp");
    const cases: [Address, string][] = [
      [{ socket: join(folder, "none") }, "missing"],
      [{ socket: join(folder, "file") }, "refused"],
      [{ host: "127.0.0.1", port: 1 }, "refused"],
      [{ host: "no-such-host.invalid", port: 80 }, "unresolved"],
      [closed, "reset"],
      [cut, "reset"],
      [ssh, "not-http"],
    ];
    for (const [to, reason] of cases) await expect(nodeNet.request(to, get), reason).rejects.toMatchObject({ name: "NetError", reason });
    await expect(nodeNet.request(free, { ...get, path: "/a b" })).rejects.toMatchObject({ name: "NetError", reason: "other" });
  });

  test.skipIf(process.getuid?.() === 0)("is denied by a socket of others (root may open all)", async () => {
    const to = await http((_request, response) => void response.end());
    if ("socket" in to) await chmod(to.socket, 0);
    await expect(nodeNet.request(to, get)).rejects.toMatchObject({ reason: "denied" });
  });

  test("does not keep the program from ending", async () => {
    const to = await http((_request, response) => void response.end("hello"));
    const program = await bundleProgram(`
      import { nodeNet } from "#src/host/node-net.ts";
      const { text } = await nodeNet.request(${JSON.stringify(to)}, { method: "GET", path: "/", timeoutMs: 3_600_000 });
      console.log(text);
    `);
    const { execFile } = await import("node:child_process");
    const out = await new Promise((resolve, reject) => execFile(process.execPath, [program], { timeout: 20_000 }, (error, stdout) => (error ? reject(error) : resolve(stdout))));
    expect(out).toBe("hello\n");
  });
});

describe("stream", () => {
  test("hands over chunks as they come and resolves at the end", async () => {
    const { chunks, onChunk } = collect();
    let response: ServerResponse | undefined;
    const to = await http((_request, answer) => {
      response = answer;
      answer.writeHead(200, { "x-a": "1" }).write("one");
    });
    const streaming = nodeNet.stream(to, get, onChunk);
    await until("the first chunk", () => chunks.length === 1);
    response?.end("two");
    expect(await streaming).toMatchObject({ status: 200, headers: { "x-a": "1" } });
    expect(chunks).toEqual(["one", "two"]);
  });

  test("has no limit once the answer has begun, and ends when it is aborted", async () => {
    const { chunks, onChunk } = collect();
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) => {
      void http((_request, response) => {
        response.on("close", resolve);
        response.write("one");
        setTimeout(() => response.write("two"), 400);
      }).then((to) => nodeNet.stream(to, { ...get, timeoutMs: 200, signal: controller.signal }, onChunk).then((answer) => expect(answer.status).toBe(200)));
    });
    await until("the second chunk", () => chunks.length === 2);
    controller.abort();
    await closed;
  });

  test("fails where there is no answer in time, or the connection breaks", async () => {
    const silent = await raw(() => undefined);
    await expect(nodeNet.stream(silent, { ...get, timeoutMs: 200 }, () => undefined)).rejects.toMatchObject({ reason: "timed-out" });
    const broken = await raw((socket) => void socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")));
    await expect(nodeNet.stream(broken, get, () => undefined)).rejects.toMatchObject({ reason: "reset" });
  });

  test("passes on what its reader throws", async () => {
    const to = await http((_request, response) => void response.write("one"));
    const failing = nodeNet.stream(to, get, () => {
      throw new Error("mine");
    });
    await expect(failing).rejects.toThrow("mine");
  });
});

describe("hijack", () => {
  const post: HttpRequest = { method: "POST", path: "/exec/1/start", headers: { "content-type": "application/json" }, body: "{}", timeoutMs: 5_000 };

  /** Answers with `head`, then gives back in capitals what it is sent, and closes when the sending half is closed. */
  function echo(head: string): Promise<Address> {
    return raw((socket) => {
      let answered = false;
      socket.on("data", (data: Buffer) => {
        if (answered) socket.write(data.toString().toUpperCase());
        else socket.write(`${head}\r\n\r\nfirst `);
        answered = true;
      });
      socket.on("end", () => socket.end(" last"));
    });
  }

  test.each([
    ["101", "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp", 101],
    ["200 of an older engine", "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream", 200],
  ])("talks both ways after a %s", async (_name, head, status) => {
    const { chunks, onChunk } = collect();
    expect(await nodeNet.hijack(await echo(head), post, Buffer.from("input"), onChunk)).toEqual({ status, text: "" });
    expect(chunks.join("")).toBe("first INPUT last");
  });

  test("asks for an upgrade, and gives a refusal as text", async () => {
    let asked: IncomingMessage | undefined;
    const to = await http((request, response) => {
      asked = request;
      response.writeHead(409).end('{"message":"container is paused"}');
    });
    const { chunks, onChunk } = collect();
    expect(await nodeNet.hijack(to, post, Buffer.alloc(0), onChunk)).toEqual({ status: 409, text: '{"message":"container is paused"}' });
    expect(asked?.headers).toMatchObject({ connection: "Upgrade", upgrade: "tcp", "content-length": "2" });
    expect(chunks).toEqual([]);
  });

  test("is limited until the answer, then ends with its signal only", async () => {
    const silent = await raw(() => undefined);
    await expect(nodeNet.hijack(silent, { ...post, timeoutMs: 200 }, Buffer.alloc(0), () => undefined)).rejects.toMatchObject({ reason: "timed-out" });
    const { chunks, onChunk } = collect();
    const controller = new AbortController();
    const to = await raw((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"));
      setTimeout(() => socket.write("late"), 400);
    });
    const talking = nodeNet.hijack(to, { ...post, timeoutMs: 200, signal: controller.signal }, Buffer.alloc(0), onChunk).catch((error: unknown) => error);
    await until("the late chunk", () => chunks.join("") === "late");
    controller.abort();
    expect(await talking).toMatchObject({ reason: "cancelled" });
  });
});

describe("exchange", () => {
  test("sends, and resolves as soon as there is enough", async () => {
    const to = await raw((socket) => void socket.on("data", (data) => socket.write(`+${String(data)}`)), "tcp");
    const received = await nodeNet.exchange(to, Buffer.from("PING\r\n"), (bytes) => bytes.includes(10), 5_000);
    expect(Buffer.from(received).toString()).toBe("+PING\r\n");
  });

  test("of nothing is a connect", async () => {
    const to = await raw(() => undefined, "tcp");
    expect(await nodeNet.exchange(to, Buffer.alloc(0), () => true, 5_000)).toHaveLength(0);
  });

  test("gives what came when the other side closes, and fails in time when nothing comes", async () => {
    const closing = await raw((socket) => void socket.end("bye"));
    expect(Buffer.from(await nodeNet.exchange(closing, Buffer.from("x"), () => false, 5_000)).toString()).toBe("bye");
    const silent = await raw(() => undefined);
    await expect(nodeNet.exchange(silent, Buffer.from("x"), () => false, 200)).rejects.toMatchObject({ reason: "timed-out" });
    await expect(nodeNet.exchange(silent, Buffer.from("x"), () => false, 5_000, AbortSignal.abort())).rejects.toMatchObject({ reason: "cancelled" });
    await expect(nodeNet.exchange({ host: "127.0.0.1", port: 1 }, Buffer.from("x"), () => false, 5_000)).rejects.toMatchObject({ reason: "refused" });
  });
});

describe("canListen", () => {
  test("says whether a port could be listened on, and lets go of it", async () => {
    const to = await raw(() => undefined, "tcp");
    const port = "port" in to ? to.port : 0;
    expect(await nodeNet.canListen("127.0.0.1", port)).toBe("taken");
    expect(await nodeNet.canListen("0.0.0.0", port)).toBe("taken");
    expect(await nodeNet.canListen("::1", port)).toBe("free");
    expect(await nodeNet.canListen("::1", port)).toBe("free");
    expect(await nodeNet.canListen("192.0.2.1", port)).toBe("no-such-address");
    await expect(nodeNet.canListen("127.0.0.1", 70_000)).rejects.toMatchObject({ name: "NetError" });
  });

  test("is not allowed below 1024 for everybody", async ({ skip }) => {
    const lowest = Number(execFileSync("cat", ["/proc/sys/net/ipv4/ip_unprivileged_port_start"], { encoding: "utf8" }));
    if (process.getuid?.() === 0 || lowest <= 1) skip("this user may listen on every port");
    expect(await nodeNet.canListen("127.0.0.1", 1)).toBe("not-allowed");
  });
});
