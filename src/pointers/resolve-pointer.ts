import { posix } from "node:path";
import type { WrittenPointer } from "../maps/written-pointer.ts";
import { findMoved } from "./find-moved.ts";
import { matchesGlob } from "./glob.ts";
import { placeInFile } from "./place-in-file.ts";
import type { Pointer } from "./pointer.ts";
import { isComposeFile, isOwnEnvFile, mayBeAbsent, sourceKind } from "./source-kind.ts";
import type { Sources } from "./sources.ts";

/** A name of a place that depends on who reads: `[service]`, `<name>`. Not a list's index. */
const PLACEHOLDER = /\[[^\]\d][^\]]*\]|<[^>]+>|\.{3}|…/;

/** Whether it is looked for where a file that is gone has moved. */
export type Moves = "followed" | "unasked";

/**
 * Where a written pointer leads now. `near.folders`: folders of the entry, below which a relative path is tried after
 * the root. In what is found, `path` is where it was found. A path that leaves the workspace is missing and never read.
 * `near.moves`: "unasked" says of what has moved that it is missing, and asks git nothing.
 */
export async function resolvePointer(sources: Sources, written: WrittenPointer, near: { folders: string[]; moves?: Moves }): Promise<Pointer> {
  const { role, path, anchor } = written;
  const shown = { role, path, ...(anchor.length > 0 ? { anchor } : {}) };
  if (/^https?:\/\//.test(path)) return { ...shown, status: "external", url: path };
  const found = await firstThere(sources, [path, ...near.folders.map((folder) => posix.join(folder, path))]);
  if (found === undefined) {
    if ((await sources.kind(path)) === "outside") return { ...shown, status: "missing" };
    if (/[[\]{}<>]|\.{3}|…/.test(path)) return { ...shown, status: "unchecked" };
    if (/[*?]/.test(path)) return await resolveGlob(sources, shown, near.folders);
    // A bare name of a variable says nothing about the template, which not every project has.
    const bare = anchor.length === 1 && !written.written.includes(path) && sourceKind(path) === "env";
    if (mayBeAbsent(path)) return { ...shown, status: "unchecked" };
    if (bare) return (await inComposeFile(sources, shown)) ?? { ...shown, status: "unchecked" };
    const moved = near.moves === "unasked" ? undefined : await findMoved(sources, path, anchor);
    return moved === undefined ? { ...shown, status: "missing" } : { ...shown, status: "moved", found_at: moved };
  }
  const here = { ...shown, path: found };
  // What was a folder is a file now: nothing of what the map says of it can be found below it.
  if (path.endsWith("/") && (await sources.kind(found)) === "file") return { ...here, status: "changed" };
  if (anchor.length === 0) return { ...here, status: "ok" };
  // In TOML and INI files brackets are how a section is written.
  const vague = sourceKind(found) !== "sections" && anchor.some((part) => PLACEHOLDER.test(part) || /[*$]/.test(part));
  if (vague || (await sources.kind(found)) === "folder") return { ...here, status: "unchecked" };
  const place = await placeInFile(sources, found, anchor);
  if (place === "unchecked") return { ...here, status: "unchecked" };
  if (place) return { ...here, status: "ok", ...place };
  if (isOwnEnvFile(found)) return { ...here, status: "unchecked" };
  const elsewhere = sourceKind(found) === "env" && !written.written.includes(path) ? await inComposeFile(sources, shown) : undefined;
  return elsewhere ?? { ...here, status: "changed" };
}

/** Whether a path leads out of the workspace, by `..` or by a link. */
export async function leavesWorkspace(sources: Sources, path: string): Promise<boolean> {
  return !/^https?:\/\//.test(path) && (await sources.kind(path)) === "outside";
}

async function firstThere(sources: Sources, paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const kind = await sources.kind(path);
    if (kind === "file" || kind === "folder") return path.startsWith("./") ? posix.normalize(path) : path;
  }
  return undefined;
}

async function resolveGlob(sources: Sources, shown: Omit<Pointer, "status">, folders: string[]): Promise<Pointer> {
  for (const pattern of [shown.path, ...folders.map((folder) => posix.join(folder, shown.path))].map((one) => posix.normalize(one))) {
    const parts = pattern.split("/");
    const fixed = parts.slice(0, Math.max(0, parts.findIndex((part) => /[*?]/.test(part)))).join("/");
    const entries = await sources.walk(fixed === "" ? "." : fixed);
    if (entries.some((entry) => matchesGlob(entry.replace(/\/$/, ""), pattern.replace(/\/$/, "")))) return { ...shown, path: pattern, status: "ok" };
  }
  return { ...shown, status: mayBeAbsent(shown.path) ? "unchecked" : "missing" };
}

/** A variable that the template lacks may stand in a compose file alone. */
async function inComposeFile(sources: Sources, shown: Omit<Pointer, "status">): Promise<Pointer | undefined> {
  for (const path of (await sources.list(".")).filter(isComposeFile)) {
    const place = await placeInFile(sources, path, shown.anchor ?? []);
    if (place && place !== "unchecked") return { ...shown, ...place, path, status: "ok" };
  }
  return undefined;
}
