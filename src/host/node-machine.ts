import { readFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import type { Machine } from "./machine.ts";
import { isAlive } from "./node-alive.ts";
import { listeners } from "./node-listeners.ts";
import { memoryKills } from "./node-memory-kills.ts";

export const nodeMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  // Asked for when used: it throws where the folder was removed under the program.
  get cwd() {
    return process.cwd();
  },
  tempFolder: tmpdir(),
  uid: process.getuid?.(),
  pid: process.pid,
  bootId: async () => (await readProc("/proc/sys/kernel/random/boot_id"))?.trim() ?? "",
  processStart,
  listeners,
  memoryKills,
};

async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") return isAlive(pid) ? "alive" : undefined;
  const stat = await readProc(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const [state, ...rest] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  // A process that was killed and not yet waited for by its parent is gone.
  return state === undefined || "ZXx".includes(state) ? undefined : rest[18];
}

async function readProc(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
