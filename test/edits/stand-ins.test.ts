import { expect, test } from "vitest";
import { standInsFor } from "../../src/edits/stand-ins.ts";

test.each<[Record<string, unknown>, string]>([
  [{ ports: ["${X:?}:80"] }, "65000"],
  [{ image: "${X}" }, "65000"],
  [{ healthcheck: { interval: "${X:?}" } }, "5s"],
  [{ healthcheck: { retries: "${X:?}" } }, "65000"],
  [{ volumes: ["${X:?}:/x"] }, "./undecided"],
  [{ build: { context: "${X}" } }, "./undecided"],
  [{}, "65000"],
])("%j", (definition, value) => {
  expect(standInsFor({ ...definition, environment: { OTHER: "${OTHER}" } }, ["X"])).toEqual({ X: value });
});
