import { statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/host/node-files.ts";
import { KeptTexts } from "../../src/host/node-kept-texts.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const facts = (differing: object = {}) => Object.assign(statSync(import.meta.filename), { size: 3, mtimeMs: 1_000, ctimeMs: 1_000 }, differing);

test("the same text until anything about the file differs", () => {
  const kept = new KeptTexts();
  kept.put("/a", facts(), "abc", 3);
  expect(kept.get("/a", facts())).toBe("abc");
  for (const differing of [{ size: 4 }, { mtimeMs: 1_000.5 }, { ctimeMs: 2_000 }, { ino: 1 }, { dev: 1 }]) expect(kept.get("/a", facts(differing))).toBeUndefined();
  expect(kept.get("/b", facts())).toBeUndefined();
});

test("what has only just changed, or changed while it was read, is not kept", () => {
  const kept = new KeptTexts();
  kept.put("/a", facts({ mtimeMs: Date.now() }), "abc", 3);
  expect(kept.get("/a", facts({ mtimeMs: Date.now() }))).toBeUndefined();
  kept.put("/a", facts(), "abcd", 4);
  expect(kept.get("/a", facts())).toBeUndefined();
});

test("a change of the same size is read, also with its time put back", async () => {
  const path = join(await temporaryFolder(), "a");
  writeFileSync(path, "one");
  const before = new Date(Date.now() - 60_000);
  utimesSync(path, before, before);
  await new Promise((resolve) => setTimeout(resolve, 80));
  expect(await nodeFiles.read(path)).toBe("one");
  expect(await nodeFiles.read(path)).toBe("one");
  writeFileSync(path, "two");
  expect(await nodeFiles.read(path)).toBe("two");
  utimesSync(path, before, before);
  expect(await nodeFiles.read(path)).toBe("two");
  writeFileSync(path, "six");
  utimesSync(path, before, before);
  expect(await nodeFiles.read(path)).toBe("six");
});

test("hundreds of changes one upon the other are each read", async () => {
  const path = join(await temporaryFolder(), "a");
  for (let number = 100; number < 500; number += 1) {
    writeFileSync(path, String(number));
    expect(await nodeFiles.read(path)).toBe(String(number));
  }
});
