import { Buffer } from "node:buffer";
import { wholeCharacters } from "./node-capture.ts";

const longest = 8 * 1024;

/** Cuts a stream of bytes into lines, each decoded as a whole, so characters that cross chunks stay whole. */
export class Lines {
  readonly #onLine: (line: string) => void;
  #parts: Buffer[] = [];
  #size = 0;
  #open = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#add(chunk.subarray(start, end));
      this.#flush();
      start = end + 1;
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  /** Hands over a last line that has no line end. */
  end(): void {
    if (this.#open) this.#flush();
  }

  #add(part: Buffer): void {
    this.#open = true;
    const room = longest - this.#size;
    if (room <= 0 || part.length === 0) return;
    this.#parts.push(part.length > room ? part.subarray(0, room) : part);
    this.#size += Math.min(part.length, room);
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#parts, this.#size);
    this.#parts = [];
    this.#size = 0;
    this.#open = false;
    const text = (bytes.length === longest ? wholeCharacters(bytes, "start") : bytes).toString();
    this.#onLine(text.endsWith("\r") ? text.slice(0, -1) : text);
  }
}
