import { readlinkSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import type { Listener } from "./machine.ts";

const listening = "0A";

/** From /proc/net/tcp and tcp6 (proc(5)): the sockets of this network namespace in state LISTEN. */
export async function listeners(): Promise<Listener[] | undefined> {
  if (process.platform !== "linux") return undefined;
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/self/net/${name}`, "utf8").catch(() => "")));
  const sockets = tables.flatMap((table) => table.split("\n").slice(1).flatMap(parseRow));
  const owners = await findOwners(new Set(sockets.map((socket) => socket.inode)));
  return sockets.map(({ address, port, inode }) => {
    const owner = owners.get(inode);
    return { address, port, ...(owner ? { pid: owner.pid } : {}), ...(owner?.name ? { process: owner.name } : {}) };
  });
}

function parseRow(row: string): { address: string; port: number; inode: string }[] {
  const [, local = "", , state, , , , , , inode] = row.trim().split(/\s+/);
  const [hex = "", port = ""] = local.split(":");
  return state === listening && inode !== undefined ? [{ address: toAddress(hex), port: Number.parseInt(port, 16), inode }] : [];
}

/** Each 32-bit word stands in the byte order of the machine, which is little-endian wherever this runs. */
function toAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse()).map((byte) => Number.parseInt(byte, 16));
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (bytes.length === 4 || mapped) return bytes.slice(-4).join(".");
  const words = Array.from({ length: 8 }, (_, index) => (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16));
  return new URL(`http://[${words.join(":")}]`).hostname.slice(1, -1);
}

async function findOwners(inodes: Set<string>): Promise<Map<string, { pid: number; name: string | undefined }>> {
  const owners = new Map<string, { pid: number; name: string | undefined }>();
  if (inodes.size === 0) return owners;
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0).sort((a, b) => a - b);
  const queue = pids.values();
  const unowned = new Set(inodes);
  const found: { pid: number; owned: string[]; name: string | undefined }[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      // Processes are looked through from the oldest on, until no socket is left without an owner.
      for (let next = queue.next(); !next.done && unowned.size > 0; next = queue.next()) {
        const pid = next.value;
        const owned = await socketsOf(pid, inodes);
        for (const inode of owned) unowned.delete(inode);
        if (owned.length > 0) found.push({ pid, owned, name: await nameOf(pid) });
      }
    }),
  );
  // A socket handed down to workers is shown as its oldest holder's.
  for (const { pid, owned, name } of found.sort((a, b) => b.pid - a.pid)) for (const inode of owned) owners.set(inode, { pid, name });
  return owners;
}

async function socketsOf(pid: number, inodes: Set<string>): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${name}`))?.[1];
    return inode !== undefined && inodes.has(inode) ? [inode] : [];
  });
}

/** Not asynchronous: procfs answers from memory in microseconds, and a hop to a thread for each costs ten times that. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

async function nameOf(pid: number): Promise<string | undefined> {
  return readFile(`/proc/${pid}/comm`, "utf8").then((name) => name.trim(), () => undefined);
}
