import { diffLines } from "diff";
import { parse } from "dotenv";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { insertVariable } from "../../src/edits/insert-variable.ts";

const after = (template: string, name: string, example = "", comment?: string) => {
  const result = insertVariable(template, { name, example, ...(comment === undefined ? {} : { comment }) });
  return "text" in result ? result.text : result.why;
};

describe("where it goes", () => {
  test.each<[string, string, string, string]>([
    ["behind its kin", "A=1\nMAIL_HOST=x\nMAIL_USER=y\nB=2\n", "MAIL_PORT", "A=1\nMAIL_HOST=x\nMAIL_USER=y\nMAIL_PORT=v\nB=2\n"],
    ["at the end", "A=1\nB=2\n", "MAIL_PORT", "A=1\nB=2\n\nMAIL_PORT=v\n"],
    ["before blank lines at the end", "A=1\n\n\n", "MAIL_PORT", "A=1\n\nMAIL_PORT=v\n\n\n"],
    ["in an empty file", "", "MAIL_PORT", "MAIL_PORT=v\n"],
    ["not behind kin that is a comment", "# MAIL_HOST=x\nA=1\n", "MAIL_PORT", "# MAIL_HOST=x\nA=1\n\nMAIL_PORT=v\n"],
    ["not behind a name that only begins alike", "MAILER=x\nA=1\n", "MAIL_PORT", "MAILER=x\nA=1\n\nMAIL_PORT=v\n"],
    ["behind a value of several lines", 'MAIL_KEY="one\ntwo\nthree"\nA=1\n', "MAIL_PORT", 'MAIL_KEY="one\ntwo\nthree"\nMAIL_PORT=v\nA=1\n'],
    ["behind a value in quotes", "MAIL_KEY='one' # x\nA=1\n", "MAIL_PORT", "MAIL_KEY='one' # x\nMAIL_PORT=v\nA=1\n"],
    ["without a line end at the end", "A=1", "MAIL_PORT", "A=1\n\nMAIL_PORT=v"],
    ["with Windows line ends", "A=1\r\nMAIL_HOST=x\r\nB=2\r\n", "MAIL_PORT", "A=1\r\nMAIL_HOST=x\r\nMAIL_PORT=v\r\nB=2\r\n"],
    ["with a byte-order mark", "\uFEFFMAIL_HOST=x\nB=2\n", "MAIL_PORT", "\uFEFFMAIL_HOST=x\nMAIL_PORT=v\nB=2\n"],
    ["with exports", "export MAIL_HOST=x\nB=2\n", "MAIL_PORT", "export MAIL_HOST=x\nMAIL_PORT=v\nB=2\n"],
    ["with exports throughout", "export MAIL_HOST=x\n# C=3\nexport B=2\n", "MAIL_PORT", "export MAIL_HOST=x\nexport MAIL_PORT=v\n# C=3\nexport B=2\n"],
  ])("%s", (_name, before, name, expected) => {
    expect(after(before, name, "v")).toBe(expected);
  });
});

test.each([
  ["MAIL_PORT=1\n", "MAIL_PORT", "MAIL_PORT is there already"],
  ["# MAIL_PORT=1\n", "MAIL_PORT", "MAIL_PORT is there already"],
  ["#MAIL_PORT=1\r\n", "MAIL_PORT", "MAIL_PORT is there already"],
  ["export MAIL_PORT=1\n", "MAIL_PORT", "MAIL_PORT is there already"],
  ["A=1\n", "1A", '"1A" is no name of a variable'],
  ["A=1\n", "A=b\nC", '"A=b\\nC" is no name of a variable'],
])("%j stays without %s", (before, name, why) => {
  expect(after(before, name, "v")).toBe(why);
});

test.each([["8025"], [""], ["a b"], ["a#b"], ["a # b"], ["it's"], ["http://localhost:8025/?a=b&c=d"], ["postgres:15-alpine"], [" a "], ["*"]])("the example %j is read back", (example) => {
  expect(parse(after("A=1\n", "B", example))).toEqual({ A: "1", B: example });
});

test("what is to be seen and not set", () => {
  const added = insertVariable("A=1\n", { name: "LOG", example: "info", commented: true });
  expect(added).toEqual({ text: "A=1\n\n# LOG=info\n" });
  expect("text" in added && insertVariable(added.text, { name: "LOG", example: "info" })).toEqual({ unchanged: true, why: "LOG is there already" });
});

test("a comment stays one line", () => {
  expect(after("A=1\n", "B", "x", "What it is.\nC=evil")).toBe("A=1\n\n# What it is. C=evil\nB=x\n");
});

test("the reference workspace", () => {
  const before = readFileSync(new URL("../../examples/bestays/.env.example", import.meta.url), "utf8");
  const parts = diffLines(before, after(before, "MAIL_PORT", "8025"));
  expect(parts.filter((part) => part.added || part.removed).map((part) => part.value)).toEqual(["\nMAIL_PORT=8025\n"]);
});
