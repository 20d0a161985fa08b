import type { LogLine } from "./engine.ts";

/** Characters of a line and in all. */
const LIMITS = { line: 8 * 1024, total: 4 * 1024 * 1024 };

/**
 * Gathers log lines from both streams of a container. A line is cut at 8 KiB, and of more than 4 MiB the oldest lines
 * go first, so what is left is the true end of the log.
 */
export class LogCollector {
  readonly #lines: LogLine[] = [];
  readonly #partial = { stdout: "", stderr: "" };
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #bytes = 0;
  #first = 0;

  add(stream: "stdout" | "stderr", bytes: Uint8Array): void {
    const parts = this.#decoders[stream].decode(bytes, { stream: true }).split("\n");
    parts.forEach((part, index) => {
      this.#partial[stream] += part.slice(0, LIMITS.line - this.#partial[stream].length);
      if (index < parts.length - 1) this.#end(stream);
    });
  }

  /** The lines in order of time. Lines come with the engine's time stamp in front. */
  finish(): LogLine[] {
    for (const stream of ["stdout", "stderr"] as const) if (this.#partial[stream] !== "") this.#end(stream);
    const lines = this.#lines.slice(this.#first);
    return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  #end(stream: "stdout" | "stderr"): void {
    const line = this.#partial[stream];
    this.#partial[stream] = "";
    const [stamp = "", at = ""] = /^(\d{4}-\d\d-\d\dT\S*) ?/.exec(line) ?? [];
    this.#lines.push({ at, stream, text: line.slice(stamp.length).replace(/\r$/, "") });
    this.#bytes += sizeOf(this.#lines.at(-1));
    for (; this.#bytes > LIMITS.total; this.#first += 1) this.#bytes -= sizeOf(this.#lines[this.#first]);
    if (this.#first <= this.#lines.length / 2) return;
    this.#lines.splice(0, this.#first);
    this.#first = 0;
  }
}

function sizeOf(line: LogLine | undefined): number {
  return line === undefined ? 0 : line.at.length + line.text.length;
}
