import { describe, expect, test } from "vitest";
import type { NewEntry } from "../../src/maps/entry-markdown.ts";
import { insertEntry } from "../../src/maps/insert-entry.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { repeatedEntries, similarEntries } from "../../src/maps/similar-entries.ts";
import { spentMs } from "../support/spent.ts";

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

describe("within a map", () => {
  const repeats = (titles: string[]) => repeatedEntries(titles.flatMap((title) => parseMap(insertEntry("", issue(title))))).map(({ entry, of }) => `${entry.title} = ${of.title}`);

  test("each is held against all before it, and named with the first that says it", () => {
    expect(repeats(["Disk full", "Redis connection refused", "Worker 2 stops", "Connections to Redis are refused", "Worker 3 stops", "redis connection refused", "The disk is full"])).toEqual([
      "Connections to Redis are refused = Redis connection refused",
      "redis connection refused = Redis connection refused",
      "The disk is full = Disk full",
    ]);
  });

  test("one title in other marks is one title, though no word of it is the same", () => {
    expect(repeats(["foo_bar", "Port taken", "foobar"])).toEqual(["foobar = foo_bar"]);
  });

  test("ends soon where most titles share their words", () => {
    const name = (index: number) => index.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "");
    const entries = parseMap(`## C\n\n${Array.from({ length: 3_000 }, (_, index) => `### Service ${name(index)} refuses connections\n\n**Symptoms**:\n\n- the page of ${name(index)} shows an error, and its log a refused connection\n`).join("\n")}`);
    expect(entries).toHaveLength(3_000);
    const begun = process.cpuUsage();
    repeatedEntries(entries);
    expect(spentMs(begun)).toBeLessThan(6_000);
  });
});
