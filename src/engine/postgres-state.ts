import type { Container } from "./container.ts";
import type { Engine } from "./engine.ts";

/** What a PostgreSQL says of itself. */
export interface PostgresState {
  connections: number;
  /** What it allows, without those that are kept for administrators. */
  most: number;
  readOnly: boolean;
  /** Sessions that have waited for a lock for some seconds, and who holds it. */
  blocked: { seconds: number; holder: string }[];
}

/** One question, which changes nothing; fields by tabs. Waiting for less than three seconds is nothing to tell. */
const QUESTION = `
SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()),
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
  current_setting('default_transaction_read_only'),
  (SELECT coalesce(string_agg(extract(epoch FROM now() - w.query_start)::int || ',' || h.pid || ',' || coalesce(h.state, '') || ',' || coalesce(h.application_name, ''), ';'), '')
   FROM pg_stat_activity w JOIN LATERAL unnest(pg_blocking_pids(w.pid)) b ON true JOIN pg_stat_activity h ON h.pid = b
   WHERE w.wait_event_type = 'Lock' AND now() - w.query_start > interval '3 seconds')`;

/**
 * Asks a PostgreSQL in its container, as its image lets its own user in there; undefined where it does not, or is none.
 * The variables are those of the official image.
 */
export async function readPostgresState(engine: Pick<Engine, "exec">, { id, environment }: Pick<Container, "id" | "environment">, signal: AbortSignal): Promise<PostgresState | undefined> {
  const user = environment["POSTGRES_USER"] || "postgres";
  const argv = ["psql", "-X", "-w", "-A", "-t", "-F", "\t", "-U", user, "-d", environment["POSTGRES_DB"] || user, "-c", QUESTION];
  const done = await engine.exec(id, { argv, env: ["PGCONNECT_TIMEOUT=2", "PGOPTIONS=-c statement_timeout=2000"], timeoutMs: 2_500, signal });
  const [connections, most, readOnly, blocked] = done.stdout.replace(/\r?\n$/, "").split("\t");
  if (done.exitCode !== 0 || blocked === undefined) return undefined;
  return {
    connections: Number(connections),
    most: Number(most),
    readOnly: readOnly === "on",
    blocked: blocked.split(";").filter((one) => one !== "").map((one) => {
      const [seconds, pid, state, name] = one.split(",");
      return { seconds: Number(seconds), holder: `session ${pid}${state ? `, ${state}` : ""}${name ? `, ${name.slice(0, 40)}` : ""}` };
    }),
  };
}
