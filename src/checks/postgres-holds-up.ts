import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does PostgreSQL run and hold up those who ask it: no connection is free, a lock is held, nothing may be written? */
export const postgresHoldsUp: StackCheck = {
  codes: ["too-many-connections", "database-locked", "database-readonly"],
  judge: ({ postgres }) =>
    [...postgres].flatMap(([service, { connections, most, readOnly, blocked }]): Problem[] => {
      const source = `${service}, asked now`;
      const [first] = blocked.toSorted((a, b) => b.seconds - a.seconds);
      return [
        ...(connections >= most ? [{ code: "too-many-connections" as const, service, cause: `No connection of ${service} is free: ${connections} are open, of ${most}.`, confidence: "proven" as const, evidence: [{ source, excerpt: `client connections ${connections}, for everybody at most ${most}` }], fix: { summary: "See who holds them (pg_stat_activity), close what is not needed, or raise max_connections." } }] : []),
        ...(first ? [{ code: "database-locked" as const, service, cause: `In ${service} ${blocked.length === 1 ? "a session waits" : `${blocked.length} sessions wait`} for a lock that another one holds, for ${first.seconds} s by now.`, confidence: "proven" as const, evidence: [{ source, excerpt: blocked.slice(0, 4).map((one) => `waits ${one.seconds} s for ${one.holder}`).join("\n") }], fix: { summary: "Let the holder commit or end: see its query in pg_stat_activity, and pg_terminate_backend(pid) where nobody needs it." } }] : []),
        ...(readOnly ? [{ code: "database-readonly" as const, service, cause: `${service} takes no writes: default_transaction_read_only is on.`, confidence: "proven" as const, evidence: [{ source, excerpt: "default_transaction_read_only: on" }], fix: { summary: "Turn it off (ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf()), unless it is meant." } }] : []),
      ];
    }),
};
