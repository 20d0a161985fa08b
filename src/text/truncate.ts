/**
 * At most `chars` UTF-16 units of a text, kept from its start, its end, or both ends (`middle`). What was left out is
 * said in the text, within the limit, on a line of its own.
 */
export function truncate(text: string, { chars, from }: { chars: number; from: "start" | "end" | "middle" }): string {
  if (text.length <= chars) return text;
  const room = chars - note(text.length).length - (from === "middle" ? 2 : 1);
  if (room <= 0) return text.slice(0, wholeBefore(text, chars));
  const headRoom = from === "start" ? room : from === "end" ? 0 : Math.ceil(room / 2);
  const headEnd = wholeBefore(text, headRoom);
  const tailStart = wholeAfter(text, text.length - (room - headRoom));
  const said = note(tailStart - headEnd);
  const parts = [text.slice(0, headEnd), said, text.slice(tailStart)];
  return parts.filter((part) => part !== "").join("\n");
}

function note(count: number): string {
  return `… ${String(count).replace(/\B(?=(?:\d{3})+$)/g, ",")} characters left out …`;
}

/** The nearest place at or before `index` that does not split a surrogate pair. */
function wholeBefore(text: string, index: number): number {
  return splitsPair(text, index) ? index - 1 : index;
}

function wholeAfter(text: string, index: number): number {
  return splitsPair(text, index) ? index + 1 : index;
}

function splitsPair(text: string, index: number): boolean {
  return index > 0 && index < text.length && /[\ud800-\udbff]/.test(text.charAt(index - 1)) && /[\udc00-\udfff]/.test(text.charAt(index));
}
