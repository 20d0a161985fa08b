import { expect, test } from "vitest";
import { variableReferences } from "../../src/compose/variable-references.ts";

const named = (text: string) => variableReferences(text).map(({ name, operator, word, glued }) => `${name}${operator}${word}${glued ? " glued" : ""}`);

test.each<[string, string[]]>([
  ["a $B ${C} ${D:-e f} ${G:?}", ["B", "C", "D:-e f", "G:?"]],
  ["${A:-${B:-c}}d", ["A:-${B:-c}", "B:-c"]],
  ["$$A $${B} $1 $ ${", []],
  ["x$A -$B 9$C", ["A glued", "B", "C glued"]],
  ["${A", ["A"]],
  ["${A-}${B?}${C+d}", ["A-", "B?", "C+d"]],
])("%s", (text, expected) => {
  expect(named(text)).toEqual(expected);
});
