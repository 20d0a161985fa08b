import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/host/node-files.ts";
import { documentsOf, vocabulariesOf } from "../../src/knowledge/find-components.ts";
import { parseMap, type MapEntry } from "../../src/maps/parse-map.ts";
import { buildSearch } from "../../src/maps/search.ts";
import { COMPONENT_WEIGHTS } from "../../src/maps/search-weights.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { BESTAYS_NEWCOMERS } from "../fixtures/questions/bestays-newcomers.ts";
import { BESTAYS_WEEK } from "../fixtures/questions/bestays-week.ts";
import { BESTAYS_QUESTIONS, type Question } from "../fixtures/questions/bestays.ts";
import { CLINIC_MAP, CLINIC_QUESTIONS } from "../fixtures/questions/clinic.ts";
import { WAREHOUSE_MAP, WAREHOUSE_QUESTIONS } from "../fixtures/questions/warehouse.ts";

interface Score {
  first: number;
  three: number;
  /** Of the questions that the map cannot answer, those that it said so of. */
  none: number;
}

const EXAMPLE = resolve(import.meta.dirname, "../../examples/bestays");
const bestays = parseMap(readFileSync(resolve(import.meta.dirname, "../../references/component-map.md"), "utf8"));
const clinic = parseMap(CLINIC_MAP);
const warehouse = parseMap(WAREHOUSE_MAP);

const withoutAliases = (entries: MapEntry[]) => entries.map((entry) => ({ ...entry, fields: entry.fields.filter(({ key }) => key !== "alias") }));

/** Each half counts over all sets of a row: those for tuning may be looked at, those for the report may not. */
const ROWS: [name: string, entries: MapEntry[], root: string, sets: Question[][], goals: Score][] = [
  ["Bestays", bestays, EXAMPLE, [BESTAYS_QUESTIONS, BESTAYS_NEWCOMERS, BESTAYS_WEEK], { first: 0.9, three: 0.97, none: 0.9 }],
  ["Bestays without aliases", withoutAliases(bestays), EXAMPLE, [BESTAYS_QUESTIONS, BESTAYS_NEWCOMERS, BESTAYS_WEEK], { first: 0.75, three: 0.88, none: 0.9 }],
  ["a clinic, of its map alone", clinic, "/nowhere", [CLINIC_QUESTIONS], { first: 0.8, three: 0.85, none: 0.9 }],
  ["a warehouse, of its map alone", warehouse, "/nowhere", [WAREHOUSE_QUESTIONS], { first: 0.9, three: 0.97, none: 0.85 }],
];

test.each(ROWS)("questions about %s", async (name, entries, root, sets, goals) => {
  const knowledge = { sources: new Sources(nodeFiles, root), defaults: { makefile: "Makefile", envTemplate: ".env.example" } };
  const search = buildSearch(documentsOf(entries, await vocabulariesOf(knowledge, entries)), COMPONENT_WEIGHTS);
  for (const [half, parity] of [["tuning", 0], ["report", 1]] as const) {
    const asked = sets.flatMap((set) => set.filter((_, at) => at % 2 === parity));
    const answers = asked.map(([question, expects]) => ({ expects: expects === undefined ? [] : [expects].flat(), titles: search.find(question).hits.map(({ id }) => entries[id]?.title ?? "") }));
    const { first, three, none } = scoreOf(answers);
    console.log(`${name}, ${half}, N ${asked.length}: first ${first.toFixed(3)}, among three ${three.toFixed(3)}, said not to be in the map ${none.toFixed(3)}`);
    if (half === "tuning") continue;
    expect(first).toBeGreaterThanOrEqual(goals.first);
    expect(three).toBeGreaterThanOrEqual(goals.three);
    expect(none).toBeGreaterThanOrEqual(goals.none);
  }
});

test.each([
  ["What ports does the system use?", "Docker Compose"],
  ["Where is the chat API documented?", "OpenRouter"],
  ["How do I start the dev environment?", "Makefile"],
  ["How do I add a new service?", "Docker Compose"],
  ["How do I add a new environment variable?", "Environment Variables"],
])("what everybody asks is answered by the right entry first: %s", async (question, title) => {
  const knowledge = { sources: new Sources(nodeFiles, EXAMPLE), defaults: { makefile: "Makefile", envTemplate: ".env.example" } };
  const search = buildSearch(documentsOf(bestays, await vocabulariesOf(knowledge, bestays)), COMPONENT_WEIGHTS);
  expect(bestays[search.find(question).hits[0]?.id ?? -1]?.title).toBe(title);
});

test.each(ROWS)("each question about %s expects an entry of the map, and is asked once", (_name, entries, _root, sets) => {
  const titles = entries.map(({ title }) => title);
  const all = sets.flat();
  expect(all.flatMap(([, expects]) => (expects === undefined ? [] : [expects].flat())).filter((title) => !titles.includes(title))).toEqual([]);
  for (const set of sets) expect(new Set(set.map(([question]) => question.toLowerCase())).size).toBe(set.length);
});

function scoreOf(answers: { expects: string[]; titles: string[] }[]): Score {
  const answerable = answers.filter(({ expects }) => expects.length > 0);
  const rest = answers.filter(({ expects }) => expects.length === 0);
  return {
    first: answerable.filter(({ expects, titles }) => expects.includes(titles[0] ?? "")).length / answerable.length,
    three: answerable.filter(({ expects, titles }) => titles.slice(0, 3).some((title) => expects.includes(title))).length / answerable.length,
    none: rest.filter(({ titles }) => titles.length === 0).length / rest.length,
  };
}
