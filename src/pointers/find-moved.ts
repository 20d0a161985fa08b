import { posix } from "node:path";
import { movedFolder, type Past } from "../git/past.ts";
import { likeness } from "../text/likeness.ts";
import { placeInFile } from "./place-in-file.ts";
import type { Sources } from "./sources.ts";

/** Names that many folders have a file or folder of: one elsewhere need not be the one that is gone. */
const COMMON_FILE = /^(?:Dockerfile|Containerfile|Makefile|justfile|README|LICENSE|CHANGELOG|index|mod|__init__|conftest|package|tsconfig|pyproject|Cargo|go|requirements|\+\w[\w.]*|\.env[\w.]*|\.\w+ignore|(?:docker-)?compose[\w.-]*)(?:\.\w+){0,2}$/i;
const COMMON_FOLDER = /^(?:src|lib|apps?|api|tests?|docs|scripts|config|public|static|assets|components|routes|pages|server|client|web|migrations|versions)$/i;

const CANDIDATES = 300;
/** Lines in common, of all, from which on two files are the same one, changed. */
const ALIKE = 0.5;

/**
 * Where a file or folder that is gone is now: where commits moved it; else, where git knows what it was, the uncommitted
 * file that is like it; else the one of the same name that holds the anchor too. Undefined where there is none, or where it
 * could be several.
 */
export async function findMoved(sources: Sources, path: string, anchor: string[]): Promise<string | undefined> {
  const { past } = sources;
  const wanted = posix.normalize(path);
  if (past) {
    const committed = await past.movedTo(wanted);
    if (committed !== undefined && (await sources.kind(committed)) !== undefined) return committed;
    const found = wanted.endsWith("/") ? await folderLike(sources, past, wanted) : await fileLike(sources, past, wanted);
    if (found) return found.now;
  }
  const named = await sameName(sources, wanted);
  const without = named !== undefined && anchor.length > 0 && (await placeInFile(sources, named, anchor)) === undefined;
  return without ? undefined : named;
}

/** The new file that holds most of what was in the old one; undefined where git does not know the old one. */
async function fileLike(sources: Sources, past: Past, path: string): Promise<{ now: string | undefined } | undefined> {
  const text = await past.lastText(path);
  if (text === undefined) return undefined;
  const before = await past.committed();
  const extension = posix.extname(path);
  const fresh = (await sources.walk()).filter((entry) => !entry.endsWith("/") && !before.has(entry) && (posix.extname(entry) === extension || posix.basename(entry) === posix.basename(path)));
  const rated = await Promise.all(fresh.slice(0, CANDIDATES).map(async (entry) => ({ entry, rate: likeness(text, (await sources.text(entry)) ?? "") })));
  const [best] = rated.filter(({ rate }) => rate >= ALIKE).toSorted((a, b) => b.rate - a.rate);
  return { now: best?.entry };
}

/** The folder that has most of the files which the old one had, at the same places below it; undefined where git knows of none. */
async function folderLike(sources: Sources, past: Past, folder: string): Promise<{ now: string | undefined } | undefined> {
  const files = await past.filesBelow(folder);
  if (files.length === 0) return undefined;
  const before = await past.committed();
  const fresh = (await sources.walk()).filter((entry) => !before.has(entry));
  return { now: movedFolder(folder, files.slice(0, CANDIDATES).map((from) => ({ from, to: fresh.find((entry) => entry.endsWith(`/${from.slice(folder.length)}`)) ?? "" }))) };
}

/** Of several the one whose path agrees most, undefined where two do. A common name must agree in its folder too. */
async function sameName(sources: Sources, path: string): Promise<string | undefined> {
  const wanted = path.replace(/\/$/, "").split("/");
  const name = wanted.at(-1) ?? "";
  const folder = path.endsWith("/");
  const entries = await sources.walk();
  const candidates = entries.filter((entry) => posix.basename(entry) === name && (!folder || entry.endsWith("/")) && (entry.endsWith("/") ? folder || !name.includes(".") : !folder));
  const rated = candidates.map((entry) => ({ entry, ...rate(entry.replace(/\/$/, "").split("/"), wanted) })).sort((a, b) => b.rate - a.rate);
  const [best, second] = rated;
  return best && best.rate !== second?.rate && (!(folder ? COMMON_FOLDER : COMMON_FILE).test(name) || best.tail > 1) ? best.entry : undefined;
}

/** Names in common, counted from the end and from the start; the end counts more. */
function rate(names: string[], wanted: string[]): { rate: number; tail: number } {
  const same = (a: string[], b: string[]): number => {
    let count = 0;
    while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
    return count;
  };
  const tail = same(names.toReversed(), wanted.toReversed());
  return { rate: 3 * tail + same(names, wanted), tail };
}
