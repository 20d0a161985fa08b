/**
 * Takes the first statement of a text of SQL as PostgreSQL reads it (strings, quoted names, dollar quotes and comments
 * may hold semicolons; comments nest) and says whether anything but comments follows it.
 */
export function firstStatement(sql: string): { keyword: string; more: boolean } {
  let keyword = "";
  let ended = false;
  for (let at = 0; at < sql.length; ) {
    const skipped = gapEnd(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (ended) return { keyword, more: true };
    // Outside of quotes a backslash is no SQL: it begins a command of psql.
    if (sql[at] === "\\") return { keyword: "\\", more: false };
    if (sql[at] === ";") {
      ended = keyword !== "";
      at += 1;
      continue;
    }
    const word = /^[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/.exec(sql.slice(at, at + 200))?.[0];
    if (keyword === "") keyword = word?.toLowerCase() ?? sql[at] ?? "";
    at = word !== undefined && !/^e$/i.test(word) ? at + word.length : quotedEnd(sql, at);
  }
  return { keyword, more: false };
}

/** The end of white space or of one comment that begins here. An open comment reaches to the end. */
function gapEnd(sql: string, at: number): number {
  if (/\s/.test(sql[at] ?? "")) return at + 1;
  if (sql.startsWith("--", at)) {
    const length = sql.slice(at).search(/[\r\n]/);
    return length === -1 ? sql.length : at + length;
  }
  if (!sql.startsWith("/*", at)) return at;
  let depth = 0;
  for (let here = at; here < sql.length; here += 1) {
    if (sql.startsWith("/*", here)) {
      depth += 1;
      here += 1;
    } else if (sql.startsWith("*/", here)) {
      depth -= 1;
      here += 1;
      if (depth === 0) return here + 1;
    }
  }
  return sql.length;
}

/** The end of a string, a quoted name or a dollar quote that begins here, else the next character. */
function quotedEnd(sql: string, at: number): number {
  const escapes = /^e'/i.test(sql.slice(at, at + 2));
  const open = escapes ? at + 1 : at;
  const quote = sql[open];
  if (quote === "'" || quote === '"') {
    for (let here = open + 1; here < sql.length; here += 1) {
      if (escapes && sql[here] === "\\") here += 1;
      else if (sql[here] === quote && sql[here + 1] === quote) here += 1;
      else if (sql[here] === quote) return here + 1;
    }
    return sql.length;
  }
  const tag = /^\$(?:[A-Za-z_\u0080-\uFFFF][\w\u0080-\uFFFF]*)?\$/.exec(sql.slice(at, at + 200))?.[0];
  if (tag === undefined) return at + 1;
  const close = sql.indexOf(tag, at + tag.length);
  return close === -1 ? sql.length : close + tag.length;
}
