import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pastOf } from "../../src/git/past.ts";
import { nodeFiles } from "../../src/host/node-files.ts";
import { nodeRunner } from "../../src/host/node-runner.ts";
import { resolveAll } from "../../src/knowledge/resolve-all.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { pointersIn } from "../../src/maps/pointers-in.ts";
import type { Pointer } from "../../src/pointers/pointer.ts";
import { Sources } from "../../src/pointers/sources.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { numbers, pick } from "../support/generate.ts";

// Any change of a source, and the next look at its pointer says what has become of it.

type Tree = Record<string, string>;

/** A kind of source: how one is written that defines names, and how a map points to one of them. */
interface Kind {
  extension: string;
  define(name: string): string[];
  anchor(name: string): string;
}

const KINDS: Kind[] = [
  { extension: "py", define: (name) => [`def ${name}(value):`, "    return value"], anchor: (name) => `\`${name}()\`` },
  { extension: "ts", define: (name) => [`export function ${name}(value: string): string {`, "  return value;", "}"], anchor: (name) => `\`${name}\`` },
  { extension: "sh", define: (name) => [`${name}() {`, '  echo "$1"', "}"], anchor: (name) => `\`${name}()\`` },
  { extension: "yaml", define: (name) => [`${name}:`, "  image: none"], anchor: (name) => `\`${name}\`` },
  { extension: "json", define: () => [], anchor: (name) => `\`${name}\`` },
  { extension: "md", define: (name) => [`## About ${name}`, "", "A sentence."], anchor: (name) => `\`About ${name}\`` },
  { extension: "toml", define: (name) => [`[${name}]`, "key = 1"], anchor: (name) => `\`${name}\`` },
  { extension: "mk", define: (name) => [`${name}: ## does it`, "\techo it"], anchor: (name) => `\`${name}\`` },
];

const WORDS = "amber birch cedar delta ember fjord grove heath inlet jetty knoll ledge maple north ocean pearl quartz ridge slate tidal umber vale wharf yarrow zephyr".split(" ");
const FOLDERS = ["alpha", "beta/one", "beta/two", "gamma", "delta-x"];

interface Source {
  path: string;
  kind: Kind;
  names: string[];
}

function textOf({ kind, names }: Source, padding = 0): string {
  if (kind.extension === "json") return `${"\n".repeat(padding)}{\n${names.map((name) => `  "${name}": {\n    "key": 1\n  }`).join(",\n")}\n}\n`;
  const comment = kind.extension === "ts" ? "// filler" : kind.extension === "md" ? "Filler." : "# filler";
  return [...Array.from({ length: padding }, () => comment), ...names.flatMap((name) => [...kind.define(name), ""])].join("\n");
}

function lineOf(source: Source, name: string, padding: number): number {
  const lines = textOf(source, padding).split("\n");
  const first = source.kind.extension === "json" ? `  "${name}": {` : source.kind.define(name)[0];
  return lines.indexOf(first ?? "") + 1;
}

/** A workspace of a few sources, each name of which could be pointed to. */
function generate(next: () => number): Source[] {
  return Array.from({ length: 6 }, (_, index) => {
    const kind = pick(next, KINDS);
    const words = WORDS.toSorted(() => next() - 0.5);
    return { path: `${pick(next, FOLDERS)}/${words[0] ?? ""}${index}.${kind.extension}`, kind, names: words.slice(1, 6).map((word) => `${word}_${index}`) };
  });
}

interface Change {
  tree: Tree;
  expected: Partial<Pointer>;
}

/** Each way in which a source can change, and what the pointer to one of its names must be afterwards. */
const CHANGES: Record<string, (tree: Tree, source: Source, name: string, next: () => number, git: boolean) => Change> = {
  nothing: (tree, source, name) => ({ tree, expected: { status: "ok", line: lineOf(source, name, 0) } }),
  "lines above it": (tree, source, name, next) => {
    const padding = 1 + Math.floor(next() * 40);
    return { tree: { ...tree, [source.path]: textOf(source, padding) }, expected: { status: "ok", line: lineOf(source, name, padding) } };
  },
  "another name is taken out": (tree, source, name) => {
    const left = { ...source, names: source.names.filter((one) => one === name || one !== source.names.find((other) => other !== name)) };
    return { tree: { ...tree, [source.path]: textOf(left) }, expected: { status: "ok", line: lineOf(left, name, 0) } };
  },
  "it is renamed": (tree, source, name) => ({ tree: { ...tree, [source.path]: textOf({ ...source, names: source.names.map((one) => (one === name ? `new_${one}` : one)) }) }, expected: { status: "changed" } }),
  "it is taken out": (tree, source, name) => ({ tree: { ...tree, [source.path]: textOf({ ...source, names: source.names.filter((one) => one !== name) }) }, expected: { status: "changed" } }),
  "the file is deleted": (tree, source) => ({ tree: without(tree, source.path), expected: { status: "missing" } }),
  "the file is in another folder": (tree, source) => moved(tree, source, `elsewhere/${source.path.split("/").at(-1) ?? ""}`, true),
  "the file has another name": (tree, source, _name, _next, git) => moved(tree, source, source.path.replace(/\/[^/]+\./, "/renamed."), git),
  "the file has another name in another folder": (tree, source, _name, _next, git) => moved(tree, source, `else/where/renamed.${source.kind.extension}`, git),
};

function without(tree: Tree, path: string): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([one]) => one !== path));
}

function moved(tree: Tree, source: Source, to: string, told: boolean): Change {
  return { tree: { ...without(tree, source.path), [to]: textOf(source) }, expected: told ? { status: "moved", found_at: to } : { status: "missing" } };
}

async function lookAt(sources: Sources, source: Source, name: string): Promise<Pointer | undefined> {
  const map = `## Things\n\n### Thing\n\n**Definitive Source**: \`${source.path}\` → ${source.kind.anchor(name)}\n`;
  const [entry] = parseMap(map);
  return entry && (await resolveAll({ sources }, entry, pointersIn(entry, { makefile: "Makefile", envTemplate: ".env.example" })))[0];
}

describe("without git", () => {
  test.each(Object.keys(CHANGES))("%s", async (change) => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const next = numbers(seed);
      const workspace = generate(next);
      const source = pick(next, workspace);
      const name = pick(next, source.names);
      const before = Object.fromEntries(workspace.map((one) => [one.path, textOf(one)]));
      const { tree, expected } = CHANGES[change]?.(before, source, name, next, false) ?? { tree: before, expected: {} };
      const sources = new Sources(memoryFiles(Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/srv/ws/${path}`, text]))), "/srv/ws");
      expect(await lookAt(sources, source, name), `seed ${seed}: ${source.path} → ${name}`).toMatchObject(expected);
    }
  });
});

describe("in a repository", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test.each(Object.keys(CHANGES).flatMap((change) => [[change, "on disk"] as const, [change, "committed"] as const]))("%s, %s", async (change, when) => {
    for (let seed = 101; seed <= 103; seed += 1) {
      const next = numbers(seed);
      const workspace = generate(next);
      const source = pick(next, workspace);
      const name = pick(next, source.names);
      const root = mkdtempSync(join(tmpdir(), "changes-"));
      folders.push(root);
      const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], { cwd: root });
      const before = Object.fromEntries(workspace.map((one) => [one.path, textOf(one)]));
      put(root, before);
      git("init", "-q");
      git("add", "-A");
      git("commit", "-qm", "before");
      const { tree, expected } = CHANGES[change]?.(before, source, name, next, true) ?? { tree: before, expected: {} };
      for (const path of Object.keys(before)) if (!(path in tree)) rmSync(join(root, path));
      put(root, tree);
      if (when === "committed") {
        git("add", "-A");
        git("commit", "-qm", "after", "--allow-empty");
      }
      const sources = new Sources(nodeFiles, root, pastOf({ runner: nodeRunner, environment: process.env, signal: new AbortController().signal }, root));
      expect(await lookAt(sources, source, name), `seed ${seed}: ${source.path} → ${name}`).toMatchObject(expected);
    }
  });
});

function put(root: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
