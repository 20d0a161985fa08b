import { describe, expect, test } from "vitest";
import { stem } from "../../src/maps/stem.ts";
import { synonymsOf } from "../../src/maps/synonyms.ts";
import { buildTypos } from "../../src/maps/typos.ts";
import { rawWords, termsOf } from "../../src/maps/words.ts";

describe("words", () => {
  test.each([
    ["Where's the DB?", ["Where", "the", "DB"]],
    ["it isn’t, the users' own", ["it", "isnt", "the", "users", "own"]],
    ["`docker-compose.dev.yml` → services", ["docker-compose.dev.yml", "services"]],
    ["(see .env.example).", ["see", "env.example"]],
    ["“quoted” — and…done", ["quoted", "and", "done"]],
    ["5433:5432, user@host #3", ["5433:5432", "user@host", "3"]],
    ["größe Ελλάδα", ["größe", "Ελλάδα"]],
    ["", []],
    ["→ … 🚀 --", []],
  ])("%s", (text, words) => {
    expect(rawWords(text)).toEqual(words);
  });
});

describe("terms: wholes | parts", () => {
  test.each([
    ["Migrations", "migr |"],
    ["docker-compose.dev.yml", "docker-compose.dev.yml | docker compos dev yml"],
    ["check_ports_available", "check_ports_available | check port availabl"],
    ["apps/server/main.py", "apps/server/main.py main.py | app server main py"],
    ["CLERK_SECRET_KEY", "clerk_secret_key | clerk secret key"],
    ["SvelteKit", "sveltekit | svelt kit"],
    ["FastAPI", "fastapi | fast api"],
    ["PostgreSQL", "postgresql | postgr sql"],
    ["verifySessionToken", "verifysessiontoken | verify session token"],
    ["sign-in", "sign-in signin | sign in"],
    ["iOS", "ios |"],
    ["gRPC", "grpc |"],
    ["S3", "s3 |"],
    ["8011", "8011 |"],
    ["5433:5432", "5433:5432 | 5433 5432"],
  ])("%s", (raw, expected) => {
    const terms = termsOf(raw);
    const words = (part: boolean): string => terms.filter((one) => Boolean(one.part) === part).map(({ term }) => term).join(" ");
    expect(`${words(false)} | ${words(true)}`.trim()).toBe(expected);
  });
});

describe("stems", () => {
  test.each([
    ["migrate migrates migrated migrating migration migrations"],
    ["validate validating validation"],
    ["configure configured configuring"],
    ["verify verifies verified verification"],
    ["cache caches cached caching"],
    ["query queries"],
    ["service services"],
    ["process processes"],
    ["deploy deploys deployed deploying deployment deployments"],
    ["run runs running"],
    ["authenticate authentication"],
    ["discuss discussed discussion discussions"],
    ["connect connected connection connections"],
    ["test tests tested testing"],
    ["box boxes"],
  ])("one: %s", (words) => {
    expect(new Set(words.split(" ").map(stem)).size).toBe(1);
  });

  test.each([["production product"], ["settings set"], ["redis red"], ["status state"], ["string str"], ["news new"], ["address add"], ["server serve"], ["s3 s"], ["postgres postgre"]])("two: %s", (words) => {
    expect(new Set(words.split(" ").map(stem)).size).toBe(2);
  });
});

describe("typos", () => {
  const known = ["database", "frontend", "redis", "stack", "docker", "environment", "log", "postgresql", "s3cret"];
  const guess = buildTypos(known);
  test.each([
    ["databse", ["database"]],
    ["frontned", ["frontend"]],
    ["redsi", ["redis"]],
    ["rredis", ["redis"]],
    ["enviromet", ["environment"]],
    ["postgre", ["postgresql"]],
    ["dataabsse", ["database"]],
    ["dtaabsx", []],
    ["lgo", []],
    ["logx", []],
    ["redxx", []],
    ["s3cre", []],
    ["", []],
  ])("%s", (word, expected) => {
    expect(guess(word).map((one) => one.word)).toEqual(expected);
  });

  test("only the nearest count", () => {
    expect(buildTypos(["services", "service", "servces"])("servcies")).toEqual([
      { word: "services", distance: 1 },
      { word: "servces", distance: 1 },
    ]);
  });
});

describe("synonyms", () => {
  test.each([
    ["db", "postgres"],
    ["login", "auth"],
    ["llm", "chat"],
    ["stack", "container"],
    ["port", "url"],
    ["schema", "alembic"],
  ])("%s is %s and the other way round", (one, other) => {
    expect(synonymsOf(stem(one))).toContain(stem(other));
    expect(synonymsOf(stem(other))).toContain(stem(one));
  });

  test("a word is no synonym of itself, and most words have none", () => {
    expect(synonymsOf("db")).not.toContain("db");
    expect(synonymsOf("xylophone")).toEqual([]);
  });
});
