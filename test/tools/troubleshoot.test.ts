import { describe, expect, test } from "vitest";
import { troubleshoot } from "../../src/tools/troubleshoot.ts";
import { MAPPED } from "../support/shop-maps.ts";
import { NOW } from "../support/seen.ts";
import { shop, type Story } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const crashing = (text: string, more: object = {}): Story => ({ up: "all", files: MAPPED, services: { server: { state: "restarting", exitCode: 3, restarts: 4, health: "none", startedMs: NOW - 5_000, logs: [{ atMs: NOW - 3_000, text }], ...more } } });

const ask = async (story: Story, args: unknown = {}) => good(await shop(story).call(troubleshoot, args));

test("everything is well: nothing wrong, and what was looked at", async () => {
  const { text, result, failed } = await ask({ up: "all", files: MAPPED });
  expect(failed).toBe(false);
  expect(text).toMatchInlineSnapshot(`
    "**nothing_wrong**: every service of shop is well now.

    - ruled out: engine-unreachable: engine 27.0.1 answers
    - ruled out: compose-invalid: compose reads compose.yaml
    - ruled out: unhealthy: well: postgres, redis, server, frontend
    - ruled out: port-taken: every host port is free or the project's own
    - ruled out: variable-missing: every required variable has a value

    nothing_wrong, 0 causes, 0 ms"
  `);
  expect(result).toMatchObject({ status: "nothing_wrong", causes: [] });
});

test("a wrong password: the line that proves it, whom it affects, and the entry of the index", async () => {
  const { text, result } = await ask(crashing('asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "shop"'), { symptom: "the backend isn't starting" });
  expect(text).toMatchInlineSnapshot(`
    "**diagnosed**: The database refuses server: the password of shop is wrong.

    (database-password-wrong, server, proven) Affects: frontend.
    logs of server:
    \`\`\`
    asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "shop"
    \`\`\`
    container shop-server-1:
    \`\`\`
    state restarting, exit code 3, restarted 4 times
    \`\`\`
    Fix: Give server the password that the database was made with; a volume keeps the first one, whatever .env says since. Compare the variable in .env with its \`environment\` in the compose file.
    In the index: Database refuses the password (.claude/skills/shop/references/troubleshooting-index.md:5, curated)

    - ruled out: engine-unreachable: engine 27.0.1 answers
    - ruled out: compose-invalid: compose reads compose.yaml
    - ruled out: unhealthy: well: postgres, redis, frontend
    - ruled out: oom-killed: no process of theirs was killed for lack of memory
    - ruled out: port-taken: every host port is free or the project's own
    - ruled out: variable-missing: every required variable has a value

    diagnosed, 1 cause, 0 ms

    Next: Then see that it worked → health_check {"until":"healthy"}"
  `);
  expect(result).toMatchObject({ status: "diagnosed", causes: [{ code: "database-password-wrong", service: "server", confidence: "proven", affects: ["frontend"], entry: { title: "Database refuses the password", proof: "curated" } }], related: [] });
});

describe("the same symptom, another cause", () => {
  test.each<[string, Story, string]>([
    ["a missing module", crashing("ModuleNotFoundError: No module named 'asyncpg'"), "module-missing"],
    ["a missing variable", crashing("KeyError: 'SESSION_KEY'"), "variable-missing"],
    ["a migration that has not run", crashing('sqlalchemy.exc.ProgrammingError: relation "listings" does not exist'), "migration-pending"],
    ["memory", crashing("loading", { exitCode: 137, oomKilled: true }), "oom-killed"],
    ["an exit without a word", crashing("bye"), "crash-loop"],
  ])("%s", async (_name, story, code) => {
    const { result } = await ask(story, { symptom: "the backend isn't starting" });
    expect(result).toMatchObject({ status: "diagnosed", causes: [{ code, service: "server", confidence: "proven" }] });
  });

  test("a line that only hints is no proof", async () => {
    const { result } = await ask(crashing("connect ECONNREFUSED 10.1.2.3:9200"));
    expect(result).toMatchObject({ status: "possible", causes: [{ code: "connection-refused", confidence: "likely" }] });
  });
});

test("a cascade is one cause, and names whom it affects", async () => {
  const { result } = await ask({ up: "all", files: MAPPED, services: { postgres: { state: "exited", exitCode: 1, logs: [{ atMs: NOW - 1000, text: "FATAL:  database files are incompatible with server" }] }, server: { unwell: "cannot reach the database", logs: [{ atMs: NOW - 500, text: "connect ECONNREFUSED 172.18.0.2:5432" }] }, frontend: { unwell: "no api" } } });
  expect(result).toMatchObject({ status: "diagnosed", total: 1, causes: [{ code: "data-directory-version", service: "postgres", affects: ["server", "frontend"] }] });
});

describe("nothing runs", () => {
  test("because a variable is missing: that is the cause of all", async () => {
    const { result } = await ask({ files: { ...MAPPED, ".env": "POSTGRES_PASSWORD=\n" } }, { symptom: "make dev fails" });
    expect(result).toMatchObject({ status: "diagnosed", causes: [{ code: "variable-missing", confidence: "proven", evidence: [{ excerpt: "POSTGRES_PASSWORD" }] }] });
  });

  test("because it was never started", async () => {
    const { result } = await ask({ files: MAPPED });
    expect(result).toMatchObject({ status: "diagnosed", total: 1, causes: [{ code: "not-started" }], next: [{ tool: "start_env" }, {}] });
  });

  test("because no engine answers", async () => {
    const { result } = await ask({ files: MAPPED, engine: { socket: "refused" } });
    expect(result).toMatchObject({ status: "diagnosed", causes: [{ code: "engine-unreachable", confidence: "proven" }] });
  });
});

describe("what is given", () => {
  test("a bare error line is likely, never proven, and quoted", async () => {
    const { result } = await ask({ up: "all", files: MAPPED }, { logs: 'boot\nFATAL:  password authentication failed for user "x"\n' });
    expect(result).toMatchObject({ status: "possible", causes: [{ code: "database-password-wrong", confidence: "likely", evidence: [{ source: "the lines given", line: 2 }] }] });
  });

  test("a symptom of the index, without looking", async () => {
    const { result, text } = await ask({ files: MAPPED }, { symptom: "there are no homes on the page", collect: false });
    expect(JSON.stringify(good(await shop({ files: MAPPED }).call(troubleshoot, { symptom: "server restarts, database healthy", collect: false })).result["related"])).toContain('"causes":["the volume keeps its first password →');
    expect(result).toMatchObject({ status: "possible", causes: [], related: [{ title: "Page stays empty", proof: "candidate", steps: ["make logs-server"] }] });
    expect(text).toContain("nothing proves it");
  });

  test("what nobody knows is said to be unknown, with a next step", async () => {
    const { result } = await ask({ files: MAPPED }, { symptom: "q", collect: false });
    expect(result).toMatchObject({ status: "unknown", causes: [], related: [], next: [{ tool: "service_logs" }] });
  });

  test("a huge binary log is read in bounds, and its escapes go nowhere", async () => {
    const { text } = await ask({ files: MAPPED }, { logs: `${"\u0000\u001b[31m\u0007x".repeat(200_000)}\n# heading\n\`\`\`\nKeyError: 'API_BASE'\n`, collect: false });
    expect(text).toContain("API_BASE");
    for (const control of ["\u0000", "\u0007", "\u001b"]) expect(text).not.toContain(control);
  });

  test("well services whose log says something, when somebody complains", async () => {
    const { result } = await ask({ up: "all", files: MAPPED, services: { server: { logs: [{ atMs: NOW - 1000, text: "chat: OpenRouter did not accept the key" }] } } }, { symptom: "the chat gives no answer" });
    expect(result).toMatchObject({ status: "possible", causes: [{ code: "api-key-refused", service: "server", confidence: "likely" }] });
  });

  test("well services whose log says something, and nobody complains: what is outside the stack is told, what passed within it is not", async () => {
    const saying = (text: string) => ask({ up: "all", files: MAPPED, services: { server: { logs: [{ atMs: NOW - 1000, text }] } } });
    expect((await saying("chat: OpenRouter did not accept the key")).result).toMatchObject({ status: "possible", causes: [{ code: "api-key-refused", service: "server", confidence: "likely" }] });
    expect((await saying("connect ECONNREFUSED 172.18.0.2:5432")).result).toMatchObject({ status: "nothing_wrong", causes: [] });
  });
});

test("of one service: its own cause, or that of what it needs", async () => {
  const story = crashing("KeyError: 'SESSION_KEY'");
  expect((await ask(story, { service: "frontend" })).result).toMatchObject({ status: "diagnosed", causes: [{ service: "server" }] });
  const fine = await ask(story, { service: "redis" });
  expect(fine.result).toMatchObject({ status: "nothing_wrong", next: [{ tool: "troubleshoot" }] });
  expect(fine.text).toContain("others fail: server");
  expect(refused(await shop(story).call(troubleshoot, { service: "sever" })).error).toMatchObject({ code: "unknown-service" });
});
