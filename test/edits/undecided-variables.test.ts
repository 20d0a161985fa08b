import { describe, expect, test } from "vitest";
import { spentMs } from "../support/spent.ts";
import { undecidedVariables } from "../../src/edits/undecided-variables.ts";

const VALUES: Record<string, string> = { HOME: "/root", SET: "x", EMPTY: "" };
const found = (definition: Record<string, unknown>, required: string[] = []) => undecidedVariables(definition, (name) => VALUES[name], required).map((one) => one.message.replace(/.*: /, ""));
const mount = (source: string) => ({ volumes: [{ type: "bind", source, target: "/x/${INSIDE}" }] });

describe("a variable without a value stands where the service is judged", () => {
  test.each<[Record<string, unknown>, string]>([
    [mount("${NOPE}/etc"), "NOPE (in volumes)."],
    [mount("$NOPE/etc"), "NOPE (in volumes)."],
    [mount("${NOPE:+./data}/etc"), "NOPE (in volumes)."],
    [mount("${NOPE:?say so}"), "NOPE (in volumes)."],
    [mount("${SET:-${NOPE}}"), "NOPE (in volumes)."],
    [mount("${EMPTY}/x"), "EMPTY (in volumes)."],
    [mount(`\${${"N".repeat(300)}}`), `${"N".repeat(300)} (in volumes).`],
    [mount(`\${NOPE:+${"x".repeat(3_000)}}`), "NOPE (in volumes)."],
    [{ volumes: ["./data${NOPE}:/x"] }, "NOPE (in volumes)."],
    [{ volumes: ["${NOPE}"] }, "NOPE (in volumes)."],
    [{ build: "./${NOPE}" }, "NOPE (in build)."],
    [{ build: { context: ".", network: "${NOPE}" } }, "NOPE (in build)."],
    [{ build: { context: ".", additional_contexts: ["a=${NOPE}"] } }, "NOPE (in build)."],
    [{ networks: ["${NOPE}"] }, "NOPE (in networks)."],
    [{ ports: ["${NOPE}:80:80"] }, "NOPE (in ports)."],
    [{ ports: ["1${NOPE:+.1.1.1}.0.0.0:80:80"] }, "NOPE (in ports)."],
    [{ ports: [{ target: 80, host_ip: "${NOPE}" }] }, "NOPE (in ports)."],
  ])("%j", (definition, names) => {
    expect(found(definition)).toEqual([names]);
  });

  test("with a default, but required elsewhere: the default never counts", () => {
    expect(found(mount("${NOPE:-./data}"), ["NOPE"])).toEqual(["NOPE (in volumes)."]);
  });
});

describe("what is decided, or judges nothing", () => {
  test.each<[Record<string, unknown>]>([
    [mount("${NOPE:-./data}")],
    [mount("${NOPE-./data}")],
    [mount("${HOME}/x")],
    [mount("${SET}/$$x")],
    [mount("./${COMPOSE_PROJECT_NAME}")],
    [{ volumes: ["data:/x/${NOPE}"] }],
    [{ build: { context: ".", args: { A: "${NOPE}" }, target: "${NOPE}", labels: ["${NOPE}"] } }],
    [{ ports: ["${NOPE}:80", "127.0.0.1:${NOPE}:80", "${NOPE}", 80, { target: "${NOPE}", published: "${NOPE}" }] }],
    [{ image: "${NOPE}", environment: { A: "${NOPE}" }, command: "$NOPE", healthcheck: { interval: "${NOPE}" }, restart: "${NOPE}" }],
    [{ networks: { front: { aliases: ["${NOPE}"] } } }],
    [{ volumes: "x", ports: null, build: 5, networks: [null] }],
  ])("%j", (definition) => {
    expect(found(definition)).toEqual([]);
  });
});

test.each([["braces", "${".repeat(50_000)], ["names", "${a:+".repeat(20_000)], ["dollars", "$".repeat(100_000)], ["letters", `$${"a".repeat(100_000)}`]])("ends soon: %s", (_name, text) => {
  const begun = process.cpuUsage();
  found({ volumes: [text], build: text, ports: [`${text}:1:1`] });
  expect(spentMs(begun)).toBeLessThan(1_500);
});
