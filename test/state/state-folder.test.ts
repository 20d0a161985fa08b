import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { StateFolder } from "../../src/state/state-folder.ts";
import { memoryFiles } from "../support/memory-files.ts";

test("nothing is made before the first write; then git ignores all of it", async () => {
  const files = memoryFiles({ "/ws/compose.yaml": "" });
  const folder = new StateFolder(files, "/ws");
  expect(await folder.readJson("a.json")).toBeUndefined();
  expect(Object.keys(files.tree())).toEqual(["/ws/compose.yaml"]);
  await folder.writeJson("a.json", { a: 1 });
  expect(files.tree()).toEqual({ "/ws/.devops-infra/.gitignore": "*\n", "/ws/.devops-infra/a.json": '{\n  "a": 1\n}\n', "/ws/compose.yaml": "" });
  expect(await folder.readJson("a.json")).toEqual({ a: 1 });
  expect(folder.path("a.json")).toBe("/ws/.devops-infra/a.json");
});

test("files are private unless said otherwise, and may lie in folders", async () => {
  const files = memoryFiles({ "/ws/a": "" });
  const folder = new StateFolder(files, "/ws");
  await folder.writeJson("incidents/1.json", []);
  await folder.writeJson("open.json", [], 0o644);
  expect((await files.stat("/ws/.devops-infra/incidents/1.json"))?.mode).toBe(0o600);
  expect((await files.stat("/ws/.devops-infra/open.json"))?.mode).toBe(0o644);
});

test("a damaged file reads as absent and is kept when the next one is written", async () => {
  const files = memoryFiles({ "/ws/.devops-infra/a.json": '{"a": 1', "/ws/.devops-infra/b.json": "x".repeat(17 * 1024 * 1024) });
  const folder = new StateFolder(files, "/ws");
  expect(await folder.readJson("a.json")).toBeUndefined();
  expect(await folder.readJson("b.json")).toBeUndefined();
  expect(files.tree()["/ws/.devops-infra/a.json"]).toBe('{"a": 1');
  await folder.writeJson("a.json", { a: 2 });
  await folder.writeJson("a.json", { a: 3 });
  expect(await folder.readJson("a.json")).toEqual({ a: 3 });
  expect(files.tree()["/ws/.devops-infra/a.json.damaged"]).toBe('{"a": 1');
});

test("a link in its place, or in a file's, is refused and not followed", async () => {
  const files = memoryFiles({ "/ws/compose.yaml": "", "/ws2/.devops-infra/.gitignore": "*\n", "/home/dev/x/tokens.json": '"theirs"', "/ws/inside/a": "" });
  files.link("/ws/.devops-infra", "/home/dev/x");
  files.link("/ws2/.devops-infra/tokens.json", "/home/dev/x/tokens.json");
  for (const root of ["/ws", "/ws2"]) {
    const folder = new StateFolder(files, root);
    await expect(folder.writeJson("tokens.json", {})).rejects.toMatchObject({ code: "path-outside" });
    await expect(folder.readJson("tokens.json")).rejects.toMatchObject({ code: "path-outside" });
  }
  expect(files.tree()["/home/dev/x/tokens.json"]).toBe('"theirs"');
});

test("a workspace that is reached by a link is fine", async () => {
  const files = memoryFiles({ "/ws/a": "" });
  files.link("/alias", "/ws");
  await new StateFolder(files, "/alias").writeJson("a.json", 1);
  expect(await new StateFolder(files, "/ws").readJson("a.json")).toBe(1);
});

test("what the disk says is passed on", async () => {
  const files = memoryFiles({ "/ws/a": "" });
  files.fail("write", new UserError("disk-full", "There is no room.", "Free some."), "/ws/.devops-infra/a.json");
  await expect(new StateFolder(files, "/ws").writeJson("a.json", 1)).rejects.toMatchObject({ code: "disk-full" });
});
