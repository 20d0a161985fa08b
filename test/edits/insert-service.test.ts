import { diffLines } from "diff";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { parse } from "yaml";
import { insertService } from "../../src/edits/insert-service.ts";

const FOLDER = new URL("../fixtures/compose-manners/", import.meta.url);
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".yml") && !name.endsWith(".after.yml")).map((name) => name.replace(/\.yml$/, ""));
const fixture = (name: string) => readFileSync(new URL(`${name}.yml`, FOLDER), "utf8");
const edited = (name: string) => fixture(`${name}.after`);

const MAIL = {
  image: "mailpit:v1.20",
  environment: { MAX_MESSAGES: 500, VERBOSE: "on", AT: "08:30", URL: "http://mail:8025", KEY: "${MAIL_KEY:-}", EMPTY: "" },
  ports: ["127.0.0.1:8025:8025", "1025:25"],
  volumes: ["mail_data:/data"],
  depends_on: ["web"],
  healthcheck: { test: ["CMD", "wget", "-q", "http://localhost:8025"], interval: "5s", retries: 5 },
  profiles: ["mail"],
};

function added(text: string): string {
  const result = insertService(text, { name: "mail", definition: MAIL }, { volumes: ["mail_data"] });
  return "text" in result ? result.text : `refused: ${result.refused.code}`;
}

function servicesIn(text: string, version: "1.1" | "1.2" = "1.2"): Record<string, unknown> {
  const file: { services: Record<string, unknown> } = parse(text, { version });
  return file.services;
}

/** Every line that was there is there, in its order; what is more is the only difference. */
function withoutAddedLines(before: string, after: string): string {
  const parts = diffLines(before, after);
  expect(parts.filter((part) => part.removed)).toEqual([]);
  return parts.filter((part) => !part.added).map((part) => part.value).join("");
}

const windows = (text: string) => text.replaceAll("\n", "\r\n");
const marked = (text: string) => `\uFEFF${text}`;

describe.each(NAMES)("%s", (name) => {
  const before = fixture(name);
  const after = edited(name);

  test("the service is added in the manner of the file", () => {
    expect(added(before)).toBe(after);
  });

  test("only lines are added", () => {
    expect(withoutAddedLines(before, added(before))).toBe(before);
  });

  test("with Windows line ends", () => {
    expect(added(windows(before))).toBe(windows(after));
    expect(withoutAddedLines(windows(before), added(windows(before)))).toBe(windows(before));
  });

  test("with a byte-order mark", () => {
    expect(added(marked(before))).toBe(marked(after));
    expect(added(marked(windows(before)))).toBe(marked(windows(after)));
  });

  test.each([["\n"], ["\r\n"]])("without a line end at the end (%j)", (end) => {
    const bare = before.replace(/\s+$/, "").replaceAll("\n", end);
    const result = added(bare);
    expect(result).not.toMatch(/^refused|\n$/);
    // The last line has a line end now, if anything stands behind it: the one change that cannot be left out.
    expect(withoutAddedLines(`${bare}${end}`, `${result}${end}`)).toBe(`${bare}${end}`);
  });
});

test("the reference workspace", () => {
  const before = readFileSync(new URL("../../examples/bestays/docker-compose.dev.yml", import.meta.url), "utf8");
  const result = insertService(before, { name: "mail", definition: { ...MAIL, depends_on: ["redis"], restart: "unless-stopped", networks: ["bestays-network"] } }, { volumes: ["mail_data"] });
  expect("text" in result && withoutAddedLines(before, result.text)).toBe(before);
  expect("text" in result && diffLines(before, result.text).filter((part) => part.added).map((part) => part.value)).toMatchInlineSnapshot(`
    [
      "  mail:
        image: mailpit:v1.20
        restart: unless-stopped
        environment:
          MAX_MESSAGES: 500
          VERBOSE: "on"
          AT: "08:30"
          URL: http://mail:8025
          KEY: \${MAIL_KEY:-}
          EMPTY: ""
        ports:
          - "127.0.0.1:8025:8025"
          - "1025:25"
        volumes:
          - mail_data:/data
        depends_on:
          redis:
            condition: service_started
        healthcheck:
          test: ["CMD", "wget", "-q", "http://localhost:8025"]
          interval: 5s
          retries: 5
        networks:
          - bestays-network
        profiles:
          - mail

    ",
      "  mail_data:
    ",
    ]
  `);
});

describe("what is refused", () => {
  test.each([
    ["flow-map", "services: {}\n"],
    ["flow-map", "services: {a: {image: b}}\n"],
    ["flow-map", "services: {\n  a: {image: b}\n}\n"],
    ["flow-map", '{"services": {"a": {"image": "b"}}}\n'],
    ["flow-map", "services:\n  a: {image: b}\nvolumes: {}\n"],
    ["flow-map", "services:\n  a: {image: b}\nvolumes: null\n"],
    ["services-no-map", "services: []\n"],
    ["services-no-map", "services:\n  - a\n"],
    ["services-no-map", "services: ~\n"],
    ["services-no-map", "services: &a\n"],
    ["services-alias", "x-a: &a\n  web: {image: b}\nservices: *a\n"],
    ["service-exists", "services:\n  mail:\n    image: b\n"],
    ["service-exists", "services:\n  ? mail\n  : image: b\n"],
    ["service-exists", "x-a: &a\n  mail: {image: b}\nservices:\n  <<: *a\n  web: {image: c}\n"],
    ["multiple-documents", "services:\n  a: {image: b}\n---\nservices:\n"],
    ["not-a-map", "- services\n"],
    ["not-a-map", "services\n"],
    ["invalid-yaml", "services:\n  a: {image: b\n"],
    ["invalid-yaml", "services:\n\ta: b\n"],
    ["invalid-yaml", "services:\n  a: {}\n  a: {}\n"],
    ["invalid-yaml", "services:\n  a: *nothing\n"],
    ["compose-refused", "services:\n  a: {image: \0}\n"],
    ["compose-refused", `services:\n  a: ${"[".repeat(200)}${"]".repeat(200)}\n`],
    ["compose-refused", `a: &a [x, x, x, x, x, x, x, x, x]\n${"bcdefg".split("").map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdef"[index]}`).join(", ")}]\n`).join("")}services:\n`],
  ])("%s: %j", (code, text) => {
    expect(added(text)).toBe(`refused: ${code}`);
  });

  test.each([["-d"], ["--help"], [""], ["a b"], ["a/b"], ["a:"], ["ä"], ["_a"], [".a"], ["a\n"]])("the name %j", (name) => {
    expect(insertService("services:\n", { name, definition: { image: "a" } }, {})).toMatchObject({ refused: { code: "invalid-name" } });
  });

  test("a name that is too long says so", () => {
    expect(insertService("services:\n", { name: "a".repeat(64), definition: { image: "a" } }, {})).toMatchObject({ refused: { code: "invalid-name", message: expect.stringContaining("64 characters") } });
  });

  test.each([["on"], ["null"], ["1"], ["0x1"], ["1e3"], ["a.b_c-d"], ["constructor"], ["toString"], ["y"]])("but the name %j is one", (name) => {
    const result = insertService("services:\n  web:\n    image: a\n", { name, definition: { image: "b" } }, {});
    expect("text" in result && parse(result.text)).toEqual({ services: { web: { image: "a" }, [name]: { image: "b" } } });
  });
});

describe("a text in a block that ends the file", () => {
  const before = (head: string, end = "") => `services:\n  web:\n    image: a\n    command: ${head}\n      run${end}`;
  const text = (value: string) => insertService(value, { name: "b", definition: { image: "c" } }, {});

  test.each([["|"], [">"], ["|+"], [">+"], ["|2"]])("%s without a line end is refused, and says what is missing", (head) => {
    expect(text(before(head))).toMatchObject({ refused: { code: "no-final-newline", message: expect.stringContaining("services.web.command"), fix: expect.stringContaining("line end") } });
  });

  test("spaces alone in the last line are no text, but where they are kept", () => {
    expect(text(before("|", "\n      "))).toEqual({ text: before("|", "\n\n  b:\n    image: c\n      ") });
    expect(text(before("|+", "\n      "))).toMatchObject({ refused: { code: "no-final-newline" } });
  });

  test("also where it is another section's, and in a list", () => {
    const configs = "services:\n  web:\n    image: a\nconfigs:\n  c:\n    content: |\n      a=b";
    expect(insertService(configs, { name: "b", definition: { image: "c" } }, { volumes: ["v"] })).toMatchObject({ refused: { code: "no-final-newline", message: expect.stringContaining("configs.c.content") } });
    expect(text(configs)).toEqual({ text: configs.replace("configs:", "\n  b:\n    image: c\nconfigs:") });
    expect(text("services:\n  web:\n    image: a\n    command:\n      - sh\n      - |\n        run")).toMatchObject({ refused: { code: "no-final-newline" } });
  });

  test.each([
    ["|-", "", "\n\n  b:\n    image: c"],
    ["|", "\n", "\n  b:\n    image: c\n"],
    ["|+", "\n", "  b:\n    image: c\n"],
    [">+", "\n\n", "  b:\n    image: c\n"],
  ])("%s with %j behind it takes a service", (head, end, added) => {
    expect(text(before(head, end))).toEqual({ text: before(head, end) + added });
  });
});

describe("networks and volumes are declared once", () => {
  test.each<[string, string, string]>([
    ["both anew", "services:\n  web:\n    image: a\n", "services:\n  web:\n    image: a\n\n  b:\n    image: c\n\nnetworks:\n  net:\n\nvolumes:\n  v:\n"],
    ["both there", "services:\n  web:\n    image: a\nvolumes:\n  v:\nnetworks:\n  net: {}\n", "services:\n  web:\n    image: a\n\n  b:\n    image: c\nvolumes:\n  v:\nnetworks:\n  net: {}\n"],
    ["in braces, but there", "services:\n  web:\n    image: a\nvolumes: {v: }\nnetworks: {net: {}}\n", "services:\n  web:\n    image: a\n\n  b:\n    image: c\nvolumes: {v: }\nnetworks: {net: {}}\n"],
    ["one there at the end, one anew", "services:\n  web:\n    image: a\nvolumes:\n  a:\n", "services:\n  web:\n    image: a\n\n  b:\n    image: c\nvolumes:\n  a:\n  v:\nnetworks:\n  net:\n"],
    ["services anew behind them", "networks:\n  a:\n\nvolumes:\n  b:\n", "networks:\n  a:\n  net:\n\nvolumes:\n  b:\n  v:\n\nservices:\n  b:\n    image: c\n"],
    ["one below the other", "services:\n\nvolumes:\n  a:\nnetworks:\n  b:\n", "services:\n  b:\n    image: c\n\nvolumes:\n  a:\n  v:\nnetworks:\n  b:\n  net:\n"],
  ])("%s", (_name, before, after) => {
    expect(insertService(before, { name: "b", definition: { image: "c" } }, { volumes: ["v", "v"], networks: ["net"] })).toEqual({ text: after });
  });
});

describe("every value is read as what it was", () => {
  const values = ["", " ", "a", "a b", " a", "a ", "yes", "No", "on", "OFF", "y", "n", "true", "False", "null", "~", "NULL", "1", "-1", "+1", "1.5", "1e3", "0x1f", "0o7", "0755", "1_000", "12:30", "08:30:00", "190:20:30", "2024-01-01", "2024-01-01T00:00:00Z", ".inf", "-.INF", ".nan", "<<", "=", "-", "--", "---", "...", "- a", "-a", "? a", "?", ": a", ":a", "a:", "a: b", "a:b", "a #b", "a#b", "#a", "&a", "*a", "!a", "|", ">", "@a", "`a", "%a", "{a}", "[a]", "a, b", "'a'", '"a"', "it's", 'say "a"', "back\\slash", "${A:-b}", "${A:?say: so}", "$$", "$A", "a\nb", "a\nb\n", "a\n\nb\n", "a\nb\n\n", "\n", "\na", "  a\nb", "a\n  b\n", "a\n \nb", "a\tb", "\ta", "a\r\nb", "a\rb", "\u0000", "\u0007", "\u007f", "\u0085", "\u00a0a", "\u2028", "\ufeff", "Grüße", "世界", "🚀", "# a\n# b\n", "a\n---\nb", "<html>", "key=value", "a=b # c", "x".repeat(3000), "http://a:80/b?c=d&e#f", "C:\\a\\b"];
  const manners = ["", 'a: "b"', "a: 'b'", "- a=b", '- "a=b"'].map((line) => `services:\n  web:\n    image: a\n${line === "" ? "" : `    environment:\n      ${line}\n`}`);

  test.each(values.map((value) => [value]))("%j", (value) => {
    for (const text of manners) {
      const definition = { image: "b", command: [value, "z"], entrypoint: value, labels: { [`k${value.slice(0, 99)}`]: value }, environment: { K: value }, ports: [{ target: 80, name: value }], deploy: { list: [{ a: [value], b: { c: value } }] } };
      for (const source of [text, text.replaceAll("\n", "\r\n")]) {
        const result = insertService(source, { name: "new", definition }, {});
        expect(result).toHaveProperty("text");
        const after = "text" in result ? result.text : "";
        const list = text.includes("- ");
        const expected = { ...definition, environment: list ? [`K=${value}`] : { K: value } };
        expect(servicesIn(after)["new"]).toEqual(expected);
        // Compose reads YAML of the old kind in part: `on`, `0755` and `12:30` mean something else there.
        expect(servicesIn(after, "1.1")["new"]).toEqual(expected);
      }
    }
  });

  test("numbers, booleans, nothing and what is empty", () => {
    const definition = { image: "b", init: true, mem_limit: 1.5, networks: { default: null, other: {} }, cap_drop: [], labels: {}, deploy: { resources: { limits: { cpus: 2, pids: 100 } } } };
    const result = insertService("services:\n", { name: "new", definition: { ...definition, absent: undefined } }, {});
    expect("text" in result && servicesIn(result.text)["new"]).toEqual(definition);
  });
});

describe("ends soon", () => {
  test.each([
    ["a hundred thousand digits", "1".repeat(100_000)],
    ["digits and an end that is none", `${"1_".repeat(50_000)}!`],
    ["colons", `${"1:".repeat(50_000)}x`],
    ["braces", "${".repeat(50_000)],
    ["spaces", `${" ".repeat(100_000)}x`],
    ["slashes", "/".repeat(100_000)],
    ["brackets", "[".repeat(100_000)],
  ])("%s", (_name, value) => {
    const begun = process.cpuUsage();
    for (const form of ["- target: 80", "- 80:80"]) insertService(`services:\n  web:\n    ports:\n      ${form}\n`, { name: "a", definition: { image: value, environment: [value], ports: [value, { target: value }] } }, {});
    expect(spentMs(begun)).toBeLessThan(500);
  });

  test("with five thousand services", () => {
    const text = `services:\n${Array.from({ length: 5_000 }, (_, index) => `  s${index}:\n    image: a\n    environment:\n      A: b\n    ports:\n      - "${index}:80"\n`).join("")}`;
    const begun = process.cpuUsage();
    expect(added(text)).toContain("  mail:\n    image: mailpit:v1.20\n");
    expect(spentMs(begun)).toBeLessThan(10_000);
  });
});
