import type { ExecRequest } from "./engine.ts";
import { UserError } from "../errors.ts";
import { firstStatement } from "./sql-statement.ts";

interface Wish {
  command?: string[] | undefined;
  shell?: "psql" | "redis-cli" | "python" | "node" | "sh" | undefined;
  input?: string | undefined;
  write: boolean;
}

/** Fixed scripts: nothing of a caller's text is ever part of one; it goes in as an argument or over stdin. */
const SCRIPTS = {
  psql: `exec psql -X -v ON_ERROR_STOP=1 -U "\${POSTGRES_USER:-postgres}" -d "\${POSTGRES_DB:-\${POSTGRES_USER:-postgres}}" "$@"`,
  "redis-cli": `if [ -n "\${REDIS_PASSWORD:-}" ]; then export REDISCLI_AUTH="$REDIS_PASSWORD"; fi; exec redis-cli`,
  python: `if command -v python3 >/dev/null; then exec python3 -; else exec python -; fi`,
  node: `exec node -`,
  sh: `exec sh -s`,
};

/** The words to run in the container, and what they get on stdin. Throws a UserError where the request is not one of the two forms. */
export function shellCommand({ command, shell, input, write }: Wish): Pick<ExecRequest, "argv" | "input"> {
  if (command && shell) throw new UserError("invalid-arguments", "Both command and shell are given.", "Pass either command, or shell with input.");
  if (command) return { argv: command, ...(input === undefined ? {} : { input }) };
  if (!shell || input === undefined) throw new UserError("invalid-arguments", "There is nothing to run.", 'Pass command: ["ls", "-l"], or shell: "psql" with input: "SELECT 1".');
  if (shell !== "psql" || write) return { argv: ["sh", "-c", SCRIPTS[shell], "sh"], input };
  return { argv: ["sh", "-c", SCRIPTS.psql, "sh", ...readOnly(input)] };
}

/** Statements that end the transaction, change what it may do, or reach files and programs of the server. */
const NEEDS_WRITE = new Set("abort begin commit copy deallocate discard end execute load prepare release reset rollback savepoint set start vacuum".split(" "));

/**
 * One statement of SQL in a read-only transaction. A transaction can be made writable until it has read something, so it
 * reads first; one statement alone cannot end it and begin another. psql's own commands may run programs: only those that
 * describe and list are taken.
 */
function readOnly(sql: string): string[] {
  const needsWrite = (what: string) => new UserError("needs-write", `${what} is not possible in a read-only transaction.`, "Pass write: true if it is meant, or one statement that reads.");
  if (/^\s*\\(d\w*\+?|l\+?)(\s+[\w.*"]+)?\s*;?\s*$/.test(sql)) return ["-c", sql.trim().replace(/;$/, "")];
  const { keyword, more } = firstStatement(sql);
  if (more) throw needsWrite("More than one statement");
  if (keyword === "\\") throw needsWrite("A psql command that begins with a backslash");
  if (NEEDS_WRITE.has(keyword)) throw needsWrite(keyword.toUpperCase());
  return ["-q", "-c", "BEGIN READ ONLY", "-c", "DO $$ BEGIN PERFORM 1; END $$", "-c", sql, "-c", "ROLLBACK"];
}
