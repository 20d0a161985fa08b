import { posix } from "node:path";
import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Files } from "../host/files.ts";
import type { StateFolder } from "../state/state-folder.ts";
import { forgetOld, journalOf, newestJournal, type Journal } from "./journal.ts";

/** One file as it was read and as it is to be. `before` is absent for a file that is made. */
export interface FileEdit {
  /** Absolute. */
  path: string;
  before?: string;
  after: string;
}

export interface Where {
  files: Files;
  state: StateFolder;
  /** The folders that may be written: the workspace, and the chosen skill's. */
  roots: string[];
}

/**
 * Writes all edits or none, and returns the number under which they can be undone. What is about to change is kept in
 * a journal first, so a run that dies half-way is taken back by the next one. Call it with the edit lock held. Throws
 * `file-changed` where a file is not what was read, and the file port's errors; then every file is as it was.
 */
export async function applyEdits(where: Where, what: string, edits: FileEdit[]): Promise<string> {
  const { state } = where;
  await recover(where);
  await containAll(where, edits);
  const id = `u${((await newestJournal(state))?.number ?? 0) + 1}`;
  const journal: Journal = { id, what, state: "pending", edits };
  await state.writeJson(`undo/${id}.json`, journal);
  try {
    for (const edit of edits) await writeEdit(where.files, edit);
  } catch (error) {
    await takeBack(where, journal);
    throw error;
  }
  await state.writeJson(`undo/${id}.json`, { ...journal, state: "applied" });
  await forgetOld(state, KEPT);
  return id;
}

/** Takes back what a run that died half-way had begun. Call it with the edit lock held. */
export async function recover(where: Where): Promise<void> {
  const newest = await newestJournal(where.state);
  if (newest && newest.journal.state === "pending") await takeBack(where, newest.journal);
}

/** A journal may come with a repository: what it names is no more to be trusted than any other path. */
async function containAll({ files, roots }: Where, edits: FileEdit[]): Promise<void> {
  for (const { path } of edits) await contain(files, roots, path);
}

/** Takes edits back, newest first. What holds neither text is somebody else's work by now, and stays. */
async function takeBack(where: Where, journal: Journal): Promise<void> {
  await containAll(where, journal.edits);
  for (const edit of journal.edits.toReversed()) {
    const now = await where.files.read(edit.path, MAX_BYTES).catch(() => undefined);
    if (now === edit.after && now !== edit.before) await unwriteEdit(where.files, edit);
  }
  await where.state.writeJson(`undo/${journal.id}.json`, { ...journal, state: "undone" });
}

/**
 * Undoes an edit of this program, the last one when none is named. Throws where a file has moved on since: then
 * nothing is changed. Returns what it was and which files are as before.
 */
export async function undoEdits(where: Where, id: string | undefined): Promise<{ id: string; what: string; paths: string[] }> {
  await recover(where);
  const journal = await journalOf(where.state, id);
  await containAll(where, journal.edits);
  const texts = await Promise.all(journal.edits.map((edit) => where.files.read(edit.path, MAX_BYTES)));
  const moved = journal.edits.filter((edit, index) => texts[index] !== edit.after);
  if (moved.length > 0) {
    const names = moved.map((edit) => edit.path).join(", ");
    throw new UserError("file-changed", `${journal.id} (${journal.what}) cannot be undone: ${names} changed since.`, "Take out by hand what you no longer want, or restore the files from git.");
  }
  await where.state.writeJson(`undo/${journal.id}.json`, { ...journal, state: "pending" });
  await takeBack(where, journal);
  return { id: journal.id, what: journal.what, paths: journal.edits.map((edit) => edit.path) };
}

/** Edits that can be undone. */
const KEPT = 50;

/** Maps may be several megabytes. */
export const MAX_BYTES = 8 * 1024 * 1024;

async function writeEdit(files: Files, edit: FileEdit): Promise<void> {
  if (edit.before !== undefined) return files.replace(edit.path, edit.before, edit.after);
  await files.makeFolder(posix.dirname(edit.path));
  if (!(await files.create(edit.path, edit.after))) throw new UserError("file-changed", `${edit.path} was made by somebody else meanwhile.`, "Call it again: it is read anew.");
}

async function unwriteEdit(files: Files, edit: FileEdit): Promise<void> {
  if (edit.before !== undefined) await files.replace(edit.path, edit.after, edit.before);
  else await files.remove(edit.path);
}
