import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { parseJson } from "../../src/text/parse-json.ts";
import { copyWorkspace, freePorts } from "../../scripts/workspace.mjs";
import { LiveProject, liveDescribe, small, type Answer } from "../support/live.ts";

const SKILL = ".claude/skills/devops-bestays-infra";

interface Component {
  pointers: { path: string }[];
  live: object[];
}

interface Told {
  components?: Component[];
  causes?: { affects?: string[] }[];
}

/** A result, with the types of what is looked at here. */
const told = ({ facts }: Answer) => parseJson<Told>(JSON.stringify(facts));

/** What a model reads of an answer, in each of the two forms. */
const tokens = ({ facts, text }: Answer) => ({ structure: countTokens(JSON.stringify(facts)), text: countTokens(text) });

liveDescribe("the four workflows, on the reference workspace", () => {
  let project: LiveProject;
  const edit = (path: string, change: (text: string) => string): void => {
    const file = join(project.root, path);
    writeFileSync(file, change(readFileSync(file, "utf8")));
  };

  beforeAll(async () => {
    project = new LiveProject({});
    copyWorkspace(project.root, { COMPOSE_PROJECT_NAME: project.name, ...(await freePorts({ SERVER_PORT: 0, FRONTEND_PORT: 0, POSTGRES_PORT: 0, REDIS_PORT: 0 })) });
  });

  afterAll(async () => {
    await project?.close();
  });

  test("1. Start the development environment: validation, health, URLs", async () => {
    edit(".env", (text) => text.replace(/^OPENROUTER_API_KEY=.*$/m, "OPENROUTER_API_KEY="));
    const blocked = await project.call("start_env");
    expect(blocked.facts).toMatchObject({ status: "blocked", preflight: { checks: [{ id: "env-required", status: "fail", fix: expect.stringContaining("OPENROUTER_API_KEY") }] } });
    const why = await project.call("troubleshoot", { symptom: "make dev fails" });
    expect(why.facts, why.text).toMatchObject({ status: "diagnosed", causes: [{ code: "variable-missing", confidence: "proven", evidence: expect.arrayContaining([{ source: expect.any(String), excerpt: "OPENROUTER_API_KEY" }]) }] });
    edit(".env", (text) => text.replace(/^OPENROUTER_API_KEY=.*$/m, "OPENROUTER_API_KEY=sk-or-replace_me"));
    const started = await project.call("start_env", { wait_s: 270 });
    expect(started.facts).toMatchObject({ status: "healthy", healthy: 4 });
    expect(started.text).toMatch(/server: http:\/\/localhost:\d+/);
    expect(started.text).toMatch(/frontend: http:\/\/localhost:\d+/);
    expect((await project.call("health_check")).facts).toMatchObject({ status: "healthy" });
    const well = await project.call("troubleshoot");
    expect(well.facts, well.text).toMatchObject({ status: "nothing_wrong", causes: [] });
  });

  test("what a model reads of good answers stays within its goals", async () => {
    const goals: [string, Record<string, unknown>, number][] = [
      ["start_env", {}, 300],
      ["health_check", {}, 250],
      ["troubleshoot", {}, 900],
      ["lookup_component", {}, 500],
      ["lookup_component", { query: "What ports does the system use?" }, 500],
      ["lookup_component", { query: "FastAPI server" }, 500],
      ["lookup_component", { query: "chat" }, 500],
      ["lookup_component", { query: "how does the page reach the database" }, 500],
      ["lookup_component", { query: "make targets" }, 500],
    ];
    const over: string[] = [];
    for (const [tool, input, goal] of goals) {
      const counted = tokens(await project.call(tool, input));
      console.log(`${tool} ${JSON.stringify(input)}: ${counted.structure} tokens of structure, ${counted.text} of text, goal ${goal}`);
      if (Math.max(counted.structure, counted.text) > goal) over.push(`${tool} ${JSON.stringify(input)}: ${JSON.stringify(counted)}`);
    }
    expect(over).toEqual([]);
  });

  test("3. Where is the chat API documented? The contract, read now, and the API's own docs", async () => {
    const answer = await project.call("lookup_component", { query: "Where is the chat API documented?" });
    const component = told(answer).components?.[0];
    const { text } = answer;
    expect(component?.pointers, text).toContainEqual(expect.objectContaining({ path: ".pattern-book/specifications/integration/openrouter-chat.md", status: "ok" }));
    expect(JSON.stringify(component?.live), text).toMatch(/http:\/\/localhost:\d+\/docs/);
  });

  test("4. How do I add a new environment variable? By the map's pointers and the steps of the skill", async () => {
    const answer = await project.call("lookup_component", { query: "How do I add a new environment variable?" });
    const component = told(answer).components?.[0];
    const { text } = answer;
    expect(component, text).toMatchObject({ name: "Environment Variables", category: "Configuration Files" });
    expect(component?.pointers.map((one) => one.path), text).toEqual(expect.arrayContaining([".env.example", "docker-compose.dev.yml"]));
    const skill = readFileSync(join(project.root, SKILL, "SKILL.md"), "utf8");
    const steps = /^## [^\n]*environment variable[^]*?(?=^## )/im.exec(skill)?.[0] ?? "";
    for (const word of [".env", ".env.example", "docker-compose.dev.yml", "environment", "start_env"]) expect(steps).toContain(word);
    edit(".env", (one) => `${one}NEWSLETTER_SENDER=office\n`);
    edit(".env.example", (one) => `${one}\nNEWSLETTER_SENDER=office\n`);
    edit("docker-compose.dev.yml", (one) => one.replace("      CHAT_CACHE_SECONDS:", "      NEWSLETTER_SENDER: ${NEWSLETTER_SENDER:-}\n      CHAT_CACHE_SECONDS:"));
    const restarted = await project.call("start_env", { wait_s: 270 });
    expect(restarted.facts).toMatchObject({ status: "healthy", changed: expect.arrayContaining([expect.objectContaining({ service: "server", action: "recreate" })]) });
    const inside = await project.call("service_exec", { service: "server", command: ["printenv", "NEWSLETTER_SENDER"] });
    expect(inside.facts).toMatchObject({ exit_code: 0 });
    expect((await project.call("check_index")).facts).toMatchObject({ status: "sound" });
  });

  test("2. Backend isn't starting: a wrong database password, proven; written down, and found again", async () => {
    edit(".env", (text) => text.replace(/^POSTGRES_PASSWORD=.*$/m, "POSTGRES_PASSWORD=another_password"));
    const failed = await project.call("start_env", { wait_s: 120, timeout_s: 90, services: ["server"] });
    expect(failed.facts.status).not.toBe("healthy");
    const answer = await project.call("troubleshoot", { symptom: "Backend isn't starting" });
    const { facts, text } = answer;
    expect(facts, text).toMatchObject({ status: "diagnosed", causes: [{ code: "database-password-wrong", service: "server", confidence: "proven" }] });
    expect(JSON.stringify(facts["causes"])).toContain("password authentication failed");
    expect(JSON.stringify(facts["causes"])).toMatch(/"entry":\{"title":"[^"]+"/);
    expect(text).not.toContain("another_password");
    expect(Math.max(...Object.values(tokens(answer)))).toBeLessThanOrEqual(900);
    const lines = await project.call("troubleshoot", { logs: "asyncpg.exceptions.InvalidPasswordError: password authentication failed for user \"bestays_user\"", collect: false });
    expect(lines.facts, lines.text).toMatchObject({ status: "possible", causes: [{ code: "database-password-wrong", confidence: "likely" }] });
    edit(".env", (one) => one.replace(/^POSTGRES_PASSWORD=.*$/m, "POSTGRES_PASSWORD=bestays_password"));
    const mended = await project.call("start_env", { wait_s: 270 });
    expect(mended.facts, mended.text).toMatchObject({ status: "healthy" });
    const learned = await project.call("update_index", { kind: "issue", title: "Database refuses after the password in .env was changed", category: "Service-Specific", symptoms: ["the server restarts although the database is healthy"], steps: ["troubleshoot, and read the quoted line"], causes: ["the volume keeps the first password → `.env.example`"], definitive_source: [".env.example → POSTGRES_PASSWORD"] });
    expect(["added", "duplicate"], learned.text).toContain(learned.facts.status);
    const found = await project.call("troubleshoot", { symptom: "database refuses after password was changed", collect: false });
    expect(JSON.stringify(found.facts["related"]), found.text).toContain("assword");
    expect((await project.call("check_index")).facts).toMatchObject({ status: "sound" });
  });

  test("an out-of-memory kill is another cause, with the kernel's or the engine's own words", async () => {
    edit("docker-compose.dev.yml", (text) => text.replace("    # As process 1, Python", "    mem_limit: 24m\n    # As process 1, Python").replace(/(dockerfile: docker\/server[^]*?)restart: unless-stopped/, '$1restart: "no"'));
    const failed = await project.call("start_env", { wait_s: 120, timeout_s: 90, services: ["server"] });
    expect(failed.facts.status).not.toBe("healthy");
    const answer = await project.call("troubleshoot", { symptom: "Backend isn't starting" });
    expect(answer.facts, answer.text).toMatchObject({ status: "diagnosed", causes: [{ code: "oom-killed", service: "server", confidence: "proven" }] });
    expect(JSON.stringify(answer.facts["causes"])).toMatch(/OOM|oom|memory/);
    expect(JSON.stringify(answer.facts["causes"])).not.toContain("password authentication");
    expect(Math.max(...Object.values(tokens(answer)))).toBeLessThanOrEqual(900);
  });
});

liveDescribe("causes", () => {
  const open: LiveProject[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  test("six services that fail because of one give one first cause", async () => {
    const client = (image: string, name: string) => `  ${name}:\n    image: ${image}\n    init: true\n    restart: always\n    environment: {DATABASE_HOST: db}\n    command: [bash, -c, "sleep 1; echo ready; exec 3<>/dev/tcp/db/5432 || exit 1"]\n    depends_on: [db]\n`;
    const project = small(({ image }) => `services:\n  db:\n    image: ${image}\n    command: [sh, -c, "echo 'FATAL:  database files are incompatible with server'; sleep 1; exit 1"]\n    restart: always\n${["api", "worker", "mailer", "search", "reports", "billing"].map((name) => client(image, name)).join("")}`);
    open.push(project);
    await project.call("start_env", { timeout_s: 40, wait_s: 60 });
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    const answer = await project.call("troubleshoot");
    const { facts, text } = answer;
    expect(facts, text).toMatchObject({ total: 1, causes: [{ service: "db", code: "data-directory-version", confidence: "proven" }] });
    expect(told(answer).causes?.[0]?.affects?.toSorted(), text).toEqual(["api", "billing", "mailer", "reports", "search", "worker"]);
  });

  describe("of an added service", () => {
    test("one that is built here is added, started and healthy, and can be taken back", async () => {
      const project = small(({ image }) => `services:\n  db:\n    image: ${image}\n    init: true\n    command: [sleep, "1000"]\n    healthcheck: {test: [CMD, "true"], interval: 1s}\n`);
      open.push(project);
      const [image = ""] = /image: (\S+)/.exec(readFileSync(join(project.root, "compose.yaml"), "utf8"))?.slice(1) ?? [];
      project.write("mailer/Dockerfile", `FROM ${image}\nCMD ["sleep", "1000"]\n`);
      const before = readFileSync(join(project.root, "compose.yaml"), "utf8");
      const added = await project.call("add_service", { name: "mailer", build: "./mailer", depends_on: ["db"], healthcheck: { test: ["CMD", "true"], interval: "1s" } });
      expect(added.facts, added.text).toMatchObject({ status: "applied" });
      const started = await project.call("start_env", { wait_s: 120 });
      expect(started.facts, started.text).toMatchObject({ status: "healthy", healthy: 2 });
      expect((await project.cli(["undo", String(added.facts["undo"])])).code).toBe(0);
      expect(readFileSync(join(project.root, "compose.yaml"), "utf8")).toBe(before);
    });
  });
});
