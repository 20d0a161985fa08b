import { posix } from "node:path";
import { parseAllDocuments, type Document } from "yaml";
import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Files } from "../host/files.ts";
import { interpolate } from "./interpolate.ts";
import { record, takenIn } from "./taken-in.ts";
import { excessOf, excessOfText } from "./yaml-limits.ts";

const LIMITS = { bytes: 1024 * 1024, files: 100, parsed: 20 };

export interface GuardedFile {
  text: string;
  /** Its documents as plain values, aliases and merges resolved; empty where it cannot be parsed. */
  values: Record<string, unknown>[];
  /** The folder that its relative paths start from, relative to the root. */
  base: string;
}

export interface Guarded {
  /** By path relative to the root, the named files first. */
  files: Map<string, GuardedFile>;
  /** A file that is not valid YAML but takes others in: which ones cannot be told, so compose must not see it. */
  unreadable?: { message: string; file: string; line?: number };
}

/**
 * Reads the compose files of a project and all that they include or extend, and refuses what compose must not see:
 * compose itself takes minutes and gigabytes on nested aliases, and before 2.40.2 a remote include could write files.
 */
export async function guardComposeFiles(files: Files, root: string, names: string[], read: (name: string) => string | undefined): Promise<Guarded> {
  const guarded: Guarded = { files: new Map() };
  const project = posix.dirname(names[0] ?? "compose.yaml");
  const waiting = names.map((name) => ({ name, base: project }));
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, base } = next;
    const key = JSON.stringify([name, base]);
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > LIMITS.files) throw refused(name, `more than ${LIMITS.files} files are included`);
    // A named file is handed to compose as it is written here, and compose takes some relative paths for addresses.
    if (names.includes(name) && isRemote(name)) throw remote("The project", name);
    const text = await files.read(await contain(files, [root], name), LIMITS.bytes);
    if (text === undefined) continue;
    const { values, error } = parse(name, text);
    guarded.files.set(name, { text, values, base });
    if (error && /\b(include|extends)\b/.test(text)) guarded.unreadable ??= { file: name, ...error };
    for (const one of values.flatMap((value) => takenIn(value))) {
      if (!names.includes(name) && one.paths.some((path) => /\$[^$]/.test(path))) {
        throw refused(name, "it is itself included, and includes others by a variable, whose value may come from a file that is not known here");
      }
      const paths = one.paths.map((path) => interpolate(path, read).text);
      const far = paths.find(isRemote);
      if (far !== undefined) throw remote(name, far);
      const at = (path: string) => posix.relative(root, posix.resolve(root, base, path));
      const folder = one.folder === undefined ? posix.dirname(at(paths[0] ?? "")) : at(interpolate(one.folder, read).text);
      waiting.push(...paths.map((path) => ({ name: at(path), base: folder })));
    }
  }
  return guarded;
}

/** As compose tells them: an address, `user@host:path`, a path of GitHub or a repository; `oci://` and `https://` among them. */
function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:|^github\.com\/|\.git(#|$)/i.test(path);
}

interface Parsed {
  values: Record<string, unknown>[];
  error?: { message: string; line?: number };
}

/** Texts that were parsed before; every call comes here, and parsing takes longer than all the rest of it. */
const parsedBefore = new Map<string, Parsed>();

function parse(name: string, text: string): Parsed {
  const known = parsedBefore.get(text);
  if (known) return known;
  const parsed = parseAnew(name, text);
  parsedBefore.set(text, parsed);
  const [oldest] = parsedBefore.keys();
  if (parsedBefore.size > LIMITS.parsed && oldest !== undefined) parsedBefore.delete(oldest);
  return parsed;
}

function parseAnew(name: string, text: string): Parsed {
  if (text.includes("\0")) throw refused(name, "it is not a text file");
  const beforehand = excessOfText(text);
  if (beforehand !== undefined) throw refused(name, beforehand);
  const parsed = parseAllDocuments(text, { merge: true, logLevel: "silent" });
  const documents: Document[] = Array.isArray(parsed) ? parsed : [];
  const excess = documents.map(excessOf).find((one) => one !== undefined);
  if (excess !== undefined) throw refused(name, excess);
  const [error] = documents.flatMap((document) => document.errors);
  if (error) return { values: [], error: { message: firstLine(error), ...(error.linePos ? { line: error.linePos[0].line } : {}) } };
  try {
    return { values: documents.map((document) => record(document.toJS({ maxAliasCount: -1 }))) };
  } catch (unresolved) {
    return { values: [], error: { message: unresolved instanceof Error ? firstLine(unresolved) : "" } };
  }
}

function firstLine({ message }: Error): string {
  return message.split("\n")[0] ?? "";
}

function remote(name: string, path: string): UserError {
  return new UserError("compose-remote", `${name} takes in ${path} from another machine; only files of the workspace are read.`, "Copy that file into the workspace and include it by its path.");
}

function refused(name: string, why: string): UserError {
  return new UserError("compose-refused", `${name} is not read: ${why}.`, "Split or simplify the file.");
}
