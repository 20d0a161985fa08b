import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { nodeFiles } from "../../src/host/node-files.ts";
import { damageOf } from "../../src/maps/damage.ts";
import { parseMap, type MapEntry } from "../../src/maps/parse-map.ts";
import { pointersIn } from "../../src/maps/pointers-in.ts";
import { resolvePointer } from "../../src/pointers/resolve-pointer.ts";
import { Sources } from "../../src/pointers/sources.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

const MAPS = ["references/component-map.md", "references/troubleshooting-index.md"];
const components = parseMap(read("references/component-map.md"));
const issues = parseMap(read("references/troubleshooting-index.md"));

/** What the stack writes while all is well, and at an ordinary stop. */
const HEALTHY = `
PostgreSQL Database directory appears to contain a database; Skipping initialization
initdb: warning: enabling "trust" authentication for local connections
LOG:  database system was shut down at 2026-01-31 10:00:00 UTC
LOG:  database system is ready to accept connections
LOG:  received fast shutdown request
LOG:  checkpoint complete: wrote 3 buffers (0.0%)
1:M 31 Jan 2026 10:00:00.000 * Ready to accept connections
WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail
INFO  [alembic.runtime.migration] Running upgrade 0002 -> 0003, Gardens, and an index for the search by words
INFO:     Will watch for changes in these directories: ['/app/src']
INFO:     Started reloader process [8] using StatReload
INFO:     Application startup complete.
WARNING:  StatReload detected changes in 'src/server/main.py'. Reloading...
INFO:     172.18.0.5:40000 - "GET /api/listings? HTTP/1.1" 200 OK
INFO:     172.18.0.5:40000 - "GET /api/health HTTP/1.1" 200 OK
INFO:     172.18.0.5:40000 - "POST /api/listings HTTP/1.1" 401 Unauthorized
INFO:     health: redis answers again
INFO:     listings: harbour-loft was added by user_1
VITE v8.3.8  ready in 812 ms
12:00:00 [vite] (client) hmr update /src/routes/+page.svelte
npm notice New major version of npm available!
Container bestays-server-1  Healthy
Preflight passed.
`.toLowerCase();

const valuesOf = ({ fields }: MapEntry, key: string): string[] =>
  fields.flatMap((field) => (field.key === key ? [field.text, ...field.items] : [])).filter((value) => value !== "");
const signalsOf = (issue: MapEntry): string[] => valuesOf(issue, "signal").map((signal) => signal.replaceAll("`", ""));
const categoriesOf = (entries: MapEntry[]): string[] => [...new Set(entries.map(({ category }) => category))];
const twice = (values: string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);

describe.each(MAPS)("%s", (path) => {
  const text = read(path);
  const entries = parseMap(text);

  test("is undamaged", () => {
    expect(damageOf(text)).toEqual([]);
  });

  test("every pointer leads somewhere in the reference workspace", async () => {
    const sources = new Sources(nodeFiles, fileURLToPath(new URL("examples/bestays", ROOT)));
    const written = entries.flatMap((entry) => pointersIn(entry, { makefile: "Makefile", envTemplate: ".env.example" }));
    const found = await Promise.all(written.map(async (one) => ({ at: `${path}:${one.line} ${one.written}`, status: (await resolvePointer(sources, one, { folders: [] })).status })));
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(({ status }) => !["ok", "external", "unchecked"].includes(status))).toEqual([]);
  });

  test("holds no port that the compose files publish, and no address", () => {
    const published = ["docker-compose.dev.yml", "docker-compose.prod.yml"].flatMap((file) => [...read(`examples/bestays/${file}`).matchAll(/\$\{\w+_PORT:-(\d+)\}:(\d+)/g)].flatMap((match) => [match[1] ?? "", match[2] ?? ""]));
    expect(published).toContain("8011");
    expect(published.filter((port) => new RegExp(`\\b${port}\\b`).test(text))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\//);
  });
});

describe("the component map", () => {
  test("has the groups and entries that people ask for", () => {
    expect(categoriesOf(components)).toEqual(["Infrastructure", "Backend", "Frontend", "External Services", "Pattern-Book", "Configuration Files"]);
    expect(components.map(({ title }) => title)).toEqual([
      "Docker Compose",
      "Makefile",
      "Preflight Validation",
      "FastAPI Server",
      "PostgreSQL",
      "Redis",
      "Database Migrations",
      "SvelteKit App",
      "OpenRouter",
      "Clerk",
      "Discussions",
      "Specifications",
      "Pattern-Book Scripts",
      "Environment Variables",
      "Dockerfiles",
      "Compose Files",
    ]);
  });

  test.each(components.map((entry) => [entry.title, entry] as const))("%s says what is there, and has other names", (_title, entry) => {
    const aliases = valuesOf(entry, "alias").flatMap((text) => text.split(","));
    expect(valuesOf(entry, "whats there")).not.toEqual([]);
    expect(aliases.length).toBeGreaterThanOrEqual(8);
    expect(aliases.length).toBeLessThanOrEqual(20);
  });

  test("no two components have an alias in common", () => {
    expect(twice(components.flatMap((entry) => valuesOf(entry, "alias").flatMap((text) => text.split(",")).map((alias) => alias.trim().toLowerCase())))).toEqual([]);
  });
});

describe("the troubleshooting index", () => {
  test("has its categories, and each title once", () => {
    expect(categoriesOf(issues)).toEqual(["Environment and Startup", "Service-Specific", "Application-Level", "Docker and Containers", "Performance", "Development Workflow", "Integration and API"]);
    expect(twice(issues.map(({ title }) => title.toLowerCase()))).toEqual([]);
    expect(issues.map(({ title }) => title)).toEqual(expect.arrayContaining(["make dev fails", "Backend Not Starting"]));
  });

  test.each(issues.map((entry) => [entry.title, entry] as const))("%s: seen, looked into, pointed to", (_title, issue) => {
    expect(valuesOf(issue, "symptom").length).toBeGreaterThanOrEqual(2);
    expect(valuesOf(issue, "troubleshooting path").length).toBeGreaterThanOrEqual(3);
    expect(valuesOf(issue, "definitive source")).toHaveLength(1);
    expect(valuesOf(issue, "common cause").filter((cause) => !cause.includes("→"))).toEqual([]);
  });

  test("an issue that a step names is in the index", () => {
    const named = issues.flatMap((issue) => valuesOf(issue, "troubleshooting path").flatMap((step) => [...step.replace(/`[^`]*`/g, "").matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "")));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((title) => !issues.some((issue) => issue.title === title))).toEqual([]);
  });

  test("no signal belongs to two issues, or lies within one of another", () => {
    const all = issues.flatMap((issue) => signalsOf(issue).map((signal) => ({ title: issue.title, signal: signal.toLowerCase() })));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ signal }) => signal.length < 8)).toEqual([]);
    expect(all.flatMap((one) => all.filter((other) => other.title !== one.title && other.signal.includes(one.signal)).map((other) => [one, other]))).toEqual([]);
  });

  test("no signal stands in what healthy programs write", () => {
    expect(issues.flatMap(signalsOf).filter((signal) => HEALTHY.includes(signal.toLowerCase()))).toEqual([]);
  });

  test.each([
    ["apps/server/src/server/core/openrouter.py", /^OpenRouter/],
    ["apps/server/src/server/core/chat.py", /^chat: (?!the API)/],
    ["apps/server/src/server/core/clerk.py", /session token|unknown key|^Signing in|^sessions:/],
    ["apps/frontend/src/routes/+page.server.ts", /^listings:/],
    ["apps/frontend/src/routes/chat/+server.ts", /^chat: the API/],
    [".sdlc-workflow/scripts/preflight.sh", /Preflight|taken by another|\.env is missing$|daemon does not answer|plugin is missing|project name:|not a project name/],
  ])("what %s says is quoted as it stands there", (path, own) => {
    const source = [read(`examples/bestays/${path}`), path.includes("clerk") ? read("examples/bestays/apps/server/src/server/api/sessions.py") : ""].join("\n");
    // Numbers and file names are put in when it is said.
    const quoted = issues.flatMap(signalsOf).filter((signal) => own.test(signal));
    expect(quoted).not.toEqual([]);
    expect(quoted.filter((signal) => !source.includes(signal.replace(/ \d+$/, "")))).toEqual([]);
  });
});
