import { describe, expect, test } from "vitest";
import { guardComposeFiles } from "../../src/compose/guard.ts";
import { UserError } from "../../src/errors.ts";
import { memoryFiles } from "../support/memory-files.ts";

async function guard(tree: Record<string, string>, names = ["compose.yaml"], env: Record<string, string> = {}) {
  const files = memoryFiles(Object.fromEntries(Object.entries(tree).map(([path, text]) => [`/srv/shop/${path}`, text])));
  return guardComposeFiles(files, "/srv/shop", names, (name) => env[name]);
}

async function refusal(tree: Record<string, string>, names?: string[], env?: Record<string, string>): Promise<string> {
  const error: unknown = await guard(tree, names, env).then(() => "accepted", (thrown: unknown) => thrown);
  return error instanceof UserError ? `${error.code}: ${error.message}` : String(error);
}

const read = async (tree: Record<string, string>, names?: string[], env?: Record<string, string>) => [...(await guard(tree, names, env)).files.keys()];

const PLAIN = "services: {web: {image: x}}";

describe("reads the files and all that they take in", () => {
  test.each([
    ["include as a list of paths", { "compose.yaml": "include: [a.yaml, sub/b.yaml]", "a.yaml": PLAIN, "sub/b.yaml": "include: [c.yaml]", "sub/c.yaml": PLAIN }, ["compose.yaml", "a.yaml", "sub/b.yaml", "sub/c.yaml"]],
    ["include in its long form", { "compose.yaml": "include:\n  - path: [a/x.yaml, a/y.yaml]\n    project_directory: p", "a/x.yaml": "include: [z.yaml]", "a/y.yaml": PLAIN, "p/z.yaml": PLAIN }, ["compose.yaml", "a/x.yaml", "a/y.yaml", "p/z.yaml"]],
    ["extends of a file", { "compose.yaml": "services: {web: {extends: {file: base/b.yaml, service: x}}}", "base/b.yaml": "services: {x: {extends: {file: c.yaml, service: y}}}", "base/c.yaml": PLAIN }, ["compose.yaml", "base/b.yaml", "base/c.yaml"]],
    ["extends within the file", { "compose.yaml": "services: {web: {extends: base}, base: {image: x}}" }, ["compose.yaml"]],
    ["an include behind an alias", { "compose.yaml": "x-i: &i [a.yaml]\ninclude: *i", "a.yaml": PLAIN }, ["compose.yaml", "a.yaml"]],
    ["an extends that is merged in", { "compose.yaml": "x-b: &b {extends: {file: a.yaml, service: x}}\nservices:\n  web:\n    <<: *b", "a.yaml": PLAIN }, ["compose.yaml", "a.yaml"]],
    ["an include in the second document", { "compose.yaml": `${PLAIN}\n---\ninclude: [a.yaml]`, "a.yaml": PLAIN }, ["compose.yaml", "a.yaml"]],
    ["files that include each other", { "compose.yaml": "include: [a.yaml]", "a.yaml": "include: [compose.yaml]" }, ["compose.yaml", "a.yaml"]],
    ["an included file that is missing, which compose says itself", { "compose.yaml": "include: [gone.yaml]" }, ["compose.yaml"]],
    ["tags of compose", { "compose.yaml": "services: {web: {ports: !reset [], command: !override [x]}}" }, ["compose.yaml"]],
  ])("%s", async (_name, tree, expected) => {
    expect(await read(tree)).toEqual(expected);
  });

  test("paths may use variables", async () => {
    const tree = { "compose.yaml": "include: ['${WHICH:-dev}.yaml']", "dev.yaml": PLAIN, "prod.yaml": PLAIN };
    expect(await read(tree)).toEqual(["compose.yaml", "dev.yaml"]);
    expect(await read(tree, undefined, { WHICH: "prod" })).toEqual(["compose.yaml", "prod.yaml"]);
  });

  test("paths of a second file start from the folder of the first, as compose has it", async () => {
    const tree = { "a/compose.yaml": PLAIN, "b/compose.yaml": "include: [more.yaml]", "a/more.yaml": PLAIN, "b/more.yaml": PLAIN };
    expect(await read(tree, ["a/compose.yaml", "b/compose.yaml"])).toEqual(["a/compose.yaml", "b/compose.yaml", "a/more.yaml"]);
  });
});

describe("refuses what compose must not see", () => {
  test.each([
    ["an OCI artifact", "include: ['oci://images.example.org/x/y:1']"],
    ["a file of the web", "include: ['https://example.com/compose.yaml']"],
    ["a repository by address", "include: ['git@github.com:x/y']"],
    ["a repository with another user", "include: ['deploy@example.com:x/y']"],
    ["a repository by name", "include: ['github.com/x/y']"],
    ["a repository by ending", "include: ['example.com/x/y.git#main:docker']"],
    ["a remote extends", "services: {web: {extends: {file: 'oci://x/y', service: z}}}"],
    ["a remote include behind an alias", "x: &x ['oci://x/y']\ninclude: *x"],
    ["a remote extends that is merged in", "x: &x {extends: {file: 'oci://x/y', service: z}}\nservices: {web: {<<: *x}}"],
    ["a remote include by a default", "include: ['${NOPE:-${NEITHER:-oci://x/y}}']"],
    ["a remote include by a variable", "include: ['${REMOTE}']"],
    ["a remote include in a second document", `${PLAIN}\n---\ninclude: ['oci://x/y']`],
  ])("%s", async (_name, text) => {
    expect(await refusal({ "compose.yaml": text }, undefined, { REMOTE: "oci://x/y" })).toMatch(/^compose-remote: .*from another machine/);
  });

  test("a named file that compose would take for a repository", async () => {
    expect(await refusal({ "github.com/x/y": PLAIN }, ["github.com/x/y"])).toMatch(/^compose-remote/);
  });

  test.each([
    ["an include outside", { "compose.yaml": "include: [../other/compose.yaml]" }, "path-outside"],
    ["an absolute include outside", { "compose.yaml": "include: [/etc/passwd]" }, "path-outside"],
    ["an extends outside, two files away", { "compose.yaml": "include: [a/b.yaml]", "a/b.yaml": "services: {x: {extends: {file: ../../c.yaml, service: y}}}" }, "path-outside"],
    ["an included file that includes by a variable, which its own .env may set", { "compose.yaml": "include: [a/b.yaml]", "a/b.yaml": "include: ['${WHERE:-c.yaml}']" }, "compose-refused: a/b.yaml is not read: it is itself included"],
    ["a hundred and one files", Object.fromEntries(Array.from({ length: 102 }, (_, one) => [one === 0 ? "compose.yaml" : `${one}.yaml`, `include: [${one + 1}.yaml]`])), "compose-refused: 100.yaml is not read: more than 100 files"],
    ["a file with NUL", { "compose.yaml": "services:\0" }, "compose-refused: compose.yaml is not read: it is not a text file"],
    ["a file too large", { "compose.yaml": `# ${"x".repeat(1024 * 1024)}` }, "file-too-large"],
    ["nesting too deep to parse", { "compose.yaml": "[".repeat(5_000) }, "compose-refused: compose.yaml is not read: it is nested deeper"],
    ["an alias bomb in an included file", { "compose.yaml": "include: [b.yaml]", "b.yaml": `a: &a [${"1,".repeat(400)}]\nb: &b [${"*a,".repeat(400)}]` }, "compose-refused: b.yaml is not read: its aliases multiply"],
    ["an alias bomb in a file that is not valid besides", { "compose.yaml": `a: &a [${"1,".repeat(400)}]\nb: &b [${"*a,".repeat(400)}]\na: 2` }, "compose-refused: compose.yaml is not read: its aliases multiply"],
  ])("%s", async (_name, tree, expected) => {
    expect(await refusal(tree)).toContain(expected);
  });

  test("an include that leaves by a link", async () => {
    const files = memoryFiles({ "/srv/shop/compose.yaml": "include: [in/compose.yaml]", "/secret/compose.yaml": PLAIN });
    files.link("/srv/shop/in", "/secret");
    await expect(guardComposeFiles(files, "/srv/shop", ["compose.yaml"], () => undefined)).rejects.toMatchObject({ code: "path-outside" });
  });
});

describe("a file that is not valid", () => {
  test("goes on to compose, whose message is better, where it takes nothing in", async () => {
    expect((await guard({ "compose.yaml": "services:\n  web: {image: x" })).unreadable).toBeUndefined();
  });

  test.each([
    ["a key twice", `${PLAIN}\ninclude: [a.yaml]\nservices: {}`, { file: "compose.yaml", line: 3, message: expect.stringContaining("unique") }],
    ["an alias of nothing", "include: *nothing", { file: "compose.yaml", message: expect.stringContaining("nothing") }],
  ])("%s stops here where it includes, because what it includes cannot be told", async (_name, text, expected) => {
    expect((await guard({ "compose.yaml": text })).unreadable).toEqual(expected);
  });
});
