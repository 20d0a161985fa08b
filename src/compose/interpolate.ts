export interface Interpolated {
  text: string;
  /** Every variable in it, also those of defaults that are not needed. */
  names: string[];
  /** Variables that `${X:?}` or `${X?}` demands and that have no value. */
  missing: string[];
}

const DEEPEST = 64;

/**
 * Puts values in the place of `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+other}`, `${X+other}`, `${X:?message}`
 * and `${X?message}`, also one in the other, as compose does. `$$` is a dollar sign. What is none of these stays.
 */
export function interpolate(text: string, read: (name: string) => string | undefined): Interpolated {
  const names = new Set<string>();
  const missing = new Set<string>();

  /** `needed`: false in a default that is not used, where a missing variable does no harm. */
  function evaluate(part: string, needed: boolean, depth: number): string {
    if (depth > DEEPEST) return part;
    let done = "";
    let at = 0;
    for (let dollar = part.indexOf("$"); dollar !== -1; dollar = part.indexOf("$", at)) {
      done += part.slice(at, dollar);
      const next = part[dollar + 1];
      if (next === "{") {
        const end = closing(part, dollar + 1);
        if (end === undefined) return done + part.slice(dollar);
        done += braced(part.slice(dollar + 2, end), needed, depth) ?? part.slice(dollar, end + 1);
        at = end + 1;
        continue;
      }
      const name = /^[A-Za-z_]\w*/.exec(part.slice(dollar + 1, dollar + 257))?.[0];
      if (name !== undefined) names.add(name);
      done += name === undefined ? "$" : (read(name) ?? "");
      at = dollar + (name === undefined ? (next === "$" ? 2 : 1) : name.length + 1);
    }
    return done + part.slice(at);
  }

  function braced(inside: string, needed: boolean, depth: number): string | undefined {
    const [head = "", name = "", colon, operator] = /^([A-Za-z_]\w*)(?:(:)?([-?+]))?/.exec(inside) ?? [];
    if (name === "" || (operator === undefined && head.length < inside.length)) return undefined;
    names.add(name);
    const value = read(name);
    const has = value !== undefined && !(colon && value === "");
    const word = inside.slice(head.length);
    if (operator === undefined) return value ?? "";
    const used = evaluate(word, needed && (operator === "+" ? has : !has && operator === "-"), depth + 1);
    if (operator === "+") return has ? used : "";
    if (has) return value;
    if (operator === "?" && needed) missing.add(name);
    return operator === "-" ? used : "";
  }

  return { text: evaluate(text, true, 0), names: [...names], missing: [...missing] };
}

/** The place of the brace that closes the one at `open`. */
function closing(text: string, open: number): number | undefined {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
