/** One `$X`, `${X}` or `${X:-word}` of a text. */
export interface Reference {
  name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, or "" where nothing stands behind the name. */
  operator: string;
  /** What stands behind the operator, its own references left in. */
  word: string;
  /** `$X` at once behind a letter or digit: `pa$word`. */
  glued: boolean;
}

/** What a machine or compose sets by itself: no env file needs it. */
export const GIVEN = /^(?:COMPOSE_\w+|DOCKER_\w+|HOME|USER|UID|GID|PWD|PATH|HOSTNAME|SHELL|TMPDIR)$/;

/** Longer words are not looked into. */
const LONGEST = 2_000;

/** The references in a text, also those within another's word. `$$` is a dollar sign and no reference. */
export function variableReferences(text: string): Reference[] {
  const found: Reference[] = [];
  for (const match of text.matchAll(/\$\$|\$\{([A-Za-z_]\w*)(:?[-+?])?|\$([A-Za-z_]\w*)/g)) {
    const [start, name, operator = "", bare] = match;
    if (bare !== undefined) found.push({ name: bare, operator: "", word: "", glued: /[A-Za-z0-9]/.test(text[match.index - 1] ?? "") });
    if (name === undefined) continue;
    const from = match.index + start.length;
    found.push({ name, operator, word: text.slice(from, closing(text, from)), glued: false });
  }
  return found;
}

/** The place of the brace that ends what begins at `from`. */
function closing(text: string, from: number): number {
  const last = Math.min(text.length, from + LONGEST);
  let depth = 1;
  for (let at = from; at < last; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return last;
}
