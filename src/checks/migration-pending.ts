import type { StackCheck } from "./stack-facts.ts";

/** Are there migrations that the database has not seen? */
export const migrationPending: StackCheck = {
  codes: ["migration-pending"],
  judge: ({ pending }) => {
    if (!pending || pending.names.length === 0) return [];
    const { service, names, command } = pending;
    return [
      {
        code: "migration-pending",
        service,
        cause: `The database lacks ${names.length === 1 ? "a migration" : `${names.length} migrations`} that ${service} has: ${names.slice(0, 3).join(", ")}${names.length > 3 ? " …" : ""}.`,
        confidence: "proven",
        evidence: [{ source: `the migration tool of ${service}, asked now`, excerpt: `not applied: ${names.slice(0, 5).join(", ")}` }],
        fix: { summary: `Apply ${names.length === 1 ? "it" : "them"}.`, tool: "service_exec", arguments: { service, command } },
      },
    ];
  },
};
