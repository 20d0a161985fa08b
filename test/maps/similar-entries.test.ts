import { describe, expect, test } from "vitest";
import type { NewEntry } from "../../src/maps/entry-markdown.ts";
import { insertEntry } from "../../src/maps/insert-entry.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { similarEntries } from "../../src/maps/similar-entries.ts";

const issue = (title: string, symptoms: string[] = ["the page shows an error"], source = "docs/a.md"): NewEntry => ({ kind: "issue", title, category: "C", symptoms, steps: ["make check"], causes: [], definitiveSource: [source], signals: [] });
const component = (title: string, whatsThere: string[], source: string): NewEntry => ({ kind: "component", title, category: "C", whatsThere, aliases: [], spec: [], definitiveSource: [source] });
const score = (there: NewEntry, entry: NewEntry) => similarEntries(parseMap(insertEntry("", there)), entry)[0]?.score ?? 0;

describe("the same thing, said again", () => {
  test.each<[NewEntry, NewEntry]>([
    [issue("Redis connection refused"), issue('"redis  connection refused"')],
    [issue("Redis connection refused"), issue("Connections to Redis are refused", ["cannot reach the cache"])],
    [issue("Database refuses connections", ["could not connect to server: Connection refused"], "docs/db.md"), issue("The database is refusing connections", ["could not connect to server: connection refused"], "docs/db.md")],
    [component("Search Service", ["the index of homes", "its queries"], "apps/search/main.py"), component("Search service", ["index of homes and queries"], "apps/search/main.py")],
  ])("%#", (there, entry) => expect(score(there, entry)).toBeGreaterThanOrEqual(0.75));
});

describe("different things", () => {
  test.each<[NewEntry, NewEntry]>([
    [issue("Redis connection refused"), issue("Redis out of memory", ["OOM command not allowed"])],
    [issue("Worker 2 note 5"), issue("Worker 2 note 6")],
    [issue("Entry p3-17"), issue("Entry p3-18")],
    [issue("Worker 3 stumbles over case 7", ["the worker 3 stops at case 7"]), issue("Worker 3 stumbles over case 8", ["the worker 3 stops at case 8"])],
    [issue("Login fails with 401"), issue("Login fails with 503")],
    [issue("Postgres 15 data directory"), issue("Postgres 16 data directory")],
    [component("Server", ["routes"], "docker-compose.yml → server"), component("Worker", ["routes"], "docker-compose.yml → worker")],
    [issue("Backend not starting"), issue("Frontend not starting")],
    [issue("Port already in use"), issue("Disk already full")],
  ])("%#", (there, entry) => expect(score(there, entry)).toBeLessThan(0.75));
});
