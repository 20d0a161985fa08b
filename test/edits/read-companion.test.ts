import { expect, test } from "vitest";
import { readCompanion } from "../../src/edits/read-companion.ts";
import { UserError } from "../../src/errors.ts";
import { memoryFiles } from "../support/memory-files.ts";

const ROOT = "/srv/shop";

function workspace() {
  const files = memoryFiles({ [`${ROOT}/Makefile`]: "a:\n", [`${ROOT}/latin1`]: "caf\uFFFD\n", [`${ROOT}/closed`]: "x", "/srv/outside/.env": "SECRET=1\n" });
  files.link(`${ROOT}/.env.example`, "/srv/outside/.env");
  files.link(`${ROOT}/nowhere`, "/nowhere");
  files.fail("read", new UserError("file-unreadable", "no right", "Give it."), `${ROOT}/closed`);
  return { files, root: ROOT, skill: undefined };
}

test.each<[string, object]>([
  ["Makefile", { path: `${ROOT}/Makefile`, text: "a:\n" }],
  ["none", { absent: true }],
  ["latin1", { why: "it holds bytes that are not UTF-8, which would not be kept" }],
  ["closed", { why: "no right" }],
  ["../outside/.env", { refused: { code: "path-outside" } }],
  ["/srv/outside/.env", { refused: { code: "path-outside" } }],
  [".env.example", { refused: { code: "path-outside" } }],
  ["nowhere", { refused: { code: "path-outside" } }],
])("%s", async (path, companion) => {
  const where = workspace();
  expect(await readCompanion(where, path)).toMatchObject(companion);
  expect(where.files.calls.filter((call) => call.startsWith("read ") && call.includes("outside"))).toEqual([]);
});
