import { expect, test } from "vitest";
import type { Past } from "../../src/git/past.ts";
import { findMoved } from "../../src/pointers/find-moved.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";

const ROOT = "/srv/ws";
const TEXT = Array.from({ length: 10 }, (_, index) => `line ${index}`).join("\n");

function sources(tree: Record<string, string>, past?: Partial<Past>): Sources {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${ROOT}/${path}`, text])));
  const none: Past = { committed: async () => new Set(), movedTo: async () => undefined, lastText: async () => undefined, filesBelow: async () => [] };
  return new Sources(files, ROOT, past && { ...none, ...past });
}

test.each<[string, string, string[], Record<string, string>, string | undefined]>([
  ["the one file of its name", "docs/chat.md", [], { "specs/chat.md": "x" }, "specs/chat.md"],
  ["the one whose path agrees most", "docs/api/chat.md", [], { "specs/chat.md": "x", "specs/api/chat.md": "x" }, "specs/api/chat.md"],
  ["two that agree alike are none", "docs/chat.md", [], { "a/chat.md": "x", "b/chat.md": "x" }, undefined],
  ["another folder's file of a common name is none", "apps/server/Dockerfile", [], { "apps/web/Dockerfile": "x" }, undefined],
  ["a common name in a folder of its name is the one", "apps/server/Dockerfile", [], { "docker/server/Dockerfile": "x" }, "docker/server/Dockerfile"],
  ["a README elsewhere is another", "api/README.md", [], { "web/README.md": "x" }, undefined],
  ["one without the anchor is another", "api/listing_service.py", ["ListingService"], { "old/listing_service.py": "class Other:\n    pass\n" }, undefined],
  ["one with the anchor is it", "api/listing_service.py", ["ListingService"], { "old/listing_service.py": "class ListingService:\n    pass\n" }, "old/listing_service.py"],
  ["a folder of its name", "apps/billing/", [], { "services/billing/a.py": "x" }, "services/billing/"],
  ["a folder is no file", "apps/billing/", [], { "services/billing": "x" }, undefined],
])("without git: %s", async (_name, path, anchor, tree, expected) => {
  expect(await findMoved(sources(tree), path, anchor)).toBe(expected);
});

test.each<[string, string, Record<string, string>, Partial<Past>, string | undefined]>([
  ["where commits moved it", "api/main.py", { "server/start.py": "x" }, { movedTo: async () => "server/start.py" }, "server/start.py"],
  ["where commits moved it, but it is gone from there too", "api/main.py", { "x.py": "x" }, { movedTo: async () => "server/start.py" }, undefined],
  ["a new file that is like it", "api/main.py", { "server/start.py": `${TEXT}\none more`, "server/other.py": "x" }, { lastText: async () => TEXT }, "server/start.py"],
  ["a copy that was there already is none", "api/main.py", { "server/start.py": TEXT }, { lastText: async () => TEXT, committed: async () => new Set(["api/main.py", "server/start.py"]) }, undefined],
  ["one of the same name that was there already is none", "docs/chat.md", { "specs/chat.md": "x" }, { lastText: async () => TEXT, committed: async () => new Set(["docs/chat.md", "specs/chat.md"]) }, undefined],
  ["of what no commit had, the name counts", "docs/chat.md", { "specs/chat.md": "x" }, {}, "specs/chat.md"],
  ["a folder that was renamed", "apps/server/", { "apps/api/src/main.py": "x", "apps/api/tests/test_a.py": "y" }, { filesBelow: async () => ["apps/server/src/main.py", "apps/server/tests/test_a.py"] }, "apps/api/"],
])("with git: %s", async (_name, path, tree, past, expected) => {
  expect(await findMoved(sources(tree, past), path, [])).toBe(expected);
});
