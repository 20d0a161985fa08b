export interface FileStat {
  kind: "file" | "folder" | "other";
  bytes: number;
  modifiedMs: number;
  /** The permission bits, as 0o644. */
  mode: number;
}

/**
 * The file system. Paths are absolute. What is not there is `undefined`; anything else that goes wrong is a UserError
 * with the code `file-unreadable`, `file-unwritable`, `file-too-large`, `file-changed`, `disk-full` or `path-outside`.
 */
export interface Files {
  /** The text of a regular file (UTF-8), at most `maxBytes` (1 MiB when left out; larger is `file-too-large`). Never blocks on a FIFO or device. */
  read(path: string, maxBytes?: number): Promise<string | undefined>;
  stat(path: string): Promise<FileStat | undefined>;
  /** Names in a folder, sorted; undefined when there is no such folder. */
  list(folder: string): Promise<string[] | undefined>;
  /** The path with all links resolved; undefined when it does not exist. */
  realPath(path: string): Promise<string | undefined>;
  /**
   * Replaces the file in one step: a temporary file beside it, fsync, rename, fsync of the folder. The old file or the
   * new one is there at any moment, never a part. `mode` for new files (0o644 when left out), else the file's own stays.
   */
  write(path: string, text: string, mode?: number): Promise<void>;
  /** As `write`, but only where the file still holds `before`, byte for byte; else `file-changed`, and nothing is written. */
  replace(path: string, before: string, after: string): Promise<void>;
  /** Creates the file with this text if it does not exist, in one step; false when it does. */
  create(path: string, text: string, mode?: number): Promise<boolean>;
  /** Moves a file within one file system, in place of what is at `to`; false when there is nothing at `from`. */
  rename(from: string, to: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Bytes and inodes that this user can still take on the file system of a path. */
  free(path: string): Promise<{ bytes: number; inodes: number }>;
}
