export interface NewPort {
  /** The variable that changes the port, where there is one. */
  variable?: string;
  port: number;
  service: string;
  /** What the port is called where not by its service's name: a key that must not be there twice. */
  label?: string;
}

const LONGEST = 1_000;

/**
 * A piece of shell that names a port, for another port: its number or `${VARIABLE:-8011}`, the variable's name as a word,
 * and the one label or comment that says whose it is. Undefined where it names none.
 */
export function portLike(piece: string, { variable, port, service, label = service }: NewPort): string | undefined {
  if (piece.length > LONGEST) return undefined;
  const comment = /\s#\s?/.exec(piece);
  const head = comment ? piece.slice(0, comment.index) : piece;
  const tail = comment ? `${comment[0]}${service}` : "";
  const reference = [...head.matchAll(/\$\{([A-Za-z_]\w*)(?::?-(\d{1,5}))?\}|\$([A-Za-z_]\w*)/g)].find(([, name = "", fallback, bare = ""]) => fallback !== undefined || /port/i.test(name + bare));
  const number = /(?<![\w.])\d{2,5}(?![\w.])/.exec(head);
  const found = reference ?? number;
  if (!found) return undefined;
  const name = reference?.[1] ?? reference?.[3];
  const written = reference && variable !== undefined ? `\${${variable}:-${port}}` : String(port);
  const old = reference ? reference[2] : number?.[0];
  const [left, right] = [head.slice(0, found.index), head.slice(found.index + found[0].length)].map((part) => renumbered(renamed(part, name, variable ?? service), old, port));
  // Mostly the label stands behind the port.
  const behind = labelIn(right ?? "", label, "");
  const before = behind === undefined ? labelIn(left ?? "", label, variable ?? (name === undefined ? "=" : service)) : undefined;
  return `${before ?? left ?? ""}${written}${behind ?? right ?? ""}${tail}`;
}

function renamed(text: string, name: string | undefined, to: string): string {
  return name === undefined ? text : text.replace(/[A-Za-z_]\w*/g, (word) => (word === name ? to : word));
}

/** The number may be said twice: `lsof -i :5432 && echo '5432 is taken'`. */
function renumbered(text: string, old: string | undefined, port: number): string {
  return old === undefined ? text : text.replace(/(?<![\w.])\d{2,5}(?![\w.])/g, (number) => (number === old ? String(port) : number));
}

/** The text with its label changed: what stands in quotes of its own, else its last words that are not `known`; undefined where it has none. */
function labelIn(text: string, service: string, known: string): string | undefined {
  const end = /\s(?:\|\||&&|[;|>])/.exec(text)?.index ?? text.length;
  const command = known === "" ? "" : (/^\s*[A-Za-z_][\w-]*\s+/.exec(text)?.[0] ?? "");
  const head = text.slice(command.length, end);
  const quoted = /(["'])[A-Za-z][^"'$]*\1/.exec(head);
  const words = head.matchAll(/(?<![\w$({-])[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)*(?=["')\]:|,=\s]|$)/g);
  const label = quoted ?? [...words].findLast(([word]) => word !== known);
  if (!label) return undefined;
  const mark = quoted?.[1] ?? "";
  return command + head.slice(0, label.index) + mark + service + mark + head.slice(label.index + label[0].length) + text.slice(end);
}
