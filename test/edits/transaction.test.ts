import { expect, test } from "vitest";
import { applyEdits, recover, undoEdits, type FileEdit, type Where } from "../../src/edits/transaction.ts";
import { UserError } from "../../src/errors.ts";
import { StateFolder } from "../../src/state/state-folder.ts";
import { memoryFiles, type MemoryFiles } from "../support/memory-files.ts";

const ROOT = "/srv/shop";
const EDITS: FileEdit[] = [
  { path: `${ROOT}/compose.yaml`, before: "a\n", after: "a\nb\n" },
  { path: `${ROOT}/Makefile`, before: "c\n", after: "c\nd\n" },
  { path: `${ROOT}/docs/new.md`, after: "new\n" },
];
const BEFORE = { [`${ROOT}/Makefile`]: "c\n", [`${ROOT}/compose.yaml`]: "a\n" };

function given(): { files: MemoryFiles; where: Where; own: () => Record<string, string> } {
  const files = memoryFiles(BEFORE);
  return { files, where: { files, state: new StateFolder(files, ROOT), roots: [ROOT] }, own: () => Object.fromEntries(Object.entries(files.tree()).filter(([path]) => !path.includes("/.devops-infra/"))) };
}

test("all edits are written, and undone again", async () => {
  const { where, own } = given();
  expect(await applyEdits(where, "add b", EDITS)).toBe("u1");
  expect(own()).toEqual({ [`${ROOT}/Makefile`]: "c\nd\n", [`${ROOT}/compose.yaml`]: "a\nb\n", [`${ROOT}/docs/new.md`]: "new\n" });
  expect(await undoEdits(where, undefined)).toMatchObject({ id: "u1", what: "add b" });
  expect(own()).toEqual(BEFORE);
  await expect(undoEdits(where, undefined)).rejects.toMatchObject({ code: "nothing-to-undo" });
  await expect(undoEdits(where, "u1")).rejects.toMatchObject({ code: "nothing-to-undo", message: "u1 was undone already." });
});

test("the last edit is undone first, one of a number by its number", async () => {
  const { where, own } = given();
  await applyEdits(where, "one", EDITS.slice(0, 1));
  await applyEdits(where, "two", EDITS.slice(1));
  expect(await undoEdits(where, "u1")).toMatchObject({ what: "one" });
  expect(await undoEdits(where, undefined)).toMatchObject({ what: "two" });
  expect(own()).toEqual(BEFORE);
});

test.each([0, 1, 2])("when file %i cannot be written, every other is as it was", async (index) => {
  const { files, where, own } = given();
  const edit = EDITS[index];
  files.fail(edit?.before === undefined ? "create" : "replace", new UserError("file-unwritable", "no", "Give the right."), edit?.path ?? "");
  await expect(applyEdits(where, "add b", EDITS)).rejects.toMatchObject({ code: "file-unwritable" });
  expect(own()).toEqual(BEFORE);
  await expect(undoEdits(where, undefined)).rejects.toMatchObject({ code: "nothing-to-undo" });
});

test("a file that is not what was read is left alone, with all others", async () => {
  const { files, where, own } = given();
  await files.write(`${ROOT}/Makefile`, "by hand\n");
  await expect(applyEdits(where, "add b", EDITS)).rejects.toMatchObject({ code: "file-changed" });
  expect(own()).toEqual({ ...BEFORE, [`${ROOT}/Makefile`]: "by hand\n" });
});

test("undo is refused where a file has moved on, and changes nothing", async () => {
  const { files, where, own } = given();
  await applyEdits(where, "add b", EDITS);
  await files.write(`${ROOT}/Makefile`, "c\nd\ne\n");
  const before = own();
  await expect(undoEdits(where, "u1")).rejects.toMatchObject({ code: "file-changed", message: expect.stringContaining("Makefile") });
  expect(own()).toEqual(before);
});

test("what a run left half-way is taken back by the next, and what somebody has changed since stays", async () => {
  const { files, where, own } = given();
  await where.state.writeJson("undo/u1.json", { id: "u1", what: "died", state: "pending", edits: EDITS });
  await files.write(`${ROOT}/compose.yaml`, "a\nb\n");
  await files.write(`${ROOT}/Makefile`, "by hand\n");
  await recover(where);
  expect(own()).toEqual({ [`${ROOT}/Makefile`]: "by hand\n", [`${ROOT}/compose.yaml`]: "a\n" });
});

test("a journal that a repository brings cannot reach out of the workspace", async () => {
  const { files, where } = given();
  await files.makeFolder("/etc");
  await files.write("/etc/passwd", "mine");
  await where.state.writeJson("undo/u1.json", { id: "u1", what: "", state: "pending", edits: [{ path: "/etc/passwd", before: "theirs", after: "mine" }] });
  await expect(recover(where)).rejects.toMatchObject({ code: "path-outside" });
  await where.state.writeJson("undo/u1.json", { id: "u1", what: "", state: "applied", edits: [{ path: "/etc/passwd", before: "theirs", after: "mine" }] });
  await expect(undoEdits(where, "u1")).rejects.toMatchObject({ code: "path-outside" });
  await expect(undoEdits(where, "../../etc/x")).rejects.toMatchObject({ code: "nothing-to-undo" });
  expect(files.tree()["/etc/passwd"]).toBe("mine");
});

test("an edit out of the workspace is refused before anything is kept or written", async () => {
  const { where, own } = given();
  await expect(applyEdits(where, "x", [...EDITS, { path: "/srv/other/file", after: "x" }])).rejects.toMatchObject({ code: "path-outside" });
  expect(own()).toEqual(BEFORE);
});

test("fifty edits can be undone, older ones are forgotten", async () => {
  const { files, where } = given();
  for (let number = 0; number < 52; number += 1) await applyEdits(where, "x", [{ path: `${ROOT}/f${number}`, after: "x" }]);
  expect(Object.keys(files.tree()).filter((path) => path.includes("/undo/"))).toHaveLength(50);
  await expect(undoEdits(where, "u2")).rejects.toMatchObject({ code: "nothing-to-undo" });
  expect(await undoEdits(where, "u3")).toMatchObject({ id: "u3" });
});
