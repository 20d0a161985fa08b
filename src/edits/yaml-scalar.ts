export type Quotes = "plain" | "single" | "double";

/** What some reader of YAML, of any version, takes for something else than a string. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?\.inf|\.nan|<<|=)$/i;

const TIME = /^\d{4}-\d{1,2}-\d{1,2}[Tt ]/;

/** Digits and what may stand among them: numbers, times of base 60, dates, versions. A dot alone is the folder, to every reader. */
const NUMBERISH = /^[-+.\d][\d_.,:+\-a-fxo]*$/i;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** What must be escaped. */
const UNPRINTABLE = /[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether a string can stand without quotes and every reader takes it for the same string. */
export function isPlainSafe(text: string): boolean {
  return text === "." || (isPlainShape(text) && !TIME.test(text) && !WORDS.test(text) && (!NUMBERISH.test(text) || IPV4.test(text)));
}

/** A port `8080:80` needs no quotes where its last number is none of base 60. */
function isPlainPort(text: string): boolean {
  if (isPlainSafe(text)) return true;
  return isPlainShape(text) && /^\d/.test(text) && text.includes(":") && !/^[\d_]+(?::[0-5]?\d)+$/.test(text);
}

function isPlainShape(text: string): boolean {
  if (text === "" || text.trim() !== text || UNPRINTABLE.test(text)) return false;
  return (!/^[-?:,[\]{}#&*!|>'"%@`=<]/.test(text) || /^--?[A-Za-z]/.test(text)) && !/:(?: |$)| #/.test(text);
}

/** A string of one line in the quotes asked for, or in those that it needs. `$` stays as it is: compose interpolates. */
export function writeString(text: string, quotes: Quotes, { preferred, flow, port }: { preferred: "single" | "double"; flow?: boolean; port?: boolean }): string {
  const plain = (port === true ? isPlainPort(text) : isPlainSafe(text)) && (flow !== true || !/[,[\]{}]/.test(text));
  if (quotes === "plain" && plain) return text;
  const wanted = quotes === "plain" ? preferred : quotes;
  const single = !UNPRINTABLE.test(text) && (wanted === "single" || (/["\\]/.test(text) && !text.includes("'")));
  return single ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

/** A key in the quotes of the file's keys. `n` and `y` mean no and yes only as values: every reader of compose files takes such a key for text. */
export function writeKey(text: string, quotes: Quotes, preferred: "single" | "double", flow = false): string {
  return quotes === "plain" && /^[ny]$/i.test(text) ? text : writeString(text, quotes, { preferred, flow });
}

/** As JSON writes it, which YAML reads, and the control characters escaped that JSON leaves alone. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The header and lines of a text of several lines as a literal block; undefined where a block would not keep it. */
export function literalBlock(text: string): { header: string; lines: string[] } | undefined {
  if (!text.includes("\n") || UNPRINTABLE.test(text.replaceAll("\n", ""))) return undefined;
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n");
  if (lines.some((line) => line !== "" && line.trim() === "") || /^[ \n]/.test(body) || body === "" || lines.at(-1) === "") return undefined;
  return { header: text.endsWith("\n") ? "|" : "|-", lines };
}
