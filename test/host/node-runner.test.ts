import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nodeRunner } from "../../src/host/node-runner.ts";
import type { Command } from "../../src/host/runner.ts";
import { bundleProgram } from "../support/bundle.ts";
import { isRunning, until } from "../support/processes.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };

function shell(script: string, more: Partial<Command> = {}) {
  return nodeRunner.run({ file: "sh", args: ["-c", script], env, timeoutMs: 20_000, ...more });
}

function script(text: string, more: Partial<Command> = {}) {
  return nodeRunner.run({ file: process.execPath, args: ["-e", text], env, timeoutMs: 20_000, ...more });
}

describe("a command that ends by itself", () => {
  test("gives its exit code and both streams apart", async () => {
    expect(await shell("echo out; echo err >&2; exit 3")).toMatchObject({ outcome: "exited", exitCode: 3, stdout: "out\n", stderr: "err\n", truncated: false });
  });

  test("sees the given environment and nothing else", async () => {
    const { stdout } = await nodeRunner.run({ file: "/usr/bin/env", args: [], env: { ONLY: "this" }, timeoutMs: 20_000 });
    expect(stdout).toBe("ONLY=this\n");
  });

  test("is given its arguments as they are, never through a shell", async () => {
    const args = ["$(id)", "; ls", "--", "a b", "ü"];
    const { stdout } = await nodeRunner.run({ file: "printf", args: ["%s\\n", ...args], env, timeoutMs: 20_000 });
    expect(stdout.split("\n").slice(0, -1)).toEqual(args);
  });

  test("reads its input, and end of file when there is none", async () => {
    expect((await shell("cat", { input: "grüße" })).stdout).toBe("grüße");
    expect((await shell("cat; echo done")).stdout).toBe("done\n");
  });

  test("may leave its input unread", async () => {
    expect(await shell("exec true", { input: "x".repeat(4_000_000) })).toMatchObject({ outcome: "exited", exitCode: 0 });
  });

  test("says when a signal ended it", async () => {
    expect(await shell("kill -9 $$")).toMatchObject({ outcome: "signalled", exitCode: null });
  });

  test("is answered although something in the background holds its pipes", async () => {
    const { outcome, stdout } = await shell("sleep 300 & echo $!");
    process.kill(Number(stdout), "SIGKILL");
    expect(outcome).toBe("exited");
  });
});

describe("a command that cannot be started", () => {
  test("is missing where the PATH has no such program", async () => {
    expect(await nodeRunner.run({ file: "no-such-program", args: [], env, timeoutMs: 20_000 })).toMatchObject({ outcome: "missing", exitCode: null });
  });

  test("is refused where it may not be run, its folder is not there, or an argument cannot be passed", async () => {
    const file = join(await temporaryFolder(), "program");
    await writeFile(file, "#!/bin/sh\n");
    await chmod(file, 0o644);
    const plain = { env, timeoutMs: 20_000 };
    expect((await nodeRunner.run({ file, args: [], ...plain })).outcome).toBe("refused");
    const noFolder = await nodeRunner.run({ file: "true", args: [], cwd: `${file}.none`, ...plain });
    expect(noFolder).toMatchObject({ outcome: "refused" });
    expect(noFolder.stderr).toContain("ENOENT");
    expect((await nodeRunner.run({ file: "true", args: ["a\0b"], ...plain })).outcome).toBe("refused");
  });

  test("is not looked for in relative folders of the PATH", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "planted"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
    for (const path of [".", "", `.:${env.PATH}`, `:${env.PATH}`]) {
      expect((await nodeRunner.run({ file: "planted", args: [], cwd: folder, env: { PATH: path }, timeoutMs: 20_000 })).outcome).toBe("missing");
    }
  });
});

describe("output", () => {
  test("is kept from the end or the start, to the byte", async () => {
    const print = "seq 1 100000";
    expect(await shell(print, { keep: { bytes: 13, from: "end" } })).toMatchObject({ stdout: "99999\n100000\n", truncated: true });
    expect(await shell(print, { keep: { bytes: 6, from: "start" } })).toMatchObject({ stdout: "1\n2\n3\n", truncated: true });
    expect(await shell("printf 123456", { keep: { bytes: 6, from: "end" } })).toMatchObject({ stdout: "123456", truncated: false });
  });

  test("loses whole characters at the cut, never a part of one", async () => {
    const print = "printf '€€€'";
    for (const bytes of [3, 4, 5]) {
      expect((await shell(print, { keep: { bytes, from: "end" } })).stdout).toBe("€");
      expect((await shell(print, { keep: { bytes, from: "start" } })).stdout).toBe("€");
    }
  });

  test("comes by lines, characters whole although they cross chunks", async () => {
    const lines: string[] = [];
    const slow = `const bytes = Buffer.from("eins €\\r\\nzwei 🙂\\n\\nlast");
      let at = 0; const next = () => at < bytes.length && process.stdout.write(bytes.subarray(at, ++at), () => setTimeout(next, 1)); next();`;
    const { stdout } = await script(slow, { onLine: (line, stream) => lines.push(`${stream} ${line}`) });
    expect(lines).toEqual(["stdout eins €", "stdout zwei 🙂", "stdout ", "stdout last"]);
    expect(stdout).toBe("eins €\r\nzwei 🙂\n\nlast");
  });

  test("has its lines cut at 8 KiB", async () => {
    const lines: string[] = [];
    await script(`process.stdout.write("x" + "é".repeat(1e6) + "\\nnext\\n")`, { onLine: (line) => lines.push(line) });
    expect(lines).toEqual([`x${"é".repeat(4095)}`, "next"]);
  });

  test("whose reader throws ends the command and says so", async () => {
    const failing = shell("echo $$; exec sleep 300", {
      onLine: (line) => {
        throw new Error(line);
      },
    });
    const pid = await failing.then(() => 0, (error: Error) => Number(error.message));
    expect(pid).toBeGreaterThan(0);
    await until("the command to end", async () => !(await isRunning(pid)));
  });
});

describe("a command that is stopped", () => {
  // Each prints the ids of itself and of what it started.
  const tree = (trap: string) => `${trap} sh -c '${trap} echo $$; while :; do sleep 1; done' & echo $$; while :; do sleep 1; done`;

  async function expectGone(stdout: string): Promise<void> {
    const pids = stdout.trim().split("\n").map(Number);
    expect(pids).toHaveLength(2);
    await until("the group to end", async () => !(await Promise.all(pids.map(isRunning))).includes(true));
  }

  test("at its time-out, with its children", async () => {
    const finished = await shell(tree(""), { timeoutMs: 300 });
    expect(finished.outcome).toBe("timed_out");
    await expectGone(finished.stdout);
  });

  test("by force when it and its children ignore SIGTERM", async () => {
    const finished = await shell(tree('trap "" TERM;'), { timeoutMs: 300 });
    expect(finished.outcome).toBe("timed_out");
    expect(finished.elapsedMs).toBeGreaterThan(5_000);
    await expectGone(finished.stdout);
  }, 20_000);

  test("although it left at once and only a child that holds the pipes stays", async () => {
    const finished = await shell(`sh -c 'trap "" TERM; echo $$; while :; do echo; sleep 0.1; done' & echo $$`, { timeoutMs: 500 });
    expect(finished).toMatchObject({ outcome: "timed_out", exitCode: 0 });
    await expectGone(finished.stdout.replace(/\n+/g, "\n"));
  }, 20_000);

  test("by its signal, with the exit code that it ends with", async () => {
    const controller = new AbortController();
    const finished = await shell('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done', { signal: controller.signal, onLine: () => controller.abort() });
    expect(finished).toMatchObject({ outcome: "cancelled", exitCode: 7, stdout: "ready\n" });
  });

  test("before it began", async () => {
    const file = join(await temporaryFolder(), "made");
    expect((await shell(`touch ${file}`, { signal: AbortSignal.abort() })).outcome).toBe("cancelled");
    await expect(access(file)).rejects.toThrow();
  });

  test("when this program ends", async () => {
    const program = await bundleProgram(`
      import { nodeRunner } from "#src/host/node-runner.ts";
      void nodeRunner.run({
        file: "sh", args: ["-c", 'trap "" TERM; sh -c \\'trap "" TERM; echo $$; while :; do sleep 1; done\\' & echo $$; wait'],
        env: { PATH: process.env.PATH ?? "" }, timeoutMs: 60_000, onLine: (line) => console.log(line),
      });
      process.stdin.once("data", () => process.exit(0));
    `);
    const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    await until("both process ids", () => out.trim().split("\n").filter(Boolean).length === 2);
    child.stdin.write("end\n");
    await once(child, "exit");
    await expectGone(out);
  }, 20_000);
});

test("many at once leave nothing behind", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => shell("echo $$; sleep 300", { timeoutMs: 400 })));
  expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(["timed_out"]));
  for (const { stdout } of all) if (stdout) expect(await isRunning(Number(stdout))).toBe(false);
}, 20_000);
