import { findAuthHeaders } from "./auth-headers.ts";
import { LiteralFinder, type Span } from "./find-literals.ts";
import { percentDecoded } from "./percent-decoded.ts";
import { secretForms } from "./secret-forms.ts";
import { findUrlPasswords } from "./url-passwords.ts";

/**
 * Puts `[NAME]` in the place of the values of variables, also in base64, percent-encoded and JSON-escaped, and hides
 * passwords in URLs and credentials in Authorization headers whatever they are. Values in `allowed` stay; so do
 * truth values, numbers and short words, unless their variable's name says that they are secret.
 */
export class Redactor {
  static readonly none = new Redactor([]);
  readonly #finder: LiteralFinder;

  constructor(secrets: Iterable<{ name: string; value: string }>, allowed: Iterable<string> = []) {
    const kept = new Set(allowed);
    this.#finder = new LiteralFinder([...secrets].flatMap(({ name, value }) => secretForms(name, value, kept)));
  }

  redact(text: string): string {
    const known = this.#finder.find(text);
    const decoded = percentDecoded(text);
    const encoded = decoded ? this.#finder.find(decoded.text).map((span) => mapBack(span, decoded.offsets)) : [];
    const generic = [...findUrlPasswords(text), ...findAuthHeaders(text)].map((span) => ({ ...span, generic: true }));
    return replaceSpans(text, [...known, ...encoded, ...generic]);
  }

  /** A copy with every string in it redacted; keys stay. For data of JSON's kinds. */
  redactDeep<T>(value: T): T;
  redactDeep(value: unknown): unknown {
    if (typeof value === "string") return this.redact(value);
    if (Array.isArray(value)) return value.map((item: unknown) => this.redactDeep(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, this.redactDeep(item)]));
  }
}

function mapBack({ start, end, label }: Span, offsets: number[]): Span {
  return { start: offsets[start] ?? 0, end: offsets[end] ?? 0, label };
}

/** Spans that overlap become one; it is named after the longest literal in it, before any generic find. */
function replaceSpans(text: string, spans: (Span & { generic?: boolean })[]): string {
  if (spans.length === 0) return text;
  const weight = (span: Span & { generic?: boolean }): number => (span.generic ? 0 : span.end - span.start);
  const parts: string[] = [];
  let done = 0;
  const sorted = spans.sort((a, b) => a.start - b.start || b.end - a.end);
  for (let index = 0; index < sorted.length; ) {
    let [best, end] = [sorted[index], sorted[index]?.end ?? 0];
    const start = best?.start ?? 0;
    for (index += 1; index < sorted.length; index += 1) {
      const span = sorted[index];
      if (!span || span.start >= end) break;
      end = Math.max(end, span.end);
      if (!best || weight(span) > weight(best)) best = span;
    }
    parts.push(text.slice(done, start), best?.label ?? "");
    done = end;
  }
  return parts.join("") + text.slice(done);
}
