import type { Span } from "./find-literals.ts";

const header = /\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:bearer|basic|token|digest|negotiate)[ \t]+([^\s"',;]+)/dgi;
const bearer = /\bbearer[ \t]+([\w.~+/=-]{16,})/dgi;

/** The credentials in `Authorization: Bearer …` and `Basic …`, and tokens after a bare `Bearer` that have a digit (others are prose). */
export function findAuthHeaders(text: string): Span[] {
  const bare = [...text.matchAll(bearer)].filter((match) => /\d/.test(match[1] ?? ""));
  return [...text.matchAll(header), ...bare].flatMap((match) => {
    const [start, end] = match.indices?.[1] ?? [0, 0];
    return end > start ? [{ start, end, label: "[credentials]" }] : [];
  });
}
