import { describe, expect, test } from "vitest";
import { EngineError, type Engine, type Executed } from "../../src/engine/engine.ts";
import { pendingMigrations } from "../../src/engine/pending-migrations.ts";

type Said = Partial<Executed> | EngineError;

/** What the commands that the container knows answer; any other ends with 127. */
function asking(command: string, answers: Record<string, Said>) {
  const asked: string[] = [];
  const exec: Engine["exec"] = async (_container, { argv, timeoutMs }) => {
    expect(timeoutMs).toBe(10_000);
    asked.push(argv.join(" "));
    const said = answers[argv.join(" ")];
    if (said instanceof Error) throw said;
    return { outcome: "exited", exitCode: said ? 0 : 127, stdout: "", stderr: "", truncated: false, elapsedMs: 1, ...said };
  };
  const engine = { exec } as Engine;
  return { asked, pending: () => pendingMigrations(engine, "c1", command.split(" ")) };
}

const HISTORY = `Rev: 0003 (head)
Parent: 0002
Path: /app/alembic/versions/0003_listing_search.py

    Gardens, and an index for the search by words

    Rev: not a field, it is a line of the text

Rev: 0002
Parent: 0001
Path: /app/alembic/versions/0002_seed_listings.py

    Seed the first homes

Rev: 0001
Parent: <base>
Path: /app/alembic/versions/0001_create_listings.py

    Create the listings table
`;

/** A base, two branches, their merge, and a branch of its own that needs the first one. */
const BRANCHES = `Rev: m1 (head) (mergepoint)
Merges: a1, b1

    Merge

Rev: b1
Parent: base1

Rev: a1
Parent: base1

Rev: base1 (branchpoint)
Parent: <base>
Branches into: a1, b1

Rev: x2 (billing) (head)
Parent: x1

Rev: x1 (billing)
Parent: <base>
Also depends on: a1
`;

describe("alembic", () => {
  const at = (current: string, history = HISTORY) => ({ "alembic current": { stdout: current }, "alembic history --verbose": { stdout: history } });

  test.each<[string, string, string, string[]]>([
    ["nothing applied", "", HISTORY, ["0001", "0002", "0003"]],
    ["one applied", "0001\n", HISTORY, ["0002", "0003"]],
    ["all applied", "0003 (head)\n", HISTORY, []],
    ["one of two branches", "a1\n", BRANCHES, ["x1", "x2", "b1", "m1"]],
    ["a branch that implies the other one", "x2 (head) (effective head)\n", BRANCHES, ["b1", "m1"]],
    ["all branches", "m1 (head) (mergepoint)\nx2 (head)\n", BRANCHES, []],
    ["no revision written yet", "", "", []],
  ])("%s", async (_name, current, history, names) => {
    expect(await asking("alembic upgrade head", at(current, history)).pending()).toEqual(names);
  });

  test.each<[string, Record<string, Said>]>([
    ["the database does not answer", { ...at(""), "alembic current": { exitCode: 1, stderr: "connection refused" } }],
    ["it takes too long", { ...at(""), "alembic current": { outcome: "timed_out", exitCode: null } }],
    ["the database is at a revision that is not here", at("9999\n")],
    ["something else is printed", at("Welcome to the shop!\n")],
    ["there is more than is read", { ...at(""), "alembic history --verbose": { truncated: true } }],
    ["the container has gone", { ...at(""), "alembic current": new EngineError("not-found", "No such container: c1") }],
  ])("cannot be told where %s", async (_name, answers) => {
    expect(await asking("alembic upgrade head", answers).pending()).toBeUndefined();
  });

  test("a cancelled call ends", async () => {
    await expect(asking("alembic upgrade head", { "alembic current": new EngineError("cancelled", "The call was cancelled.") }).pending()).rejects.toMatchObject({ reason: "cancelled" });
  });

  test("a long list is cut, and says by how many", async () => {
    const history = Array.from({ length: 60 }, (_, index) => `Rev: r${60 - index}\nParent: ${index === 59 ? "<base>" : `r${59 - index}`}\n`).join("\n");
    const names = await asking("alembic upgrade head", at("", history)).pending();
    expect([names?.length, names?.[0], names?.at(-1)]).toEqual([51, "r1", "and 10 more"]);
  });
});

describe("django", () => {
  const PLAN = "[X]  contenttypes.0001_initial\n[X]  auth.0001_initial\n[ ]  shop.0002_prices ... (shop.0001_initial)\n[ ]  shop.0003_stock\n";

  test("what its plan has not marked", async () => {
    const { pending, asked } = asking("python manage.py migrate --noinput --database=main", { "python manage.py showmigrations --plan --database=main": { stdout: PLAN } });
    expect(await pending()).toEqual(["shop.0002_prices", "shop.0003_stock"]);
    expect(asked).toEqual(["python manage.py showmigrations --plan --database=main"]);
  });

  test.each([["(no migrations)\n", []], ["nothing that is known\n", undefined]])("%j", async (stdout, names) => {
    expect(await asking("./manage.py migrate", { "./manage.py showmigrations --plan": { stdout } }).pending()).toEqual(names);
  });
});

describe("only what asks is run", () => {
  test.each([
    ["python3 -m alembic -c db/alembic.ini -n shop upgrade heads", "python3 -m alembic -c db/alembic.ini -n shop current"],
    ["poetry run alembic upgrade head", "poetry run alembic current"],
    ["/app/.venv/bin/alembic upgrade +1", "/app/.venv/bin/alembic current"],
    ["uv run python manage.py migrate", "uv run python manage.py showmigrations --plan"],
    ["django-admin migrate --settings=shop.settings", "django-admin showmigrations --plan --settings=shop.settings"],
  ])("%s", async (command, question) => {
    const { asked, pending } = asking(command, {});
    expect(await pending()).toBeUndefined();
    expect(asked[0]).toBe(question);
  });

  test.each(["npx prisma migrate deploy", "sh -c alembic upgrade head", "rm -rf /data alembic upgrade head", "alembic -x a=b upgrade head", "alembic downgrade base", "python manage.py flush", "python manage.py migrate shop zero", "alembic"])("%s is not", async (command) => {
    const { asked, pending } = asking(command, {});
    expect(await pending()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
