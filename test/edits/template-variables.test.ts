import { expect, test } from "vitest";
import { templateVariables } from "../../src/edits/template-variables.ts";

const variables = (...texts: string[]) => templateVariables({ environment: texts }).variables.map(({ name, example, commented }) => `${commented ? "# " : ""}${name}=${example}`);

test.each<[string, string[]]>([
  ["${A:-b}", ["A=b"]],
  ["${A}", ["A="]],
  ["${A:?say}", ["A="]],
  ["$A", ["A="]],
  ["${LOG-info}", ["# LOG=info"]],
  ["${A?say}", ["# A="]],
  ["${A:+b}", ["A="]],
  ["${A+b}", ["# A="]],
  ["${A:-${B:-c}}", ["A=c", "B=c"]],
  ["http://${HOST:-h}:${PORT:-1}/", ["HOST=h", "PORT=1"]],
  ["${A:-say \"x\"}", ["A="]],
  ["${HOME} ${PWD} $USER ${COMPOSE_PROJECT_NAME} ${DOCKER_HOST} ${UID}", []],
  ["$$A $${B}", []],
  ["pa$word", []],
  ["pa$word ${word:-x}", ["word=x"]],
])("%s", (text, expected) => {
  expect(variables(text)).toEqual(expected);
});

test("a dollar sign within a word is told of", () => {
  expect(templateVariables({ environment: { PW: "pa$word" } }).notes).toEqual(["$word behind a letter or digit is a variable for compose, which has no value: write $$word where the dollar sign itself is meant"]);
});
