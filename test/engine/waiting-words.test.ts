import { expect, test } from "vitest";
import { listed, stillWaiting, waitingWords } from "../../src/engine/waiting-words.ts";

const turn = { service: "web", for: "its turn" };

test.each([
  [[], [{ service: "db", for: "its health check: exit code 1: refused" }, turn], "waiting for db (its health check), then web"],
  [["cache"], [{ service: "db", for: "its health check" }], "cache is ready, waiting for db (its health check)"],
  [["cache", "db"], [turn], "cache, db are ready, next web"],
])("ready %j, waiting %j", (ready, waiting, words) => {
  expect(waitingWords(ready, waiting)).toBe(words);
});

test("after a long silence with what the last answer was", () => {
  expect(stillWaiting(20, [{ service: "db", for: "its health check: exit code 1: refused" }, turn])).toBe("still waiting after 20 s for db (its health check: exit code 1: refused)");
  expect(stillWaiting(10, [turn])).toBe("still waiting after 10 s for web (its turn)");
});

test("at most four names", () => {
  expect([listed(["a", "b", "c", "d"]), listed(["a", "b", "c", "d", "e"])]).toEqual(["a, b, c, d", "a, b, c and 2 more"]);
});
