import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseMap, type MapEntry } from "../../src/maps/parse-map.ts";
import { COMPONENT_WEIGHTS } from "../../src/maps/search-weights.ts";
import { buildSearch } from "../../src/maps/search.ts";
import { BESTAYS_QUESTIONS, type Question } from "../fixtures/questions/bestays.ts";
import { WAREHOUSE_MAP, WAREHOUSE_QUESTIONS } from "../fixtures/questions/warehouse.ts";

interface Score {
  first: number;
  three: number;
  /** Of the questions that the map cannot answer, those that it said so of. */
  none: number;
}

const bestays = parseMap(readFileSync(new URL("../../references/component-map.md", import.meta.url), "utf8"));
const warehouse = parseMap(WAREHOUSE_MAP);

const MAPS: [name: string, entries: MapEntry[], questions: Question[]][] = [
  ["bestays", bestays, BESTAYS_QUESTIONS],
  ["warehouse", warehouse, WAREHOUSE_QUESTIONS],
];

describe.each(MAPS)("questions about %s", (name, entries, questions) => {
  test("each expects an entry of the map, and is asked once", () => {
    const titles = entries.map(({ title }) => title);
    expect(questions.flatMap(([, expects]) => (expects === undefined || titles.includes(expects) ? [] : [expects]))).toEqual([]);
    expect(new Set(questions.map(([question]) => question.toLowerCase())).size).toBe(questions.length);
  });

  test.each([
    ["tune", 0],
    ["report", 1],
  ])("%s", (half, parity) => {
    const { first, three, none } = score(entries, questions.filter((_, at) => at % 2 === parity));
    console.log(`${name}, ${half}: first ${first.toFixed(2)}, among three ${three.toFixed(2)}, said not to be in the map ${none.toFixed(2)}`);
    expect(first).toBeGreaterThanOrEqual(0.85);
    expect(three).toBeGreaterThanOrEqual(0.88);
    expect(none).toBeGreaterThanOrEqual(0.85);
  });
});

function score(entries: MapEntry[], questions: Question[]): Score {
  const search = buildSearch(entries.map((entry, id) => ({ id, fields: fieldsOf(entry) })), COMPONENT_WEIGHTS);
  const answers = questions.map(([question, expects]) => ({ expects, titles: search.find(question).hits.map(({ id }) => entries[id]?.title) }));
  const answerable = answers.filter(({ expects }) => expects !== undefined);
  const rest = answers.filter(({ expects }) => expects === undefined);
  return {
    first: answerable.filter(({ expects, titles }) => titles[0] === expects).length / answerable.length,
    three: answerable.filter(({ expects, titles }) => titles.slice(0, 3).includes(expects)).length / answerable.length,
    none: rest.filter(({ titles }) => titles.length === 0).length / rest.length,
  };
}

function fieldsOf({ title, category, fields }: MapEntry): Record<string, string> {
  const words = (of: typeof fields): string => of.flatMap(({ text, items }) => [text, ...items]).join("\n");
  return {
    name: title,
    category,
    aliases: words(fields.filter(({ key }) => key === "alias")),
    there: words(fields.filter(({ key }) => key === "whats there")),
    pointers: words(fields.filter(({ key }) => !["alias", "whats there"].includes(key))),
  };
}
