/** A text as one line of at most `chars` UTF-16 units: control characters and runs of blanks become one blank, what is too much an ellipsis. */
export function oneLine(text: string, chars: number): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  return line.length <= chars ? line : `${line.slice(0, chars - 1).replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}
