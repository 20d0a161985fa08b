import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownProblems } from "../src/diagnose/known-problems.ts";
import { checkPage, indexPage, SECTIONS, signPage, title } from "./support/problem-pages.ts";
import { ROOT } from "./support/source-files.ts";

const FOLDER = "docs/problems";
const WRITE = "WRITE_PAGES=1 npx vitest run test/problem-pages.test.ts";

const problems = knownProblems();
const byHand = problems.filter((one) => one.checked);
const shown = (code: string) => `${FOLDER}/${code}.md`;
const at = (code: string) => join(ROOT, shown(code));
const read = (code: string) => (existsSync(at(code)) ? readFileSync(at(code), "utf8") : undefined);

/** What the data gives, by the name of the page: whole pages, and pages written by hand with what is added to them. */
const generated = new Map(
  [
    ["README", indexPage(problems)] as const,
    ...problems.flatMap((problem) => {
      const { code, sign, checked } = problem;
      const text = checked ? read(code) : undefined;
      if (text !== undefined) return [[code, checkPage(text, problem)] as const];
      return sign && !checked ? [[code, signPage(code, sign)] as const] : [];
    }),
  ],
);

if (process.env["WRITE_PAGES"]) for (const [name, text] of generated) writeFileSync(at(name), text);

test("every code has a page", () => {
  const missing = problems.filter(({ code }) => read(code) === undefined);
  expect(missing.map(({ code, checked }) => (checked ? `${code} has no page: write ${shown(code)} by hand, from its check.` : `${code} has no page: \`${WRITE}\` writes ${shown(code)}.`))).toEqual([]);
});

test("every page has a code", () => {
  const names = readdirSync(join(ROOT, FOLDER)).map((name) => name.replace(/\.md$/, ""));
  expect(names.filter((name) => name !== "README" && !problems.some(({ code }) => code === name)).map((name) => `${shown(name)} is of no check and no sign: delete it, or name it after its code.`)).toEqual([]);
});

test("no two codes have one page", () => {
  const codes = problems.map(({ code }) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index).map((code) => `${code} stands in two groups of PROBLEM_GROUPS: leave it in one.`)).toEqual([]);
});

test("a page written by hand has its title, its sections with something in them, and at most 120 columns", () => {
  const wrong = byHand.flatMap((problem) => {
    const text = read(problem.code);
    if (text === undefined) return [];
    const [written = ""] = text.split("\n~~~text\n");
    return [
      ...(text.startsWith(`${title(problem)}\n`) ? [] : [`${shown(problem.code)} must begin with its plain name: "${title(problem)}".`]),
      ...SECTIONS.filter((section) => !new RegExp(`^## ${section}\\n\\n\\w`, "m").test(text.replaceAll("`", ""))).map((section) => `${shown(problem.code)} says nothing under "## ${section}": write it.`),
      ...written.split("\n").flatMap((line, index) => (line.length > 120 ? [`${shown(problem.code)}:${index + 1} is wider than 120 columns: wrap it.`] : [])),
    ];
  });
  expect(wrong).toEqual([]);
});

test("links between pages lead to pages", () => {
  const lost = problems.flatMap(({ code }) => [...(read(code) ?? "").matchAll(/\]\(([^)]+)\)/g)].flatMap(([, to = ""]) => (existsSync(join(ROOT, FOLDER, to)) ? [] : [`${shown(code)} links ${to}, which is not there.`])));
  expect(lost).toEqual([]);
});

test("what is generated is what the data gives", () => {
  const stale = [...generated].filter(([name, text]) => read(name) !== undefined && read(name) !== text);
  expect(stale.map(([name]) => `${shown(name)} is not what checks, signs and their lines give: \`${WRITE}\` brings it up to date.`)).toEqual([]);
  expect(existsSync(at("README")), `${shown("README")} is missing: \`${WRITE}\` writes it.`).toBe(true);
});
