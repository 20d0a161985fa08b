import { Transform } from "node:stream";

/** A transport ends the connection at 10 MiB; this stays below. */
const MOST_BYTES = 8 * 1024 * 1024;
const ENDS_BYTES = 2_048;
const NEWLINE = 10;

const ID = '("(?:[^"\\\\]|\\\\.){0,200}"|-?\\d{1,16})';
const OTHER = '"(?:jsonrpc|method)"\\s*:\\s*"[^"]{0,100}"';
const FIRST = new RegExp(`^\\s*\\{\\s*(?:${OTHER}\\s*,\\s*)*"id"\\s*:\\s*${ID}`);
const LAST = new RegExp(`,\\s*"id"\\s*:\\s*${ID}\\s*(?:,\\s*${OTHER}\\s*)*\\}\\s*$`);

/**
 * Standard input without messages of more than eight MiB: the transport would end the connection over one, and the work of
 * all others with it. Such a message is answered with an error that names what to do; `answer` writes it.
 */
export function boundedInput(answer: (message: string) => void): Transform {
  let length = 0;
  let head = Buffer.alloc(0);
  let tail = Buffer.alloc(0);
  const pass = (part: Buffer): Buffer => {
    const before = length;
    length += part.length;
    if (head.length < ENDS_BYTES) head = Buffer.concat([head, part.subarray(0, ENDS_BYTES - head.length)]);
    tail = Buffer.concat([tail, part.subarray(-ENDS_BYTES)]).subarray(-ENDS_BYTES);
    if (length <= MOST_BYTES) return part;
    // What went through already is no JSON without its end, and is passed over at a line end.
    return before <= MOST_BYTES ? Buffer.from("\n") : Buffer.alloc(0);
  };
  const close = (): void => {
    if (length > MOST_BYTES) {
      const id = (FIRST.exec(head.toString("utf8")) ?? LAST.exec(tail.toString("utf8")))?.[1];
      const message = `The message has ${Math.round(length / 1048576)} MiB; at most 8 are read. Of a log its last lines are enough: give those.`;
      if (id !== undefined) answer(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32600,"message":${JSON.stringify(message)}}}\n`);
    }
    length = 0;
    head = Buffer.alloc(0);
    tail = Buffer.alloc(0);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        this.push(pass(chunk.subarray(from, at)));
        if (length <= MOST_BYTES) this.push("\n");
        close();
        from = at + 1;
      }
      if (from < chunk.length) this.push(pass(chunk.subarray(from)));
      done();
    },
  });
}
