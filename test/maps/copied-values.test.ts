import { describe, expect, test } from "vitest";
import { copiedValues, secretLike } from "../../src/maps/copied-values.ts";

const VALUES = [{ value: "8011", pointer: "`c.yml` → `services` → `server` → `ports`" }, { value: "postgres:15-alpine", pointer: "`c.yml` → `services` → `postgres` → `image`" }, { value: "500", pointer: "p" }];

describe("a value that its source holds", () => {
  test.each([
    ["it listens on port 8011", ["8011"]],
    ["ports 80 and 8011 are open", ["8011"]],
    ["open http://localhost:8011/docs", ["8011"]],
    ["runs postgres:15-alpine", ["postgres:15-alpine"]],
    ["8011 is its port", ["8011"]],
    ["the port is in `c.yml` → `services` → `server` → `8011`", []],
    ["case 8011 of the tracker", []],
    ["error 500 after 3 retries", []],
    ["port 80110 or 18011", []],
    ["see `docs/8011/ports.md`", []],
  ])("%s", (text, found) => {
    expect(copiedValues([text], VALUES).map((one) => one.found)).toEqual(found);
  });
});

describe("a secret", () => {
  test.each([
    "-----BEGIN RSA PRIVATE KEY-----", "sk-or-v1-0123456789abcdef0123456789abcdef", "sk_live_abcdefghijklmnop1234", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "AKIAIOSFODNN7ABCDEFG",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmnop", "postgresql://app:hunter22@db:5432/x", "POSTGRES_PASSWORD=hunter22", "api_key: 'a8f5f167f44f4964e6c998dee827110c'", "the password is Tr0ub4dor&3",
  ])("%s", (text) => expect(secretLike(`see ${text} there`)).toBeDefined());
});

describe("no secret", () => {
  test.each([
    "CLERK_SECRET_KEY", "sk_test_replace_me", "CLERK_SECRET_KEY=sk_test_replace_me", "${POSTGRES_PASSWORD}", "POSTGRES_PASSWORD=${POSTGRES_PASSWORD:?}", "password: [your password]", "the password is wrong", "the token is expired",
    "`.env` → `OPENROUTER_API_KEY`", "sha256:9f86d081884c7d659a2feaa0c55ad015", "apps/server/src/token.py", "password authentication failed for user", "set the API_KEY in .env", "postgresql://postgres:5432", "http://user:${PASSWORD}@host/", "token: see docs/auth.md", "the secret is in .env",
  ])("%s", (text) => expect(secretLike(text)).toBeUndefined());
});
