import type { Literal } from "./find-literals.ts";
import { looksSecret } from "./looks-secret.ts";
import { findUrlPasswords } from "./url-passwords.ts";

const shortestCore = 8;
const shortestLine = 16;

/** The ways in which the value of a variable may stand in a text. Empty when the value is too plain to be one. */
export function secretForms(name: string, value: string, allowed: ReadonlySet<string>): Literal[] {
  const trimmed = value.trim();
  const password = passwordOf(trimmed);
  const secret = looksSecret(name) || password.length > 0;
  const lines = trimmed.replaceAll("\\n", "\n").split("\n").map((line) => line.trim());
  const pieces = lines.length > 1 ? [trimmed, lines.join("\n"), ...lines.filter((line) => line.length >= shortestLine && !line.startsWith("-----"))] : [trimmed];
  return [...pieces, ...password].flatMap((piece) => {
    const where = allowed.has(piece) ? undefined : placeOf(piece, secret);
    return where ? writings(piece, where).map((text) => ({ text, where, label: `[${name}]` })) : [];
  });
}

function placeOf(value: string, secret: boolean): Literal["where"] | undefined {
  if (value.length < 4 || /^(?:true|false|yes|no|on|off|null|none)$/i.test(value)) return undefined;
  if (/^[+-]?\d+$/.test(value)) return secret ? "whole-word" : undefined;
  if (value.length < 6) return secret ? "whole-word" : undefined;
  return secret ? "anywhere" : "whole-word";
}

/** The password of a value that is a URL, as written and decoded. */
function passwordOf(value: string): string[] {
  return findUrlPasswords(value).flatMap(({ start, end }) => {
    const written = value.slice(start, end);
    try {
      return [...new Set([written, decodeURIComponent(written)])];
    } catch {
      return [written];
    }
  });
}

/** As it is, in JSON, in a Compose file (`$$`), in a form (`+`), and in base64. Percent-encoding is undone in the text instead. */
function writings(value: string, where: Literal["where"]): string[] {
  const plain = [value, JSON.stringify(value).slice(1, -1), value.replaceAll("$", "$$$$"), value.replaceAll(" ", "+")];
  const whole = base64(value, 0).replace(/=+$/, "");
  const encoded = where === "anywhere" ? [whole, ...[0, 1, 2].map((offset) => base64Core(value, offset))] : [whole];
  const long = encoded.filter((text) => text.length >= shortestCore);
  return [...new Set([...plain, ...long, ...long.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))])];
}

/** The characters that are the same wherever the value stands `offset` bytes after a multiple of three. */
function base64Core(value: string, offset: number): string {
  const encoded = base64(value, offset).replace(/=+$/, "");
  const bits = (encoded.length * 6) % 8;
  return encoded.slice(offset === 0 ? 0 : offset + 1, bits === 0 ? undefined : -1);
}

function base64(value: string, offset: number): string {
  const bytes = new TextEncoder().encode(value);
  let binary = "\0".repeat(offset);
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
