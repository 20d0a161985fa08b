import { decisiveLines } from "../text/decisive-lines.ts";
import type { Explanation } from "./explanation.ts";

/** How Alembic, Django, Rails, Prisma and Knex say which migration they begin. */
const BEGINS = [/Running (?:upgrade|downgrade) (?:\S{1,80})? ?-> (?<name>[\w.-]{1,80})/, /Applying (?<name>[\w.-]{1,120})\.\.\.(?! ?OK)/, /^==\s{1,4}(?<name>\d{8,14} \w{1,80}): migrating/, /Applying migration `(?<name>[\w.-]{1,120})`/, /psql:(?:\S{0,200}\/)?(?<name>[\w.-]{1,120}\.sql):\d{1,6}: ERROR/, /[Mm]igration (?:file )?"?(?<name>[\w.-]{1,120})"? failed/];

/** Did a migration fail in the middle, so that what comes after it never starts? What it says is not that one is missing. */
export const migrationFailed: Explanation = {
  codes: ["migration-failed"],
  judge: ({ service, logs, said, container }) => {
    const at = logs.findLastIndex(({ text }) => BEGINS.some((pattern) => pattern.test(text)));
    const name = BEGINS.map((pattern) => pattern.exec(logs[at]?.text ?? "")?.groups?.["name"]).find((one) => one !== undefined);
    const after = logs.slice(at < 0 ? 0 : at).map(({ text }) => text);
    const error = said.find(({ evidence }) => after.some((text) => text.includes(evidence.excerpt.slice(0, 60))));
    if (name === undefined || !error || !container || (container.state === "running" && container.restarts === 0)) return undefined;
    const lines = decisiveLines(after, 3);
    return {
      code: "migration-failed",
      service,
      cause: `The migration ${name} of ${service} fails: ${(lines.at(-1) ?? error.evidence.excerpt).slice(0, 160)}`,
      confidence: "proven",
      evidence: [{ source: `logs of ${service}`, excerpt: [logs[at]?.text ?? "", ...lines].join("\n").slice(0, 600) }],
      fix: { summary: `Mend the migration ${name}; what it did before it failed may have stayed where it does not run in a transaction. Then start ${service} again.`, tool: "start_env", arguments: { services: [service] } },
    };
  },
};
