import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, link, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { nodeFiles } from "../../src/host/node-files.ts";
import { removeStrays } from "../../src/host/node-temporary.ts";
import { bundleProgram } from "../support/bundle.ts";
import { until } from "../support/processes.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
const at = (name: string): string => join(folder, name);
const asRoot = process.getuid?.() === 0;

describe("read", () => {
  test("gives text as it is, byte order mark and line ends included", async () => {
    await writeFile(at("a"), "\ufeffgrüße\r\n");
    expect(await nodeFiles.read(at("a"))).toBe("\ufeffgrüße\r\n");
  });

  test("of what is not there is undefined", async () => {
    await writeFile(at("a"), "");
    expect(await nodeFiles.read(at("none"))).toBeUndefined();
    expect(await nodeFiles.read(at("a/b"))).toBeUndefined();
  });

  test("never waits for a FIFO, and refuses folders and devices", async () => {
    execFileSync("mkfifo", [at("fifo")]);
    for (const path of [at("fifo"), folder, "/dev/zero"]) await expect(nodeFiles.read(path)).rejects.toMatchObject({ code: "file-unreadable" });
  });

  test("takes what a limit allows and no more", async () => {
    await writeFile(at("a"), "12345");
    expect(await nodeFiles.read(at("a"), 5)).toBe("12345");
    await expect(nodeFiles.read(at("a"), 4)).rejects.toMatchObject({ code: "file-too-large" });
    // Says that it has 0 bytes.
    expect(await nodeFiles.read("/proc/self/status")).toContain("Name:");
    await expect(nodeFiles.read("/proc/self/status", 10)).rejects.toMatchObject({ code: "file-too-large" });
  });

  test("refuses names that cannot be", async () => {
    await expect(nodeFiles.read(at("a\0b"))).rejects.toMatchObject({ code: "file-unreadable" });
    await symlink("loop", at("loop"));
    await expect(nodeFiles.read(at("loop"))).rejects.toMatchObject({ code: "file-unreadable" });
  });
});

describe("write", () => {
  test("makes a file, and keeps the permissions of one that is there", async () => {
    await nodeFiles.write(at("new"), "1", 0o600);
    expect((await stat(at("new"))).mode & 0o777).toBe(0o600);
    await chmod(at("new"), 0o666);
    await nodeFiles.write(at("new"), "2", 0o600);
    expect((await stat(at("new"))).mode & 0o777).toBe(0o666);
    expect(await readFile(at("new"), "utf8")).toBe("2");
    expect(await readdir(folder)).toEqual(["new"]);
  });

  test("replaces, never changes, what another name of the file shows", async () => {
    await writeFile(at("a"), "old");
    await link(at("a"), at("b"));
    await nodeFiles.write(at("a"), "new");
    expect(await readFile(at("b"), "utf8")).toBe("old");
  });

  test("goes through a link to its target", async () => {
    await mkdir(at("target"));
    await writeFile(at("target/a"), "old");
    await symlink("target/a", at("link"));
    await nodeFiles.write(at("link"), "new");
    expect(await readlink(at("link"))).toBe("target/a");
    expect(await readFile(at("target/a"), "utf8")).toBe("new");
  });

  test("refuses links to nothing, folders, FIFOs and missing folders, and leaves nothing", async () => {
    await symlink("nothing", at("link"));
    execFileSync("mkfifo", [at("fifo")]);
    for (const path of [at("link"), folder, at("fifo"), at("no/such")]) await expect(nodeFiles.write(path, "x")).rejects.toMatchObject({ code: "file-unwritable" });
    expect(await readdir(folder)).toEqual(["fifo", "link"]);
  });

  test("takes the longest name that there can be", async () => {
    const name = "ü".repeat(127);
    await nodeFiles.write(at(name), "x");
    expect(await readdir(folder)).toEqual([name]);
  });

  test.skipIf(asRoot)("refuses a file that is marked read-only (root may write it)", async () => {
    await writeFile(at("a"), "old", { mode: 0o444 });
    await expect(nodeFiles.write(at("a"), "new")).rejects.toMatchObject({ code: "file-unwritable" });
  });
});

test("create makes a file once, whole, whoever else tries", async () => {
  const tries = await Promise.all(Array.from({ length: 20 }, (_, index) => nodeFiles.create(at("a"), `text ${index}`, 0o600)));
  expect(tries.filter(Boolean)).toHaveLength(1);
  expect(await readFile(at("a"), "utf8")).toBe(`text ${tries.indexOf(true)}`);
  expect(await readdir(folder)).toEqual(["a"]);
  await symlink("nothing", at("link"));
  expect(await nodeFiles.create(at("link"), "x")).toBe(false);
  await expect(nodeFiles.create(at("no/such"), "x")).rejects.toMatchObject({ code: "file-unwritable" });
});

test("rename moves, and says when there is nothing to move", async () => {
  await writeFile(at("a"), "new");
  await writeFile(at("b"), "old");
  expect(await nodeFiles.rename(at("a"), at("b"))).toBe(true);
  expect(await nodeFiles.rename(at("a"), at("b"))).toBe(false);
  expect(await readFile(at("b"), "utf8")).toBe("new");
});

test("the rest says what is there, and undefined for what is not", async () => {
  await nodeFiles.makeFolder(at("b/c"));
  await nodeFiles.makeFolder(at("b/c"));
  await writeFile(at("a"), "12", { mode: 0o640 });
  await symlink("b", at("link"));
  expect(await nodeFiles.list(folder)).toEqual(["a", "b", "link"]);
  expect(await nodeFiles.list(at("a"))).toBeUndefined();
  expect(await nodeFiles.stat(at("a"))).toMatchObject({ kind: "file", bytes: 2, mode: 0o640 });
  expect(await nodeFiles.stat(at("link"))).toMatchObject({ kind: "folder" });
  expect(await nodeFiles.stat("/dev/null")).toMatchObject({ kind: "other" });
  expect(await nodeFiles.stat(at("none"))).toBeUndefined();
  expect(await nodeFiles.realPath(at("link/c"))).toBe(at("b/c"));
  expect(await nodeFiles.realPath(at("link/none"))).toBeUndefined();
  await nodeFiles.remove(at("a"));
  await nodeFiles.remove(at("a"));
  await expect(nodeFiles.remove(at("b"))).rejects.toMatchObject({ code: "file-unwritable" });
  expect((await nodeFiles.free(at("not/yet/there"))).bytes).toBeGreaterThan(0);
});

test("removeStrays takes what dead writers left and nothing else", async () => {
  const dead = Number(execFileSync("sh", ["-c", "echo $$"], { encoding: "utf8" }));
  for (const name of [`.a.yaml.${dead}.0123456789ab.tmp`, `.a.yaml.${process.ppid}.0123456789ab.tmp`, `a.${dead}.tmp`]) await writeFile(at(name), "");
  await removeStrays(folder);
  await removeStrays(at("none"));
  expect(await readdir(folder)).toEqual([`.a.yaml.${process.ppid}.0123456789ab.tmp`, `a.${dead}.tmp`].sort());
});

test("a writer that is killed leaves the old file or the new one, and what else it leaves can be removed", async () => {
  const program = await bundleProgram(`
    import { nodeFiles } from "#src/host/node-files.ts";
    for (let round = 0; ; round += 1) await nodeFiles.write(${JSON.stringify(at("a"))}, String(round % 10).repeat(200_000));
  `);
  await nodeFiles.write(at("a"), "0".repeat(200_000));
  for (let round = 0; round < 12; round += 1) {
    const child = spawn(process.execPath, [program], { stdio: "ignore" });
    const before = await readFile(at("a"), "utf8");
    await until("the writer to write", async () => (await readFile(at("a"), "utf8")) !== before);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await readFile(at("a"), "utf8")).toMatch(/^(\d)\1{199999}$/);
  }
  await removeStrays(folder);
  expect(await readdir(folder)).toEqual(["a"]);
}, 30_000);

describe("a full disk", () => {
  test("keeps the old file, leaves no temporary one and says what to do", async ({ skip }) => {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" });
    } catch {
      skip("a small file system can only be mounted by root");
    }
    onTestFinished(() => void execFileSync("umount", [folder]));
    await nodeFiles.write(at("a"), "old");
    for (const attempt of [() => nodeFiles.write(at("a"), "x".repeat(100_000)), () => nodeFiles.create(at("b"), "x".repeat(100_000))]) {
      await expect(attempt()).rejects.toMatchObject({ code: "disk-full", fix: expect.stringContaining("Free") });
    }
    expect(await readdir(folder)).toEqual(["a"]);
    expect(await nodeFiles.read(at("a"))).toBe("old");
    execFileSync("mount", ["-o", "remount,ro", folder]);
    await expect(nodeFiles.write(at("a"), "new")).rejects.toMatchObject({ code: "file-unwritable", message: expect.stringContaining("read-only") });
  });
});
