import { spawn } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { nodeMachine } from "../../src/host/node-machine.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const onLinux = process.platform === "linux";

async function listenAt(host: string): Promise<number> {
  const server = createServer().listen({ host, port: 0, ipv6Only: host === "::1" });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!onLinux)("listeners (from /proc, Linux only)", () => {
  test.each(["127.0.0.1", "0.0.0.0", "::1"])("tell address, port and owner of a socket at %s", async (host) => {
    const port = await listenAt(host);
    const found = (await nodeMachine.listeners())?.filter((listener) => listener.port === port);
    expect(found).toEqual([{ address: host, port, pid: process.pid, process: expect.any(String) }]);
  });

  test("show an IPv4 address inside IPv6 as IPv4", async () => {
    const port = await listenAt("::ffff:127.0.0.1");
    expect(await nodeMachine.listeners()).toContainEqual(expect.objectContaining({ address: "127.0.0.1", port }));
  });
});

describe("processStart", () => {
  test("is the same for a process as long as it lives, and undefined afterwards", async () => {
    expect(await nodeMachine.processStart(process.pid)).toMatch(/./);
    expect(await nodeMachine.processStart(process.pid)).toBe(await nodeMachine.processStart(process.pid));
    const child = spawn("sleep", ["300"]);
    const { pid = 0 } = child;
    expect(await nodeMachine.processStart(pid)).toMatch(/./);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await nodeMachine.processStart(pid)).toBeUndefined();
  });

  test.skipIf(!onLinux)("is not misled by a program's name (/proc, Linux only)", async () => {
    const program = join(await temporaryFolder(), "a) Z 1 (b");
    await copyFile("/bin/sleep", program);
    const child = spawn(program, ["300"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    await once(child, "spawn");
    const start = await nodeMachine.processStart(child.pid ?? 0);
    expect(Number(start)).toBeGreaterThanOrEqual(Number(await nodeMachine.processStart(process.pid)));
  });
});

test.skipIf(!onLinux)("bootId is of this boot (/proc, Linux only)", async () => {
  expect(await nodeMachine.bootId()).toMatch(/^[0-9a-f-]{36}$/);
  expect(await nodeMachine.bootId()).toBe(await nodeMachine.bootId());
});
