import { posix } from "node:path";
import { UserError } from "../errors.ts";
import { contain } from "../host/contain.ts";
import type { Past } from "../git/past.ts";
import type { Files } from "../host/files.ts";
import { isToolFolder } from "../text/build-output.ts";
import { yamlSource, type YamlSource } from "./yaml-source.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 5_000;

export type SourceKind = "file" | "folder" | "outside";

/**
 * The files of a workspace as they are during one call, each read once. Paths are relative to the root; one that leaves
 * it, by `..` or by a link, is `outside` and never read. What is binary, larger than 1 MiB or unreadable has no text.
 */
export class Sources {
  readonly #files: Files;
  readonly #root: string;
  readonly #kinds = new Map<string, Promise<SourceKind | undefined>>();
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #walks = new Map<string, Promise<string[]>>();

  /** What commits know of files that are gone; absent outside a repository. */
  readonly past: Past | undefined;

  constructor(files: Files, root: string, past?: Past) {
    this.#files = files;
    this.#root = root;
    this.past = past;
  }

  kind(path: string): Promise<SourceKind | undefined> {
    return once(this.#kinds, path, async () => {
      const absolute = await this.#inside(path);
      if (absolute === undefined) return "outside";
      const kind = await orUndefined(this.#files.stat(absolute));
      return kind?.kind === "other" ? undefined : kind?.kind;
    });
  }

  text(path: string): Promise<string | undefined> {
    return once(this.#texts, posix.normalize(path), async () => {
      if ((await this.kind(path)) !== "file") return undefined;
      const text = await orUndefined(this.#files.read(posix.resolve(this.#root, path), MAX_BYTES));
      return text === undefined || text.includes("\0") ? undefined : text.replace(/^\uFEFF/, "");
    });
  }

  /** Lines without their ends; none where there is no text. */
  async lines(path: string): Promise<string[]> {
    return ((await this.text(path)) ?? "").split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  }

  async yaml(path: string): Promise<YamlSource | undefined> {
    const text = await this.text(path);
    return text === undefined ? undefined : yamlSource(text);
  }

  /** Names in a folder, sorted, those of folders with a slash behind; empty where there is none. */
  async list(folder: string): Promise<string[]> {
    if ((await this.kind(folder)) !== "folder") return [];
    const names = (await orUndefined(this.#files.list(posix.resolve(this.#root, folder)))) ?? [];
    const kinds = await Promise.all(names.slice(0, MAX_ENTRIES).map((name) => this.kind(posix.join(folder, name))));
    return names.slice(0, MAX_ENTRIES).flatMap((name, index) => (kinds[index] === "folder" ? [`${name}/`] : kinds[index] === "file" ? [name] : []));
  }

  /**
   * Files and folders (with a slash behind) below a folder, nearest first, at most 5,000; what is installed or built is
   * left out, and links to folders are not followed.
   */
  walk(folder = "."): Promise<string[]> {
    return once(this.#walks, posix.join(folder, "."), async () => {
      const found: string[] = [];
      for (let level = [posix.join(folder, ".")]; level.length > 0 && found.length < MAX_ENTRIES; ) {
        const lists = await Promise.all(level.slice(0, MAX_ENTRIES).map(async (at) => ((await this.#isLinked(at)) ? [] : (await this.list(at)).map((name) => posix.join(at, name)))));
        const entries = lists.flat().filter((path) => !isToolFolder(posix.basename(path)));
        found.push(...entries.slice(0, MAX_ENTRIES - found.length));
        level = entries.filter((path) => path.endsWith("/"));
      }
      return found;
    });
  }

  async #isLinked(folder: string): Promise<boolean> {
    const [real, root] = await Promise.all([this.#files.realPath(posix.resolve(this.#root, folder)), this.#files.realPath(this.#root)]);
    return folder !== "." && real !== posix.join(root ?? this.#root, folder).replace(/\/$/, "");
  }

  async #inside(path: string): Promise<string | undefined> {
    try {
      return await contain(this.#files, [this.#root], path);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, find: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before) return before;
  const found = find();
  known.set(key, found);
  return found;
}

/** What cannot be read has nothing to say. */
async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
