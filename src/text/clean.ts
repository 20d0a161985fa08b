const [escape, bell, stringEnd] = ["\u001b", "\u0007", "\u009c"];

// Control sequences (ECMA-48): CSI, then strings (OSC, DCS, SOS, PM, APC) up to their terminator, then short escapes.
// A string without a terminator loses only its introducer, so that it cannot swallow the text after it.
const escapes = new RegExp(
  [
    `(?:${escape}\\[|\u009b)[0-?]*[ -/]*[@-~]?`,
    `(?:${escape}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:[^${bell}${escape}\u0080-\u009f\n]*(?:${bell}|${escape}\\\\|${stringEnd}))?`,
    `${escape}[ -/]*[0-~]?`,
  ].join("|"),
  "g",
);

const controls = /\p{Cc}/gu;

// Zero-width and bidi characters, tags, variation selectors, the byte order mark; and interlinear annotations.
const invisible = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

const loneSurrogates = /\p{Surrogate}/gu;

/**
 * Text from outside as plain lines: no escape sequences, no control characters but line feed and tab, nothing invisible
 * or that turns the direction of reading. Of a line that overwrites itself (a progress bar) the last state stays.
 */
export function clean(text: string): string {
  return text
    .replace(escapes, "")
    .split(/\n|\u2028|\u2029/)
    .map(lastState)
    .join("\n")
    .replace(controls, (control) => (control === "\n" || control === "\t" ? control : ""))
    .replace(invisible, "")
    .replace(loneSurrogates, "\ufffd");
}

function lastState(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === "\r") end -= 1;
  return line.slice(line.lastIndexOf("\r", end - 1) + 1, end);
}
