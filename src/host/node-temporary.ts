import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { open, readdir, unlink, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isAlive } from "./node-alive.ts";

const pattern = /^\..+\.(\d+)\.[0-9a-f]{12}\.tmp$/;

/**
 * Writes a temporary file beside `path` and flushes it to the disk. On failure nothing is left of it.
 * `like` gives it the owner and permissions of the file that it is going to replace.
 */
export async function writeTemporary(path: string, text: string, like: { mode: number; exactly?: { uid: number; gid: number } }): Promise<string> {
  const name = Array.from(basename(path)).slice(0, 50).join("");
  const temporary = join(dirname(path), `.${name}.${process.pid}.${randomBytes(6).toString("hex")}.tmp`);
  const handle = await open(temporary, "wx", like.exactly ? 0o600 : like.mode);
  try {
    try {
      await writeAll(handle, Buffer.from(text));
      if (like.exactly) await takeAfter(handle, like.mode, like.exactly);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  return temporary;
}

/** One write may take a part only (a nearly full disk): its count decides, not its success. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done);
    if (bytesWritten === 0) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    done += bytesWritten;
  }
}

async function takeAfter(handle: FileHandle, mode: number, owner: { uid: number; gid: number }): Promise<void> {
  const own = await handle.stat();
  // Only root may give files away; for others the file becomes theirs, as with any editor.
  if (own.uid !== owner.uid || own.gid !== owner.gid) await handle.chown(owner.uid, owner.gid).catch(() => undefined);
  await handle.chmod(mode);
}

/** Removes what writers that were killed left in a folder. What belongs to a living process stays. */
export async function removeStrays(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const strays = names.filter((name) => {
    const pid = Number(pattern.exec(name)?.[1]);
    return pid > 0 && pid !== process.pid && !isAlive(pid);
  });
  await Promise.all(strays.map((name) => unlink(join(folder, name)).catch(() => undefined)));
}
