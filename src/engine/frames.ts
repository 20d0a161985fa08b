/**
 * Takes the engine's stream format apart: frames of an 8-byte head (stream number, three zeros, length as a big-endian
 * 32-bit number) and a body; a container with a terminal sends plain bytes instead. `take` gets each body.
 */
export function frameReader(take: (stream: "stdout" | "stderr", bytes: Uint8Array) => void): (chunk: Uint8Array) => void {
  let held: Uint8Array = new Uint8Array(0);
  let left = 0;
  let stream: "stdout" | "stderr" = "stdout";
  let plain: boolean | undefined;
  return (chunk) => {
    let bytes = held.length > 0 ? joined(held, chunk) : chunk;
    held = new Uint8Array(0);
    while (bytes.length > 0) {
      if (plain) return take("stdout", bytes);
      if (left > 0) {
        const body = bytes.subarray(0, left);
        take(stream, body);
        left -= body.length;
        bytes = bytes.subarray(body.length);
        continue;
      }
      if (bytes.length < 8 && plain === undefined && (bytes[0] ?? 9) > 2) plain = true;
      else if (bytes.length < 8) {
        held = bytes.slice();
        return;
      } else if (plain === undefined) plain = !((bytes[0] ?? 9) <= 2 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0);
      if (plain) continue;
      stream = bytes[0] === 2 ? "stderr" : "stdout";
      left = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4);
      bytes = bytes.subarray(8);
    }
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
