import type { Stats } from "node:fs";

/** Bytes of all texts together; the one that was not asked for longest goes first. */
const MOST_BYTES = 64 * 1024 * 1024;
/** The clock of a file system ticks in steps: two changes within one leave the same times behind. */
const SETTLED_MS = 50;

/** Texts of files as they were read, each for as long as its file is what it was: a lookup reads the same maps again and again. */
export class KeptTexts {
  readonly #kept = new Map<string, { version: string; text: string; bytes: number }>();
  #bytes = 0;

  /** The same string that was kept, where the file has not changed since. */
  get(path: string, facts: Stats): string | undefined {
    const kept = this.#kept.get(path);
    if (kept === undefined || kept.version !== versionOf(facts)) return undefined;
    this.#kept.delete(path);
    this.#kept.set(path, kept);
    return kept.text;
  }

  /** Keeps what was read; `facts` from before the reading. */
  put(path: string, facts: Stats, text: string, bytes: number): void {
    this.#forget(path);
    const changed = Math.max(facts.mtimeMs, facts.ctimeMs);
    if (bytes !== facts.size || bytes > MOST_BYTES / 4 || Date.now() - changed < SETTLED_MS) return;
    this.#kept.set(path, { version: versionOf(facts), text, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= MOST_BYTES) break;
      this.#forget(oldest);
    }
  }

  #forget(path: string): void {
    this.#bytes -= this.#kept.get(path)?.bytes ?? 0;
    this.#kept.delete(path);
  }
}

function versionOf({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mtimeMs, ctimeMs].join(" ");
}
