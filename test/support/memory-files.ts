import { posix } from "node:path";
import { UserError } from "../../src/errors.ts";
import type { Files, FileStat } from "../../src/host/files.ts";

type Entry = { kind: "file"; text: string; mode: number; modifiedMs: number } | { kind: "folder" } | { kind: "link"; target: string } | { kind: "other" };
type Operation = keyof Files;

export interface MemoryFiles extends Files {
  /** All regular files: absolute path → text. */
  tree(): Record<string, string>;
  link(path: string, target: string): void;
  /** A FIFO, socket or device. */
  other(path: string): void;
  chmod(path: string, mode: number): void;
  /** From now on the operation throws this error for the path, or for every path. */
  fail(operation: Operation, error: UserError, path?: string): void;
  /** What was asked for, as `read /a`. */
  calls: string[];
}

/** A file system in memory from absolute paths to texts. Behaves as the port says, links included. */
export function memoryFiles(tree: Record<string, string> = {}, now: () => number = () => 0): MemoryFiles {
  const entries = new Map<string, Entry>([["/", { kind: "folder" }]]);
  const failures: { operation: Operation; error: UserError; path: string | undefined }[] = [];
  const calls: string[] = [];

  function addFolders(path: string): void {
    if (entries.has(path)) return;
    addFolders(posix.dirname(path));
    entries.set(path, { kind: "folder" });
  }
  function put(path: string, entry: Entry): void {
    addFolders(posix.dirname(path));
    entries.set(path, entry);
  }
  /** The path with its links followed; undefined where it leads to nothing. */
  function resolve(path: string, hops = 0): string | undefined {
    if (hops > 40) throw new UserError("file-unreadable", `${path}: its links go round in a circle.`, "");
    let real = "/";
    const parts = path.split("/").filter((part) => part !== "");
    for (const [index, part] of parts.entries()) {
      const next = posix.join(real, part);
      const entry = entries.get(next);
      if (!entry) return undefined;
      if (entry.kind === "link") return resolve(posix.join(posix.resolve(real, entry.target), ...parts.slice(index + 1)), hops + 1);
      real = next;
    }
    return real;
  }
  function found(path: string): Entry | undefined {
    const real = resolve(path);
    return real === undefined ? undefined : entries.get(real);
  }
  /** Where a new file of this path would lie. */
  function place(path: string): string {
    const parent = resolve(posix.dirname(path));
    if (parent === undefined || entries.get(parent)?.kind !== "folder") throw unwritable(path, "its folder does not exist");
    return posix.join(parent, posix.basename(path));
  }
  function begin(operation: Operation, path: string): void {
    calls.push(`${operation} ${path}`);
    const failure = failures.find((candidate) => candidate.operation === operation && (candidate.path ?? path) === path);
    if (failure) throw failure.error;
  }

  for (const [path, text] of Object.entries(tree)) put(path, { kind: "file", text, mode: 0o644, modifiedMs: now() });

  return {
    calls,
    tree: () => Object.fromEntries([...entries].flatMap(([path, entry]) => (entry.kind === "file" ? [[path, entry.text]] : [])).sort()),
    link: (path, target) => put(path, { kind: "link", target }),
    other: (path) => put(path, { kind: "other" }),
    chmod: (path, mode) => {
      const entry = found(path);
      if (entry?.kind !== "file") throw new Error(`no file ${path}`);
      entry.mode = mode;
    },
    fail: (operation, error, path) => void failures.push({ operation, error, path }),

    async read(path, maxBytes = 1024 * 1024) {
      begin("read", path);
      const entry = found(path);
      if (!entry) return undefined;
      if (entry.kind !== "file") throw new UserError("file-unreadable", `${path} is not a regular file.`, "Name a regular file.");
      if (Buffer.byteLength(entry.text) > maxBytes) throw new UserError("file-too-large", `${path} is larger than ${maxBytes} bytes.`, "Make the file smaller or split it.");
      return entry.text;
    },
    async stat(path): Promise<FileStat | undefined> {
      begin("stat", path);
      const entry = found(path);
      if (entry?.kind === "file") return { kind: "file", bytes: Buffer.byteLength(entry.text), modifiedMs: entry.modifiedMs, mode: entry.mode };
      return entry && { kind: entry.kind === "folder" ? "folder" : "other", bytes: 0, modifiedMs: 0, mode: 0o755 };
    },
    async list(folder) {
      begin("list", folder);
      const real = resolve(folder);
      if (real === undefined || entries.get(real)?.kind !== "folder") return undefined;
      return [...entries.keys()].filter((path) => path !== "/" && posix.dirname(path) === real).map((path) => posix.basename(path)).sort();
    },
    async realPath(path) {
      begin("realPath", path);
      return resolve(path);
    },
    async write(path, text, mode = 0o644) {
      begin("write", path);
      const real = resolve(path);
      const old = real === undefined ? undefined : entries.get(real);
      if (old && old.kind !== "file") throw unwritable(path, "it is not a regular file");
      if (!old && entries.has(place(path))) throw unwritable(path, "it is a link to something that does not exist");
      entries.set(real ?? place(path), { kind: "file", text, mode: old?.mode ?? mode, modifiedMs: now() });
    },
    async replace(path, before, after) {
      begin("replace", path);
      const entry = found(path);
      if (entry?.kind !== "file" || entry.text !== before) throw new UserError("file-changed", `${path} has changed since it was read, so it was not written.`, "Call it again: it is read anew.");
      await this.write(path, after);
    },
    async create(path, text, mode = 0o644) {
      begin("create", path);
      if (entries.has(place(path))) return false;
      entries.set(place(path), { kind: "file", text, mode, modifiedMs: now() });
      return true;
    },
    async rename(from, to) {
      begin("rename", from);
      const entry = entries.get(place(from));
      if (!entry) return false;
      entries.delete(place(from));
      entries.set(place(to), entry);
      return true;
    },
    async remove(path) {
      begin("remove", path);
      if (resolve(posix.dirname(path)) === undefined) return;
      if (entries.get(place(path))?.kind === "folder") throw unwritable(path, "it is a folder");
      entries.delete(place(path));
    },
    async makeFolder(path) {
      begin("makeFolder", path);
      if (found(path)?.kind === "folder") return;
      if (found(path)) throw unwritable(path, "it is a file");
      if (!found(posix.dirname(path))) await this.makeFolder(posix.dirname(path));
      entries.set(place(path), { kind: "folder" });
    },
    async free(path) {
      begin("free", path);
      return { bytes: 10 * 1024 ** 3, inodes: 1_000_000 };
    },
  };
}

function unwritable(path: string, reason: string): UserError {
  return new UserError("file-unwritable", `${path} could not be written: ${reason}.`, "Look at the file and its folder, then call it again.");
}
