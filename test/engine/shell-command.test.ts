import { describe, expect, test } from "vitest";
import { shellCommand } from "../../src/engine/shell-command.ts";

test("a command is taken as it is", () => {
  expect(shellCommand({ command: ["ls", "-l", "; rm -rf /"], write: false })).toEqual({ argv: ["ls", "-l", "; rm -rf /"] });
  expect(shellCommand({ command: ["cat"], input: "x", write: false })).toEqual({ argv: ["cat"], input: "x" });
});

test.each([
  ["both forms", { command: ["ls"], shell: "sh" as const, input: "ls" }],
  ["none", {}],
  ["a shell without input", { shell: "psql" as const }],
  ["input alone", { input: "x" }],
])("refuses %s", (_name, wish) => {
  expect(() => shellCommand({ ...wish, write: false })).toThrow(expect.objectContaining({ code: "invalid-arguments" }));
});

test.each(["redis-cli", "python", "node", "sh"] as const)("%s gets its text over stdin: none of it is part of a script", (shell) => {
  const { argv, input } = shellCommand({ shell, input: "'; touch /tmp/canary #", write: false });
  expect(input).toBe("'; touch /tmp/canary #");
  expect(argv.slice(0, 2)).toEqual(["sh", "-c"]);
  expect(argv.join(" ")).not.toContain("canary");
});

describe("psql", () => {
  const read = (input: string) => shellCommand({ shell: "psql", input, write: false }).argv.slice(4);

  test("reads in a transaction that cannot write", () => {
    expect(read("SELECT 1")).toEqual(["-q", "-c", "BEGIN READ ONLY", "-c", "DO $$ BEGIN PERFORM 1; END $$", "-c", "SELECT 1", "-c", "ROLLBACK"]);
  });

  test("writes over stdin where that is meant", () => {
    expect(shellCommand({ shell: "psql", input: "DELETE FROM t", write: true })).toMatchObject({ input: "DELETE FROM t" });
  });

  test.each(["\\dt", "\\d users", "\\d+ public.users;", "\\l", " \\dn "])("%s only looks, outside a transaction", (input) => {
    expect(read(input)).toEqual(["-c", input.trim().replace(/;$/, "")]);
  });

  test.each([
    "COMMIT",
    "select 1; commit; drop table t",
    "select 1;\n-- so\nCOMMIT; drop table t",
    "select 1; /* so */ /* and so */ END; drop table t",
    "ROLLBACK; drop table t",
    "ABORT; drop table t",
    "SET TRANSACTION READ WRITE; drop table t",
    "RESET ALL",
    "BEGIN; drop table t",
    "PREPARE TRANSACTION 'x'",
    "COPY t TO PROGRAM 'id'",
    "select 1; VACUUM",
    "\\! id",
    "select 1 \\g /tmp/x",
    "\\copy t to '/tmp/x'",
    "select 1;\n\\c other",
    "\\i /etc/passwd",
    "\\dt\n\\! id",
  ])("refuses what would end the transaction or run a program: %s", (input) => {
    expect(() => read(input)).toThrow(expect.objectContaining({ code: "needs-write" }));
  });

  // Each of these was seen to write rows of a live PostgreSQL 15: its comments nest, and a carriage return ends one too.
  test.each(["select 1; /* /* x */ */ COMMIT; insert into t values (1)", "select 1;--x\rCOMMIT; insert into t values (1)"])("refuses it behind a comment too: %j", (input) => {
    expect(() => read(input)).toThrow(expect.objectContaining({ code: "needs-write" }));
  });
});
