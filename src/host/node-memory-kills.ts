import { closeSync, constants, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";

const mostRecords = 20_000;

/** From /dev/kmsg (Documentation/ABI/testing/dev-kmsg): each read gives one record `priority,number,microseconds,flags;text`. */
export async function memoryKills(): Promise<{ atMs: number; line: string }[] | undefined> {
  if (process.platform !== "linux") return undefined;
  const uptimeMs = Number((await readFile("/proc/uptime", "utf8").catch(() => "")).split(" ")[0]) * 1000;
  const bootMs = Date.now() - uptimeMs;
  const records = readRecords();
  return records?.flatMap((record) => {
    const [head = "", line = ""] = record.split(";", 2);
    return line.startsWith("oom-kill:") ? [{ atMs: bootMs + Number(head.split(",")[2]) / 1000, line: line.trimEnd() }] : [];
  });
}

function readRecords(): string[] | undefined {
  let file: number;
  try {
    file = openSync("/dev/kmsg", constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  const records: string[] = [];
  const buffer = Buffer.alloc(8192);
  try {
    while (records.length < mostRecords) {
      try {
        records.push(buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, null)).split("\n")[0] ?? "");
      } catch (error) {
        // A record that was overwritten meanwhile gives EPIPE, and the next read goes on behind it; EAGAIN is the end.
        if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) break;
      }
    }
  } finally {
    closeSync(file);
  }
  return records;
}
