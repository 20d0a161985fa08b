import { UserError } from "../errors.ts";

const reasons: Record<string, string> = {
  EACCES: "this user has no permission",
  EPERM: "this user has no permission",
  EROFS: "the file system is read-only",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file",
  ENOENT: "its folder does not exist",
  ELOOP: "its links go round in a circle",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "this program has too many files open",
  ENFILE: "this machine has too many files open",
  EIO: "the disk reports an error",
  ENXIO: "it is not a regular file",
};

/** What the file system said, as an error that says what to do. */
export function fileError(thrown: unknown, doing: "read" | "write" | "remove", path: string): UserError {
  if (thrown instanceof UserError) return thrown;
  const code = errorCode(thrown);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new UserError(
      "disk-full",
      `There is no room on the disk${code === "EDQUOT" ? " for this user" : ""} to write ${path}. What was there before is unchanged.`,
      "Free some disk space (`docker system df` shows what the engine holds), then call it again.",
    );
  }
  const reason = reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown));
  const message = `${path} could not be ${doing === "read" ? "read" : doing === "write" ? "written" : "removed"}: ${reason}.`;
  return new UserError(doing === "read" ? "file-unreadable" : "file-unwritable", message, fixes[code] ?? `Look at the file and its folder, then call it again.`);
}

const fixes: Record<string, string> = {
  EACCES: "Give this user the right to the file and its folder (`ls -l` shows who has it), or run the program as its owner.",
  EPERM: "Give this user the right to the file and its folder (`ls -l` shows who has it), or run the program as its owner.",
  EROFS: "Mount the file system so that it can be written, or use a workspace that can be.",
  EMFILE: "Call it again; if it fails again, raise the limit on open files (`ulimit -n`).",
  ENFILE: "Call it again when fewer programs run.",
  EIO: "Look at the kernel's log (`dmesg`) for the disk, then call it again.",
};

/** The system's name of an error (`ENOENT`), or "". */
export function errorCode(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}
