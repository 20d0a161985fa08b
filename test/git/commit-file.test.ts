import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commitFile } from "../../src/git/commit-file.ts";
import { nodeRunner } from "../../src/host/node-runner.ts";

let root: string;
const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const commit = (path: string, message = "docs: a word") => commitFile({ runner: nodeRunner, environment: process.env, signal: new AbortController().signal }, join(root, path), message);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "git-"));
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.com");
  writeFileSync(join(root, "map.md"), "one\n");
  git("add", "-A");
  git("commit", "-qm", "first");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("exactly the file, whatever else is staged or dirty", async () => {
  for (const name of ["staged", "untracked"]) writeFileSync(join(root, name), name);
  git("add", "staged");
  writeFileSync(join(root, "map.md"), "two\n");
  const hash = await commit("map.md", "docs: -m is no flag here");
  expect(git("rev-parse", "--short", "HEAD")).toBe(hash);
  expect(git("show", "--name-only", "--format=%s", "HEAD").split("\n").filter(Boolean)).toEqual(["docs: -m is no flag here", "map.md"]);
  expect(git("status", "--porcelain").split("\n")).toEqual(["A  staged", "?? untracked"]);
});

test("a new file too, and nothing where nothing has changed", async () => {
  mkdirSync(join(root, "maps"));
  writeFileSync(join(root, "maps/new.md"), "new\n");
  expect(await commit("maps/new.md")).toMatch(/^[0-9a-f]{7,}$/);
  expect(await commit("maps/new.md")).toBeUndefined();
  expect(git("log", "--oneline").split("\n")).toHaveLength(2);
});

test("hooks of the repository do not run", async () => {
  const ran = join(root, "ran");
  for (const hook of ["pre-commit", "commit-msg", "post-commit"]) {
    writeFileSync(join(root, ".git/hooks", hook), `#!/bin/sh\ntouch ${ran}\nexit 1\n`);
    chmodSync(join(root, ".git/hooks", hook), 0o755);
  }
  writeFileSync(join(root, "map.md"), "two\n");
  expect(await commit("map.md")).toBeDefined();
  expect(existsSync(ran)).toBe(false);
});

test("outside git and where the file is ignored it says so, and the file stays", async () => {
  writeFileSync(join(root, ".gitignore"), "ignored.md\n");
  writeFileSync(join(root, "ignored.md"), "x");
  await expect(commit("ignored.md")).rejects.toMatchObject({ code: "commit-failed", message: expect.stringContaining("ignored") });
  rmSync(join(root, ".git"), { recursive: true });
  await expect(commit("map.md")).rejects.toMatchObject({ code: "commit-failed", message: expect.stringContaining("not in a git repository") });
  expect(readFileSync(join(root, "map.md"), "utf8")).toBe("one\n");
});
