import type { Span } from "./find-literals.ts";

// What a set-up file or an earlier redaction puts in a password's place.
const placeholder = /^(?:\$\{\w+\}|\$\w+|\[[\w-]+\]|\*+)$/;

/** The passwords of `scheme://user:password@host` anywhere in a text, also ones with an unescaped `/`, `:` or `@`. */
export function findUrlPasswords(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf("://"); at >= 0; ) {
    const next = text.indexOf("://", at + 3);
    const password = /[a-z0-9]/i.test(text.charAt(at - 1)) ? passwordIn(tokenAt(text, at + 3, next)) : undefined;
    if (password) spans.push({ start: at + 3 + password.start, end: at + 3 + password.end, label: "[password]" });
    at = next;
  }
  return spans;
}

function tokenAt(text: string, start: number, next: number): string {
  const rest = next < 0 ? text.slice(start, start + 2_048) : text.slice(start, Math.min(next, start + 2_048));
  const end = rest.search(/[\s"'`<>]/);
  return end < 0 ? rest : rest.slice(0, end);
}

function passwordIn(token: string): { start: number; end: number } | undefined {
  const colon = token.indexOf(":");
  const path = token.search(/[/?#\\]/);
  if (colon < 0 || token.startsWith("[") || (path >= 0 && path < colon)) return undefined;
  const authority = path < 0 ? token : token.slice(0, path);
  const inAuthority = authority.lastIndexOf("@");
  // Without an @ before the path it is host:port, or a password that should have been percent-encoded and was not.
  if (inAuthority < 0 && /^\d*(?:[/?#\\]|$)/.test(token.slice(colon + 1))) return undefined;
  const end = inAuthority < 0 ? token.lastIndexOf("@") : inAuthority;
  const start = colon + 1;
  return end <= start || placeholder.test(token.slice(start, end)) ? undefined : { start, end };
}
