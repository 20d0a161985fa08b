import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { newMark } from "../../src/engine/mark.ts";

test("each mark is another", () => {
  expect(newMark().variable).not.toBe(newMark().variable);
});

test.skipIf(process.platform !== "linux")("ends the marked process and its children, and no other (Linux only)", async () => {
  const { variable, killArgv } = newMark();
  const [name = "", value] = variable.split("=");
  const marked = spawn("sh", ["-c", "sleep 300 & echo $!; wait"], { env: { PATH: process.env["PATH"], [name]: value }, stdio: ["ignore", "pipe", "ignore"] });
  const other = spawn("sleep", ["300"], { env: { PATH: process.env["PATH"], [name]: newMark().variable } });
  const [line] = await once(marked.stdout, "data");
  const [file = "", ...args] = killArgv;
  expect(spawnSync(file, args).status).toBe(0);
  const [, signal] = await once(marked, "exit");
  expect(signal).toBe("SIGKILL");
  await expect.poll(() => isLiving(Number(String(line)))).toBe(false);
  expect(other.exitCode).toBeNull();
  other.kill("SIGKILL");
});

/** From /proc/PID/stat: gone, or dead and not yet waited for, is not living. */
function isLiving(pid: number): boolean {
  try {
    return !/\) [ZXx] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
