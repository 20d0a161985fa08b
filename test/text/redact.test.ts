import { describe, expect, test } from "vitest";
import { Redactor } from "../../src/text/redact.ts";

function redact(secrets: Record<string, string>, text: string, allowed: string[] = []): string {
  return new Redactor(Object.entries(secrets).map(([name, value]) => ({ name, value })), allowed).redact(text);
}

const canary = "c4n4ry+/v4lue=?&ü";

describe("a secret value", () => {
  const utf8 = Buffer.from(canary);
  test.each([
    ["as it is", canary],
    ["inside a word", `x${canary}y`],
    ["percent-encoded", encodeURIComponent(canary)],
    ["percent-encoded in lower case", encodeURIComponent(canary).toLowerCase()],
    ["percent-encoded to the last byte", [...utf8].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")],
    ["in base64", utf8.toString("base64")],
    ["in base64 for URLs", utf8.toString("base64url")],
    ["in JSON", JSON.stringify({ a: canary })],
  ])("%s", (_how, text) => {
    const redacted = redact({ API_KEY: canary }, `before ${text} after`);
    expect(redacted).toContain("[API_KEY]");
    expect(redacted).toMatch(/^before .* after$/);
    expect(redacted).not.toContain(canary.slice(2, 8));
    expect(redacted).not.toContain(utf8.toString("base64").slice(4, 12));
  });

  test.each([0, 1, 2, 3, 4])("inside longer base64, %i bytes in", (offset) => {
    for (const tail of ["", ":", "::", ":::"]) {
      const encoded = Buffer.concat([Buffer.from("u".repeat(offset)), utf8, Buffer.from(tail)]).toString("base64");
      const redacted = redact({ API_KEY: canary }, encoded);
      expect(redacted).toContain("[API_KEY]");
      // At most the characters that hold bits of the neighbours stay.
      expect(redacted.replace("[API_KEY]", "").length).toBeLessThanOrEqual(Math.ceil((offset * 4) / 3) + 8);
    }
  });

  test("with quotes, line feeds and dollars, as JSON and Compose write them", () => {
    const value = 'a"b\\c$d\ne-long-second-line';
    expect(redact({ TOKEN: value }, JSON.stringify(value))).toBe('"[TOKEN]"');
    expect(redact({ TOKEN: 'pa$$w0rd$x' }, "pa$$$$w0rd$$x")).toBe("[TOKEN]");
    expect(redact({ TOKEN: "two words" }, "q=two+words&r=two%20words")).toBe("q=[TOKEN]&r=[TOKEN]");
  });

  test("of several lines: whole, with \\n in place of line ends, and line by line", () => {
    const lines = ["-----BEGIN PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQ", "shortTail==", "-----END PRIVATE KEY-----"];
    const pem = lines.join("\n");
    for (const value of [pem, pem.replaceAll("\n", "\\n"), `${pem}\n`]) {
      for (const text of [pem, pem.replaceAll("\n", "\\n")]) expect(redact({ TLS_KEY: value }, `<${text}>`)).toBe("<[TLS_KEY]>");
      expect(redact({ TLS_KEY: value }, `log: ${lines[1]}.`)).toBe("log: [TLS_KEY].");
    }
  });

  test("that holds another, or overlaps it, leaves nothing of either", () => {
    expect(redact({ A_KEY: "abcdef", B_KEY: "abcdefghij" }, "abcdefghij abcdef")).toBe("[B_KEY] [A_KEY]");
    expect(redact({ A_KEY: "abcdefgh", B_KEY: "efghijklm" }, "abcdefghijklm")).toBe("[B_KEY]");
  });

  test("is not taken for a pattern", () => {
    expect(redact({ A_KEY: "a.*(b)+[c]$1" }, "a.*(b)+[c]$1 aXXbc")).toBe("[A_KEY] aXXbc");
    expect(redact({ $A: "longer value" }, "longer value")).toBe("[$A]");
  });
});

describe("what is replaced depends on the name and the value", () => {
  test.each([
    ["DEBUG", "false", "it is false", "it is false"],
    ["AUTH_ENABLED", "true", "true", "true"],
    ["API_KEY", "yes", "yes", "yes"],
    ["PORT", "54321", "port 54321", "port 54321"],
    ["LOGIN_PIN_SECRET", "4711", "pin 4711, not 47110", "pin [LOGIN_PIN_SECRET], not 47110"],
    ["API_KEY", "123", "123", "123"],
    ["API_KEY", "abc", "abc", "abc"],
    ["API_KEY", "prod", "prod, production", "[API_KEY], production"],
    ["STAGE", "prod", "prod", "prod"],
    ["STAGE", "staging", "staging, stagings", "[STAGE], stagings"],
    ["STAGE", "staging", "on-staging.example", "on-[STAGE].example"],
    ["API_KEY", "staging", "unstagings", "un[API_KEY]s"],
  ])("%s=%s in %j", (name, value, text, redacted) => {
    expect(redact({ [name]: value }, text)).toBe(redacted);
  });

  test("an allowed value stays, whatever its name", () => {
    expect(redact({ POSTGRES_PASSWORD: "bestays", OTHER: "bestays-api" }, "project bestays, bestays-api", ["bestays", "bestays-api"])).toBe("project bestays, bestays-api");
  });

  test("the name that says secret wins over one with the same value", () => {
    expect(redact({ PLAIN: "sup3rvalue", API_TOKEN: "sup3rvalue" }, "xsup3rvalue")).toBe("x[API_TOKEN]");
  });
});

describe("a URL with a password", () => {
  test.each([
    ["postgres://app:hunter2@db:5432/app", "postgres://app:[password]@db:5432/app"],
    ["redis://:hunter2@cache", "redis://:[password]@cache"],
    ["see <https://u:p@a/> and https://u:q@b.", "see <https://u:[password]@a/> and https://u:[password]@b."],
    ["mongodb://u:p@a:1,b:2/x mongodb+srv://u:p@c", "mongodb://u:[password]@a:1,b:2/x mongodb+srv://u:[password]@c"],
    ["postgres://u:p/a@s?s#@db/app", "postgres://u:[password]@db/app"],
    ["amqp://u:p:q@r@mq", "amqp://u:[password]@mq"],
  ])("%s", (text, redacted) => {
    expect(redact({}, text)).toBe(redacted);
    expect(redact({}, redacted)).toBe(redacted);
  });

  test.each([
    "http://localhost:8080/path?mail=a@b.example",
    "http://localhost:8080",
    "http://[::1]:80/@",
    "ssh://git@host:22/repo",
    "postgres://app:${POSTGRES_PASSWORD}@db/app",
    "postgres://app:$PW@db/app",
    "postgres://app:***@db/app",
    "a://b, c: d@e",
    "://:x@y",
  ])("is not seen in %s", (text) => {
    expect(redact({}, text)).toBe(text);
  });

  test("as a value: all of it and its password are secrets, encoded or not", () => {
    const secrets = { DATABASE_URL: "postgres://app:p%40ss-word@db/app" };
    expect(redact(secrets, "postgres://app:p%40ss-word@db/app")).toBe("[DATABASE_URL]");
    expect(redact(secrets, "got p@ss-word and p%40ss-word")).toBe("got [DATABASE_URL] and [DATABASE_URL]");
    expect(redact(secrets, "postgres://other:p%40ss-word@host")).toBe("postgres://other:[DATABASE_URL]@host");
  });
});

describe("credentials in headers", () => {
  test.each([
    ["Authorization: Bearer abc.def", "Authorization: Bearer [credentials]"],
    ["authorization: Basic dXNlcjpwYXNz, next", "authorization: Basic [credentials], next"],
    ['{"Authorization": "Bearer abc"}', '{"Authorization": "Bearer [credentials]"}'],
    ["curl -H 'Authorization: token ghp_x'", "curl -H 'Authorization: token [credentials]'"],
    ["sent Bearer eyJhbGciOiJIUzI1NiJ9.e30.x", "sent Bearer [credentials]"],
    ["Bearer authentication-is-required here", "Bearer authentication-is-required here"],
    ["authorization: failed", "authorization: failed"],
  ])("%s", (text, redacted) => {
    expect(redact({}, text)).toBe(redacted);
  });
});

test("redactDeep copies data and changes its strings only", () => {
  const redactor = new Redactor([{ name: "API_KEY", value: "s3cretvalue" }]);
  const before = { s3cretvalue: ["a s3cretvalue", 1, null, true, { deep: "s3cretvalue" }], none: undefined };
  const after = redactor.redactDeep(before);
  expect(after).toEqual({ s3cretvalue: ["a [API_KEY]", 1, null, true, { deep: "[API_KEY]" }], none: undefined });
  expect(before.s3cretvalue[0]).toBe("a s3cretvalue");
  const plain = { list: [{ a: "b" }] };
  expect(redactor.redactDeep(plain).list[0]).not.toBe(plain.list[0]);
  expect(Object.keys(redactor.redactDeep(JSON.parse('{"__proto__": "x"}')))).toEqual(["__proto__"]);
});

test("ten thousand secrets, a text of a megabyte, and texts made to be slow", () => {
  const secrets = Array.from({ length: 10_000 }, (_, index) => ({ name: `KEY_${index}`, value: `sk_live_${index}_${"x".repeat(index % 60)}` }));
  const redactor = new Redactor(secrets);
  const megabyte = `sk_live_77_${"x".repeat(17)} lorem ipsum dolor `.repeat(25_000);
  const redacted = redactor.redact(megabyte);
  expect(redacted).not.toContain("sk_live_");
  for (const piece of ["sk_live_", "%41", "://", "a://b:", "://u:p@", "bearer ", "authorization: bearer ", "x", "%", "authorization  "]) redactor.redact(piece.repeat(1_000_000 / piece.length));
  const repeated = new Redactor([{ name: "KEY", value: "a".repeat(200) }]);
  expect(repeated.redact("a".repeat(1_000_000))).toBe("[KEY]");
}, 20_000);
