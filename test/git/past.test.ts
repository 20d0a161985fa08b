import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pastOf } from "../../src/git/past.ts";
import { nodeRunner } from "../../src/host/node-runner.ts";
import { fakeRunner } from "../support/fake-runner.ts";

let root: string;
const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: root, encoding: "utf8" }).trim();
const commit = () => git("add", "-A") + git("commit", "-qm", "a change");
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const move = (from: string, to: string) => {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  renameSync(join(root, from), join(root, to));
};
const past = (folder = "") => pastOf({ runner: nodeRunner, environment: process.env, signal: new AbortController().signal }, join(root, folder));
const lines = (word: string) => Array.from({ length: 20 }, (_, index) => `${word} ${index}`).join("\n");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "past-"));
  git("init", "-q", "-b", "main");
  write("api/main.py", lines("api"));
  write("api/core/settings.py", lines("settings"));
  write("web/page.ts", lines("page"));
  commit();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a file that commits moved, as often as they did", async () => {
  move("api/main.py", "server/start.py");
  commit();
  move("server/start.py", "services/start the server.py");
  commit();
  expect(await past().movedTo("api/main.py")).toBe("services/start the server.py");
  expect(await past().movedTo("web/page.ts")).toBeUndefined();
  expect(await past().movedTo("never/there.py")).toBeUndefined();
});

test("a folder goes where most of its files went", async () => {
  move("api", "services/backend");
  commit();
  expect(await past().movedTo("api/")).toBe("services/backend/");
  expect(await past().filesBelow("api/")).toEqual(["api/core/settings.py", "api/main.py"]);
});

test("what a file was, before it was taken away or only on disk", async () => {
  rmSync(join(root, "api/main.py"));
  expect(await past().lastText("api/main.py")).toBe(lines("api"));
  commit();
  expect(await past().lastText("api/main.py")).toBe(lines("api"));
  expect(await past().lastText("never/there.py")).toBeUndefined();
  expect([...(await past().committed())].toSorted()).toEqual(["api/core/settings.py", "web/page.ts"]);
});

test("in a folder of a repository paths are that folder's", async () => {
  move("api/main.py", "api/core/start.py");
  commit();
  expect(await past("api").movedTo("main.py")).toBe("core/start.py");
  expect(await past("api").lastText("main.py")).toBe(lines("api"));
});

test.each(["-x", "--output=out", ":(exclude)api", "../outside", "*"])("%s is a path, and no option", async (path) => {
  const one = past();
  expect([await one.movedTo(path), await one.lastText(path), await one.filesBelow(path)]).toEqual([undefined, undefined, []]);
  expect(git("status", "--porcelain")).toBe("");
});

test("outside a repository, or without a commit, nothing is known", async () => {
  rmSync(join(root, ".git"), { recursive: true });
  expect([await past().movedTo("api/main.py"), await past().lastText("api/main.py"), (await past().committed()).size]).toEqual([undefined, undefined, 0]);
  git("init", "-q");
  expect(await past().movedTo("api/main.py")).toBeUndefined();
});

const paths = Array.from({ length: 40 }, (_, index) => `gone/${index}.py`);

test("of many questions few are asked at once", async () => {
  let now = 0;
  let most = 0;
  const answer = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    return {};
  };
  const runner = fakeRunner([{ argv: ([file]) => file === "git", answer }]);
  const one = pastOf({ runner, environment: {}, signal: new AbortController().signal }, root);
  await Promise.all(paths.map((path) => one.movedTo(path)));
  expect([runner.calls.length, most]).toEqual([40, 4]);
});

test("a history in which each question takes long is not asked on and on", async () => {
  const runner = fakeRunner([{ argv: ([file]) => file === "git", answer: { outcome: "timed_out", exitCode: null, elapsedMs: 3_000 } }]);
  const one = pastOf({ runner, environment: {}, signal: new AbortController().signal }, root);
  expect(new Set(await Promise.all(paths.map((path) => one.movedTo(path))))).toEqual(new Set([undefined]));
  expect(runner.calls.length).toBeLessThan(15);
});
