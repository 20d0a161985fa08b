/** A text with its percent-encoding undone, and for each of its UTF-16 units (and its end) where it began in the original. */
export interface Decoded {
  text: string;
  offsets: number[];
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** undefined when nothing in the text is percent-encoded. Sequences that are not UTF-8 stay as they are. */
export function percentDecoded(original: string): Decoded | undefined {
  const parts: string[] = [];
  const offsets: number[] = [];
  let done = 0;
  const copyTo = (end: number): void => {
    parts.push(original.slice(done, end));
    for (; done < end; done += 1) offsets.push(done);
  };
  for (const { 0: run, index } of original.matchAll(/(?:%[0-9a-f]{2})+/gi)) {
    const decoded = decode(run);
    if (decoded === undefined) continue;
    copyTo(index);
    parts.push(decoded);
    for (const character of decoded) {
      for (let unit = 0; unit < character.length; unit += 1) offsets.push(done);
      done += 3 * utf8Length(character);
    }
  }
  if (done === 0) return undefined;
  copyTo(original.length);
  offsets.push(original.length);
  return { text: parts.join(""), offsets };
}

function decode(run: string): string | undefined {
  const bytes = Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16));
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
