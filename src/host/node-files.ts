import { Buffer } from "node:buffer";
import { constants } from "node:fs";
import { access, copyFile, link, lstat, mkdir, open, readdir, readFile, realpath, rename, stat, statfs, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../errors.ts";
import type { Files, FileStat } from "./files.ts";
import { errorCode, fileError } from "./node-file-error.ts";
import { KeptTexts } from "./node-kept-texts.ts";
import { writeTemporary } from "./node-temporary.ts";

const kept = new KeptTexts();

const mebibyte = 1024 * 1024;

/** The file system of this machine. Bytes that are not UTF-8 read as U+FFFD; a byte order mark is kept. */
export const nodeFiles: Files = {
  read: (path, maxBytes = mebibyte) => known("read", path, () => orUndefined(readRegular(path, maxBytes))),
  stat: (path) => known("read", path, () => orUndefined(stat(path).then(toFileStat))),
  list: (folder) => known("read", folder, () => orUndefined(readdir(folder).then((names) => names.sort()))),
  realPath: (path) => known("read", path, () => orUndefined(realpath(path))),
  write: (path, text, mode = 0o644) => known("write", path, () => put(path, text, { mode })),
  replace: (path, before, after) => known("write", path, () => put(path, after, { mode: 0o644, before })),
  create: (path, text, mode = 0o644) => known("write", path, () => createWhole(path, text, mode)),
  rename: (from, to) => known("write", to, () => renameDurably(from, to)),
  remove: (path) => known("remove", path, async () => {
    await orUndefined(unlink(path));
  }),
  makeFolder: (path) => known("write", path, async () => void (await mkdir(path, { recursive: true }))),
  free: (path) => known("read", path, () => freeSpace(path)),
};

async function known<T>(doing: "read" | "write" | "remove", path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw fileError(error, doing, path);
  }
}

async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(errorCode(error));
}

async function readRegular(path: string, maxBytes: number): Promise<string> {
  const known = await stat(path);
  const before = known.isFile() && known.size <= maxBytes ? kept.get(path, known) : undefined;
  if (before !== undefined) return before;
  // Without O_NONBLOCK, opening a FIFO waits for a writer that may never come.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) {
      const kind = facts.isDirectory() ? "a folder" : "not a regular file";
      throw new UserError("file-unreadable", `${path} could not be read: it is ${kind}.`, "Name a regular file.");
    }
    if (facts.size > maxBytes) throw tooLarge(path, facts.size, maxBytes);
    // Files of /proc say 0 bytes, and a file may grow meanwhile: what is read decides.
    const bytes = Buffer.allocUnsafe(Math.min(Math.max(facts.size, 4096), maxBytes) + 1);
    const parts: Buffer[] = [];
    for (let total = 0; ; ) {
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, null);
      if (bytesRead === 0) {
        const text = Buffer.concat(parts, total).toString("utf8");
        kept.put(path, facts, text, total);
        return text;
      }
      parts.push(Buffer.from(bytes.subarray(0, bytesRead)));
      total += bytesRead;
      if (total > maxBytes) throw tooLarge(path, total, maxBytes);
    }
  } finally {
    await handle.close();
  }
}

function tooLarge(path: string, bytes: number, maxBytes: number): UserError {
  return new UserError("file-too-large", `${path} has ${bytes} bytes or more; at most ${maxBytes} are read.`, "Make the file smaller or split it.");
}

function toFileStat(facts: Awaited<ReturnType<typeof stat>>): FileStat {
  return {
    kind: facts.isFile() ? "file" : facts.isDirectory() ? "folder" : "other",
    bytes: Number(facts.size),
    modifiedMs: Number(facts.mtimeMs),
    mode: Number(facts.mode) & 0o7777,
  };
}

async function put(path: string, text: string, { mode, before }: { mode: number; before?: string }): Promise<void> {
  const target = await orUndefined(realpath(path));
  if (target === undefined) {
    if (await orUndefined(lstat(path))) {
      throw new UserError("file-unwritable", `${path} could not be written: it is a link to something that does not exist.`, "Remove the link, or create what it points to.");
    }
    if (before !== undefined) throw changed(path);
    await moveIntoPlace(await writeTemporary(path, text, { mode }), path);
    return;
  }
  const old = await stat(target);
  if (!old.isFile()) {
    throw new UserError("file-unwritable", `${path} could not be written: it is ${old.isDirectory() ? "a folder" : "not a regular file"}.`, "Name a regular file.");
  }
  // A rename needs no right to the file itself, but a file marked read-only is meant to stay.
  await access(target, constants.W_OK);
  const temporary = await writeTemporary(target, text, { mode: old.mode & 0o7777, exactly: old });
  // Looked at as late as can be: between this and the rename an editor has a few microseconds.
  if (before !== undefined && !(await holds(target, before))) {
    await unlink(temporary).catch(() => undefined);
    throw changed(path);
  }
  await moveIntoPlace(temporary, target);
}

async function holds(path: string, text: string): Promise<boolean> {
  const bytes = await orUndefined(readFile(path));
  return bytes?.equals(Buffer.from(text)) ?? false;
}

function changed(path: string): UserError {
  return new UserError("file-changed", `${path} has changed since it was read, so it was not written.`, "Call it again: it is read anew.");
}

async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  try {
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function createWhole(path: string, text: string, mode: number): Promise<boolean> {
  if (await orUndefined(lstat(path))) return false;
  const temporary = await writeTemporary(path, text, { mode });
  try {
    await link(temporary, path);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(errorCode(error))) throw error;
    return await copyIntoPlace(temporary, path);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  await syncFolder(dirname(path));
  return true;
}

/** For file systems without hard links (FAT): still exclusive, but a reader may see the first moment of it empty. */
async function copyIntoPlace(temporary: string, path: string): Promise<boolean> {
  try {
    await copyFile(temporary, path, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function renameDurably(from: string, to: string): Promise<boolean> {
  if (!(await orUndefined(lstat(from)))) return false;
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) === "ENOENT" && !(await orUndefined(lstat(from)))) return false;
    throw error;
  }
  await syncFolder(dirname(to));
  return true;
}

/** Makes a rename survive a power cut. Some file systems cannot flush a folder; there it is theirs to keep order. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    if (!["EINVAL", "ENOTSUP", "ENOSYS"].includes(errorCode(error))) throw error;
  } finally {
    await handle.close();
  }
}

async function freeSpace(path: string): Promise<{ bytes: number; inodes: number }> {
  for (let folder = path; ; folder = dirname(folder)) {
    const facts = await orUndefined(statfs(folder));
    // Some file systems (btrfs) make inodes as they need them and say 0 of 0.
    if (facts) return { bytes: facts.bavail * facts.bsize, inodes: facts.files === 0 ? Number.MAX_SAFE_INTEGER : facts.ffree };
    if (folder === dirname(folder)) throw new Error("there is no such file system");
  }
}
