interface HeldValue {
  value: string;
  /** The pointer to write in its place. */
  pointer: string;
}

/** Values that a source holds and that prose repeats: ports, images, addresses. Pointers in it may name what they like. */
export function copiedValues(texts: string[], values: HeldValue[]): { found: string; pointer: string }[] {
  const found = new Map<string, string>();
  for (const text of texts.map(withoutPointers)) {
    for (const { value, pointer } of values) if (!found.has(value) && states(text, value)) found.set(value, pointer);
  }
  return [...found].map(([one, pointer]) => ({ found: one, pointer }));
}

/** What stands behind an arrow, and paths in code spans, say where, not what. */
function withoutPointers(text: string): string {
  return text.replace(/(?:→|->)\s*(?:`[^`]*`|[^\s,;]+)/g, " ").replace(/`[^`\s]*[/][^`]*`/g, " ");
}

function states(text: string, value: string): boolean {
  const port = /^\d{2,5}$/.test(value);
  if (!port && value.length < 5) return false;
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + value.length)];
    if (/[\w.]$/.test(before) || /^[\w]/.test(after)) continue;
    if (!port) return true;
    // A number is a port where something around it says so: error 500 and 3 retries are none.
    if (before.endsWith(":") || /\bports?\b[^.;]{0,40}$/i.test(before) || /^[^.;]{0,20}\bports?\b/i.test(after) || /\b(localhost|127\.0\.0\.1|listens? on)\b[^.;]{0,10}$/i.test(before)) return true;
  }
  return false;
}

const SHAPES: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY/, "a private key"],
  [/\b(?:sk|rk|pk)[-_](?:live|proj|ant|or|test)[-_][A-Za-z0-9_-]{16,}/, "an API key"],
  [/\bsk-[A-Za-z0-9]{20,}/, "an API key"],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}/, "a GitHub token"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, "a Slack token"],
  [/\bAKIA[0-9A-Z]{16}\b/, "an AWS key"],
  [/\bAIza[0-9A-Za-z_-]{30,}/, "a Google key"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, "a token"],
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,100}:(?![^\s@]{0,20}[${[<])[^\s/@]{3,100}@/i, "a password in an address"],
];

const PLACEHOLDER = /replace|change.?me|example|placeholder|your|\.\.\.|…|^[x*.]+$|^[<[${]/i;

/** What in a text looks like a secret, in words; undefined for names, placeholders, paths and hashes. */
export function secretLike(text: string): string | undefined {
  for (const [shape, what] of SHAPES) {
    const match = shape.exec(text)?.[0];
    if (match !== undefined && !/replace_?me|change_?me|placeholder|example/i.test(match)) return what;
  }
  for (const match of text.matchAll(/\b(?:\w{0,40}(?:password|passwd|secret|token|api_?key))\b["'`]?\s{0,3}(?:=|:|\bis\b)\s{0,3}["'`]?([^\s"'`,;]{4,200})/gi)) {
    const value = match[1] ?? "";
    const mixed = /[A-Za-z]/.test(value) && /[\d!@#$%^&*+/]/.test(value);
    const assigned = /=/.test(match[0].slice(0, match[0].length - value.length));
    if (!PLACEHOLDER.test(value) && !/[/\\]|^[A-Z][A-Z0-9_]+$|\(|→/.test(value) && (assigned || (mixed && value.length >= 8))) return "a value beside a secret's name";
  }
  return undefined;
}
