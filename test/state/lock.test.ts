import { spawn, type ChildProcess } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Lock } from "../../src/state/lock.ts";
import { StateFolder } from "../../src/state/state-folder.ts";
import { bundleProgram } from "../support/bundle.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { fakeMachine } from "../support/fake-machine.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { until } from "../support/processes.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const path = "/ws/.devops-infra/start.lock";

function setUp() {
  const clock = fakeClock();
  const files = memoryFiles({ "/ws/compose.yaml": "" }, clock.now);
  const folder = new StateFolder(files, "/ws");
  /** The lock as another process sees it. `living` are the processes that run, with the time of their start. */
  const seenBy = (pid: number, living: Record<number, string> = { [pid]: "100" }, boot = "boot-1") =>
    new Lock(folder, "start", { clock, machine: fakeMachine({ pid, bootId: async () => boot, processStart: async (asked) => living[asked] }) });
  const left = (): string[] => Object.keys(files.tree()).filter((name) => name.endsWith(".lock"));
  return { clock, files, seenBy, left };
}

describe("a lock", () => {
  test("has one owner, says who, and is given back", async () => {
    const { files, seenBy, left } = setUp();
    const both = { 1: "100", 2: "200" };
    const first = await seenBy(1, both).tryAcquire();
    if (!("release" in first)) throw new Error("not acquired");
    expect(await seenBy(2, both).tryAcquire()).toMatchObject({ owner: { pid: 1, processStart: "100", bootId: "boot-1", since: "2025-01-01T00:00:00.000Z" } });
    expect((await files.stat(path))?.mode).toBe(0o600);
    await first.release();
    expect(left()).toEqual([]);
    expect(await seenBy(2, both).tryAcquire()).toHaveProperty("release");
  });

  test("is not for a second holder in the same process either", async () => {
    const { seenBy } = setUp();
    await seenBy(1).tryAcquire();
    expect(await seenBy(1).tryAcquire()).toMatchObject({ owner: { pid: 1 } });
  });

  test.each([
    ["its owner is gone", { 2: "200" }, "boot-1"],
    ["another process has its owner's number", { 1: "150", 2: "200" }, "boot-1"],
    ["the machine was booted since", { 1: "100", 2: "200" }, "boot-2"],
  ])("is taken over when %s, and its old owner cannot give it back", async (_why, living, boot) => {
    const { files, seenBy, left } = setUp();
    const old = await seenBy(1).tryAcquire();
    expect(await seenBy(2, living, boot).tryAcquire()).toHaveProperty("release");
    if ("release" in old) await old.release();
    expect(JSON.parse(files.tree()[path] ?? "")).toMatchObject({ pid: 2 });
    expect(left()).toEqual([path]);
  });

  test("is taken over although the one who was at it died too", async () => {
    const { files, seenBy, left } = setUp();
    await seenBy(1).tryAcquire();
    const { nonce } = JSON.parse(files.tree()[path] ?? "") as { nonce: string };
    const dead = { pid: 7, bootId: "boot-1", processStart: "1", since: "", nonce: "of-seven" };
    await files.write(`/ws/.devops-infra/start.${nonce}.lock`, JSON.stringify(dead));
    expect(await seenBy(2).tryAcquire()).toHaveProperty("release");
    expect(left()).toEqual([path]);
  });

  test("is not removed by a waiter who saw a death that another had already dealt with", async () => {
    const { files, seenBy } = setUp();
    await seenBy(1).tryAcquire();
    const stale = files.tree()[path] ?? "";
    const living = { 2: "100", 3: "100" };
    await seenBy(2, living).tryAcquire();
    // The third process read the file before the second took over.
    let first = true;
    const late = { ...files, read: async (asked: string) => (asked === path && first ? ((first = false), stale) : files.read(asked)) };
    const machine = fakeMachine({ pid: 3, processStart: async (pid) => (pid in living ? "100" : undefined) });
    expect(await new Lock(new StateFolder(late, "/ws"), "start", { clock: fakeClock(), machine }).tryAcquire()).toMatchObject({ owner: { pid: 2 } });
  });

  test("that is damaged is waited for, then replaced", async () => {
    const { clock, files, seenBy } = setUp();
    await files.makeFolder("/ws/.devops-infra");
    await files.write(path, "");
    const acquiring = seenBy(1).acquire();
    await clock.advance(1_000);
    expect(files.tree()[path]).toBe("");
    await clock.advance(2_000);
    expect(await acquiring).toHaveProperty("release");
  });

  test("is waited for until it is free, or until the signal", async () => {
    const { clock, seenBy } = setUp();
    const first = await seenBy(1).acquire();
    const controller = new AbortController();
    const second = seenBy(1).acquire();
    const third = seenBy(1).acquire({ signal: controller.signal, pollMs: 100_000 }).catch((error: unknown) => error);
    await clock.advance(1_000);
    controller.abort();
    expect(await third).toMatchObject({ code: "cancelled", message: expect.stringContaining("Process 1") });
    await first.release();
    await clock.advance(1_000);
    expect(await second).toHaveProperty("release");
  });

  test("that is a link to nothing is an error, not an endless loop", async () => {
    const { files, seenBy } = setUp();
    files.link(path, "/nowhere");
    await expect(seenBy(1).acquire()).rejects.toMatchObject({ code: "file-unwritable" });
  });
});

test("eight processes, owners killed: never two at once, and the next goes on", async () => {
  const root = await temporaryFolder();
  const log = join(root, "log");
  await writeFile(log, "");
  const program = await bundleProgram(`
    import { appendFileSync } from "node:fs";
    import { nodeClock as clock } from "#src/host/node-clock.ts";
    import { nodeFiles } from "#src/host/node-files.ts";
    import { nodeMachine as machine } from "#src/host/node-machine.ts";
    import { Lock } from "#src/state/lock.ts";
    import { StateFolder } from "#src/state/state-folder.ts";
    const folder = new StateFolder(nodeFiles, ${JSON.stringify(root)});
    const say = (what: string) => appendFileSync(${JSON.stringify(log)}, what + " " + process.pid + "\\n");
    for (;;) {
      const held = await new Lock(folder, "start", { clock, machine }).acquire({ pollMs: 2 });
      say("enter");
      for (let tick = 0; tick < 4; tick += 1) { await clock.sleep(Math.random() * 4); say("tick"); }
      say("leave");
      await held.release();
    }
  `);
  const children = new Map<number, ChildProcess>();
  const start = (): void => {
    const child = spawn(process.execPath, [program], { stdio: ["ignore", "ignore", "inherit"] });
    children.set(child.pid ?? 0, child);
  };
  const entries = async (): Promise<[string, number][]> => (await readFile(log, "utf8")).trim().split("\n").filter(Boolean).map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]);
  onTestFinished(() => children.forEach((child) => void child.kill("SIGKILL")));
  for (let count = 0; count < 8; count += 1) start();
  await until("work to begin", async () => (await entries()).length > 40);

  const killed = new Set<number>();
  let killedOwners = 0;
  for (let round = 0; round < 12; round += 1) {
    const owner = (await entries()).findLast(([what]) => what === "enter")?.[1] ?? 0;
    children.get(owner)?.kill("SIGKILL");
    killed.add(owner);
    start();
    await until(`somebody to go on after the death of ${owner}`, async () => (await entries()).findLast(([what]) => what === "enter")?.[1] !== owner);
    if (!(await entries()).some(([what, pid], index, all) => pid === owner && what === "leave" && all.slice(index + 1).every((later) => later[1] !== owner))) killedOwners += 1;
  }
  for (const child of children.values()) child.kill("SIGKILL");

  let current = 0;
  for (const [what, pid] of await entries()) {
    if (what === "enter") expect(current === 0 || killed.has(current), `${pid} entered while ${current} was inside`).toBe(true);
    else expect(pid, `${pid} was still inside when ${current} had entered`).toBe(current);
    current = what === "leave" ? 0 : pid;
  }
  expect(killedOwners).toBeGreaterThan(0);
  expect((await readdir(join(root, ".devops-infra"))).filter((name) => name.endsWith(".lock")).length).toBeLessThanOrEqual(3);
}, 60_000);
