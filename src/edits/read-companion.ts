import { posix } from "node:path";
import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Workspace } from "../workspace.ts";
import type { Refusal } from "./entry-refusals.ts";
import { MAX_BYTES } from "./transaction.ts";

/** A file that is to be edited: its text, or why it is left alone, or that it must not even be read. */
export type Companion = { path: string; text: string } | { absent: true } | { why: string } | { refused: Refusal };

/**
 * Reads a file of the workspace or the skill that an edit is about. One that lies outside, or is a link that leads there,
 * is refused before it is read; one that could not be written back as it was is left alone.
 */
export async function readCompanion({ files, root, skill }: Pick<Workspace, "files" | "root" | "skill">, path: string): Promise<Companion> {
  const absolute = posix.resolve(root, path);
  try {
    await contain(files, skill ? [root, skill.folder] : [root], absolute);
    const text = await files.read(absolute, MAX_BYTES);
    if (text === undefined) return { absent: true };
    if (!isUtf8(text)) return { why: "it holds bytes that are not UTF-8, which would not be kept" };
    return { path: absolute, text };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, fix } = error;
    return code === "path-outside" ? { refused: { code, message, fix } } : { why: message };
  }
}

/** Bytes that are none read as U+FFFD; a file that holds that sign itself is so rare that it counts as one of these. */
function isUtf8(text: string): boolean {
  return !text.includes("\uFFFD");
}
