import type { Engine } from "./engine.ts";
import { untold } from "./untold.ts";

/** Both questions of a tool are asked side by side; a database that hangs must not hold up a health check. */
const LIMIT_MS = 10_000;
const MOST_NAMES = 50;

/** How a migration tool is asked what it would do: commands that change nothing, and what their output says. */
interface Question {
  argvs: string[][];
  pending(outputs: string[]): string[] | undefined;
}

/**
 * The migrations that a running container has not applied, by the command that applies them (Alembic, Django). undefined
 * where that cannot be told: another tool, a command that fails or takes more than ten seconds, output that is not understood.
 */
export async function pendingMigrations(engine: Engine, container: string, command: string[], signal?: AbortSignal): Promise<string[] | undefined> {
  const question = alembic(command) ?? django(command);
  if (!question) return undefined;
  const answers = await Promise.all(
    question.argvs.map((argv) =>
      engine.exec(container, { argv, timeoutMs: LIMIT_MS, maxBytes: 1024 * 1024, ...(signal ? { signal } : {}) }).catch(untold),
    ),
  );
  const outputs = answers.flatMap((one) => (one?.outcome === "exited" && one.exitCode === 0 && !one.truncated ? [one.stdout] : []));
  const names = outputs.length === question.argvs.length ? question.pending(outputs) : undefined;
  return names && names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `and ${names.length - MOST_NAMES} more`] : names;
}

/** Words that may stand before the tool: whatever else a map puts there is not run by a question. */
const BEFORE = /^(?:(?:poetry|pipenv|pdm|uv) run )?(?:[\w./-]*python3?(?:\.\d+)? (?:-m )?)?$/;

/** `alembic -c x.ini upgrade head` → the words before `upgrade`. */
function alembic(command: string[]): Question | undefined {
  const at = command.findIndex((word) => /^(?:[\w./-]+\/)?alembic$/.test(word));
  const verb = command.indexOf("upgrade", at + 1);
  const options = command.slice(at + 1, verb);
  if (at < 0 || verb < 0 || !allowedBefore(command, at) || !/^(?:(?:-c|-n|--config|--name)[ =]\S+ ?)*$/.test(options.join(" "))) return undefined;
  const base = command.slice(0, verb);
  return { argvs: [[...base, "current"], [...base, "history", "--verbose"]], pending: ([current = "", history = ""]) => notApplied(current, history) };
}

/** Every revision that is none of the current ones and none that they came from. Newest last. */
function notApplied(current: string, history: string): string[] | undefined {
  const from = new Map<string, string[]>();
  let revision = "";
  for (const line of history.split("\n")) {
    const [, field, value = ""] = /^(Rev|Parent|Merges|Also depends on): (.*)$/.exec(line) ?? [];
    const names = value.replace(/ \(.*$/, "").split(", ");
    if (field === "Rev") from.set((revision = names[0] ?? ""), []);
    else if (field) from.get(revision)?.push(...names);
  }
  const lines = current.split("\n").filter((line) => line.trim() !== "");
  const now = lines.flatMap((line) => /^([\w.-]+)(?: \([\w ]+\))*\s*$/.exec(line)?.[1] ?? []);
  if ((now.length === 0 && lines.length > 0) || now.some((one) => !from.has(one))) return undefined;
  const applied = new Set(now);
  for (const one of applied) for (const parent of from.get(one) ?? []) applied.add(parent);
  return [...from.keys()].filter((one) => !applied.has(one)).toReversed();
}

/** `python manage.py migrate --database=x` → `showmigrations --plan` with the same options. */
function django(command: string[]): Question | undefined {
  const at = command.findIndex((word) => /^(?:[\w./-]+\/)?(?:manage\.py|django-admin)$/.test(word));
  if (at < 0 || command[at + 1] !== "migrate" || !allowedBefore(command, at)) return undefined;
  const options = command.slice(at + 2).filter((word) => !/^--no-?input$/.test(word));
  if (!options.every((word) => /^--(?:database|settings|pythonpath)=\S+$/.test(word))) return undefined;
  return { argvs: [[...command.slice(0, at + 1), "showmigrations", "--plan", ...options]], pending: ([plan = ""]) => notMarked(plan) };
}

function notMarked(plan: string): string[] | undefined {
  const marks = [...plan.matchAll(/^\[([ X])\]\s+(\S+)/gm)];
  if (marks.length === 0 && !plan.includes("(no migrations)")) return undefined;
  return marks.flatMap(([, mark, name = ""]) => (mark === "X" ? [] : [name]));
}

function allowedBefore(command: string[], at: number): boolean {
  return BEFORE.test(command.slice(0, at).map((word) => `${word} `).join(""));
}
