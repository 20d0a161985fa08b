import { Buffer } from "node:buffer";

/** Keeps the first or the last bytes of a stream, in memory of at most twice that size. */
export class Capture {
  readonly #limit: number;
  readonly #from: "start" | "end";
  #chunks: Buffer[] = [];
  #size = 0;
  truncated = false;

  constructor(keep: { bytes: number; from: "start" | "end" }) {
    this.#limit = keep.bytes;
    this.#from = keep.from;
  }

  push(chunk: Buffer): void {
    const room = this.#limit - this.#size;
    if (this.#from === "end") {
      this.#add(chunk);
      if (this.#size > 2 * this.#limit) this.#dropHead();
    } else if (chunk.length <= room) {
      this.#add(chunk);
    } else {
      this.truncated = true;
      if (room > 0) this.#add(chunk.subarray(0, room));
    }
  }

  /** What was kept, as text; a character that the limit cut in two is left out. */
  text(): string {
    if (this.#size > this.#limit) this.#dropHead();
    const kept = Buffer.concat(this.#chunks, this.#size);
    return this.truncated ? wholeCharacters(kept, this.#from).toString() : kept.toString();
  }

  #add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
  }

  #dropHead(): void {
    const all = Buffer.concat(this.#chunks, this.#size);
    // A copy: a slice would keep the whole of `all` in memory.
    this.#chunks = [Buffer.from(all.subarray(all.length - this.#limit))];
    this.#size = this.#limit;
    this.truncated = true;
  }
}

/** `bytes` without the part of a UTF-8 character at the end where it was cut. */
export function wholeCharacters(bytes: Buffer, from: "start" | "end"): Buffer {
  if (from === "end") {
    let start = 0;
    while (start < Math.min(3, bytes.length) && isContinuation(bytes[start])) start += 1;
    return bytes.subarray(start);
  }
  let lead = bytes.length - 1;
  while (lead > bytes.length - 4 && isContinuation(bytes[lead])) lead -= 1;
  const first = bytes[lead] ?? 0;
  const needed = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return bytes.length - lead < needed ? bytes.subarray(0, Math.max(lead, 0)) : bytes;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
