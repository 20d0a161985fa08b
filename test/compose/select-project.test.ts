import { describe, expect, test } from "vitest";
import { selectProject, type MapOfProject } from "../../src/compose/select-project.ts";
import { UserError } from "../../src/errors.ts";
import { memoryFiles } from "../support/memory-files.ts";

const PLAIN = "services: {web: {image: x}}";

interface Case {
  files: Record<string, string>;
  root?: string;
  env?: Record<string, string>;
  map?: MapOfProject;
  wanted?: string;
}

function select({ files, root = "/srv/shop", env = {}, map = {}, wanted }: Case) {
  const tree = Object.fromEntries(Object.entries(files).map(([path, text]) => [path.startsWith("/") ? path : `${root}/${path}`, text]));
  return selectProject(memoryFiles(tree), { root, environment: env, map, wanted });
}

async function refusal(given: Case): Promise<{ code: string; message: string; fix: string }> {
  const error: unknown = await select(given).then((project) => project, (thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  return { code: error.code, message: error.message, fix: error.fix };
}

describe("files", () => {
  test.each<[string, Case, string[], string?]>([
    ["compose.yaml", { files: { "compose.yaml": PLAIN } }, ["compose.yaml"]],
    ["compose.yaml before docker-compose.yml, as compose chooses", { files: { "docker-compose.yml": PLAIN, "compose.yaml": PLAIN } }, ["compose.yaml"], "not used: docker-compose.yml"],
    ["an override file beside it", { files: { "docker-compose.yml": PLAIN, "docker-compose.override.yml": PLAIN } }, ["docker-compose.yml", "docker-compose.override.yml"]],
    ["a lone development file", { files: { "docker-compose.dev.yml": PLAIN } }, ["docker-compose.dev.yml"], "the only one for development"],
    ["a development file beside one for production", { files: { "docker-compose.dev.yml": PLAIN, "docker-compose.prod.yml": PLAIN } }, ["docker-compose.dev.yml"], "the only one for development"],
    ["the map's files", { files: { "compose.yaml": PLAIN, "deploy/dev.yaml": PLAIN }, map: { compose_files: ["deploy/dev.yaml"] } }, ["deploy/dev.yaml"]],
    ["the map before COMPOSE_FILE", { files: { "a.yaml": PLAIN, "b.yaml": PLAIN, ".env": "COMPOSE_FILE=b.yaml" }, map: { compose_files: ["a.yaml"] } }, ["a.yaml"]],
    ["COMPOSE_FILE of .env", { files: { "compose.yaml": PLAIN, "a.yaml": PLAIN, "b.yaml": PLAIN, ".env": "COMPOSE_FILE=a.yaml:b.yaml" } }, ["a.yaml", "b.yaml"], "files from COMPOSE_FILE"],
    ["COMPOSE_FILE with another separator", { files: { "a.yaml": PLAIN, "b.yaml": PLAIN }, env: { COMPOSE_FILE: "a.yaml,b.yaml", COMPOSE_PATH_SEPARATOR: "," } }, ["a.yaml", "b.yaml"], "files from COMPOSE_FILE"],
    ["the environment before .env", { files: { "a.yaml": PLAIN, "b.yaml": PLAIN, ".env": "COMPOSE_FILE=b.yaml" }, env: { COMPOSE_FILE: "a.yaml" } }, ["a.yaml"], "files from COMPOSE_FILE"],
    ["an absolute path inside", { files: { "a.yaml": PLAIN }, env: { COMPOSE_FILE: "/srv/shop/a.yaml" } }, ["a.yaml"], "files from COMPOSE_FILE"],
    ["a file that is asked for", { files: { "compose.yaml": PLAIN, "docker-compose.prod.yml": PLAIN }, wanted: "docker-compose.prod.yml" }, ["docker-compose.prod.yml"]],
  ])("%s", async (_name, given, files, doubt) => {
    const project = await select(given);
    expect({ files: project.files, doubt: project.doubt }).toEqual({ files, doubt });
  });
});

describe("several projects of a map", () => {
  const files = { "a.yaml": PLAIN, "b.yaml": PLAIN };
  const map = { projects: [{ name: "Front", compose_files: ["a.yaml"], profiles: ["ui"] }, { name: "back", compose_files: ["b.yaml"] }] };

  test("one is asked for by name", async () => {
    expect(await select({ files, map, wanted: "Front" })).toMatchObject({ name: "front", files: ["a.yaml"], profiles: ["ui"], namedBy: "the map" });
  });

  test("none is asked for: the candidates are named", async () => {
    expect(await refusal({ files, map })).toEqual({ code: "project-ambiguous", message: "The map names 2 projects. Candidates: Front, back.", fix: 'Pass project: "Front" (or another candidate), or set COMPOSE_FILE in .env.' });
  });

  test("one that does not exist", async () => {
    expect(await refusal({ files, map, wanted: "--help" })).toEqual({ code: "unknown-project", message: 'There is no project "--help" in /srv/shop.', fix: "Pass one of: Front, back; or leave `project` out." });
  });

  test("a map with one project needs no choice", async () => {
    expect(await select({ files, map: { projects: map.projects.slice(1) } })).toMatchObject({ name: "back", files: ["b.yaml"] });
  });
});

describe("name", () => {
  test.each<[string, Case, string, string]>([
    ["of the folder, in compose's form", { files: { "compose.yaml": PLAIN }, root: "/srv/My Shop (2)" }, "myshop2", "compose"],
    ["of the folder of the first file", { files: { "deploy/compose.yaml": PLAIN }, map: { compose_files: ["deploy/compose.yaml"] } }, "deploy", "compose"],
    ["by name: of the file", { files: { "compose.yaml": `name: 'Named'  # so\n${PLAIN}` } }, "named", "compose"],
    ["by name: with Windows line ends", { files: { "compose.yaml": `name: named\r\n${PLAIN}\r\n` } }, "named", "compose"],
    ["by name: of the last file that has one", { files: { "compose.yaml": `name: one\n${PLAIN}`, "compose.override.yaml": "name: two\n" } }, "two", "compose"],
    ["by name: with a variable", { files: { "compose.yaml": `name: shop-\${STAGE:-dev}\n${PLAIN}`, ".env": "STAGE=qa" } }, "shop-qa", "compose"],
    ["not by a name: inside a service", { files: { "compose.yaml": "services:\n  web:\n    name: inner" } }, "shop", "compose"],
    ["by COMPOSE_PROJECT_NAME of .env, above all", { files: { "compose.yaml": `name: one\n${PLAIN}`, ".env": "COMPOSE_PROJECT_NAME=mine" }, map: { compose_files: ["compose.yaml"], project: "mapped" } }, "mine", "COMPOSE_PROJECT_NAME"],
    ["by the map before name:", { files: { "compose.yaml": `name: one\n${PLAIN}` }, map: { compose_files: ["compose.yaml"], project: "mapped" } }, "mapped", "the map"],
    ["of the folder where name: cannot be read", { files: { "compose.yaml": 'name: "open\nservices: {}' } }, "shop", "compose"],
    ["of the folder where name: is an alias of nothing", { files: { "compose.yaml": "name: *nothing" } }, "shop", "compose"],
  ])("%s", async (_name, given, name, namedBy) => {
    const project = await select(given);
    expect({ name: project.name, namedBy: project.namedBy }).toEqual({ name, namedBy });
  });

  test("nothing is left of it", async () => {
    expect(await refusal({ files: { "compose.yaml": PLAIN }, root: "/srv/日本" })).toMatchObject({ code: "project-unnamed", fix: "Set COMPOSE_PROJECT_NAME in .env, or a `name:` in compose.yaml." });
  });
});

describe("profiles and variables", () => {
  test.each<[string, Case, string[]]>([
    ["COMPOSE_PROFILES of .env", { files: { "compose.yaml": PLAIN, ".env": "COMPOSE_PROFILES=a, b" } }, ["a", "b"]],
    ["of the environment before .env", { files: { "compose.yaml": PLAIN, ".env": "COMPOSE_PROFILES=a" }, env: { COMPOSE_PROFILES: "c" } }, ["c"]],
    ["the map before both", { files: { "compose.yaml": PLAIN }, env: { COMPOSE_PROFILES: "c" }, map: { compose_files: ["compose.yaml"], profiles: ["m"] } }, ["m"]],
    ["none", { files: { "compose.yaml": PLAIN } }, []],
  ])("%s", async (_name, given, profiles) => {
    expect((await select(given)).profiles).toEqual(profiles);
  });

  test("the env file that the map names is read", async () => {
    const project = await select({ files: { "compose.yaml": PLAIN, ".env": "A=no", "config/dev.env": "A='yes'\nB=2" }, map: { env_file: "config/dev.env" } });
    expect(project).toMatchObject({ envFile: "config/dev.env", envValues: { A: "yes", B: "2" } });
  });
});

describe("a project that is isolated in this checkout", () => {
  const STATE = "/srv/shop/.devops-infra";
  const isolation = (differing: object = {}) => JSON.stringify({ of: { name: "shop", files: ["compose.yaml"] }, project: "shop-1a2b3c", variables: { WEB_PORT: "20100" }, override: "isolated.compose.yaml", ...differing });

  test("has a name, ports and a compose file of its own", async () => {
    const project = await select({ files: { "compose.yaml": PLAIN, [`${STATE}/isolated.json`]: isolation() }, env: { HOME: "/home/dev" } });
    expect(project).toMatchObject({ name: "shop-1a2b3c", namedBy: "isolation", files: ["compose.yaml", ".devops-infra/isolated.compose.yaml"], environment: { HOME: "/home/dev", WEB_PORT: "20100" } });
  });

  test("leaves the other projects of the folder as they are", async () => {
    const project = await select({ files: { "compose.yaml": PLAIN, "docker-compose.other.yml": `name: other\n${PLAIN}`, [`${STATE}/isolated.json`]: isolation() }, wanted: "docker-compose.other.yml" });
    expect(project).toMatchObject({ name: "other", namedBy: "compose", files: ["docker-compose.other.yml"], environment: {} });
    expect(project.doubt).toBeUndefined();
  });

  test("has its compose file over all of the files that it was made for, or not at all", async () => {
    const given = { files: { "compose.yaml": PLAIN, "compose.override.yaml": PLAIN, [`${STATE}/isolated.json`]: isolation({ of: { name: "shop", files: ["compose.yaml", "compose.override.yaml"] } }) } };
    expect((await select(given)).files).toEqual(["compose.yaml", "compose.override.yaml", ".devops-infra/isolated.compose.yaml"]);
    expect(await select({ ...given, wanted: "compose.yaml" })).toMatchObject({ name: "shop-1a2b3c", namedBy: "isolation", files: ["compose.yaml"], environment: { WEB_PORT: "20100" } });
  });

  test.each([
    ["no JSON", "{"],
    ["no project that it is of", isolation({ of: undefined })],
    ["a name that is a path", isolation({ project: "../x" })],
    ["a value that is no port", isolation({ variables: { WEB_PORT: "80; id" } })],
    ["another compose file", isolation({ override: "../compose.yaml" })],
  ])("says so where its file is damaged: %s", async (_name, text) => {
    expect(await refusal({ files: { "compose.yaml": PLAIN, [`${STATE}/isolated.json`]: text } })).toMatchObject({ code: "isolation-damaged", message: ".devops-infra/isolated.json cannot be read, and says which project this checkout is." });
  });

  test("is not believed through a link", async () => {
    const files = memoryFiles({ "/srv/shop/compose.yaml": PLAIN, "/srv/shop/brought.json": isolation(), [`${STATE}/.gitignore`]: "*" });
    files.link(`${STATE}/isolated.json`, "/srv/shop/brought.json");
    await expect(selectProject(files, { root: "/srv/shop", environment: {}, map: {} })).rejects.toMatchObject({ code: "path-outside" });
  });
});

describe("refuses", () => {
  test.each<[string, Case, { code: string; message?: string; fix?: string }]>([
    ["a workspace without a compose file", { files: { "README.md": "" } }, { code: "no-compose-file", message: "/srv/shop has no compose file." }],
    ["several development files", { files: { "docker-compose.dev.yml": PLAIN, "docker-compose.test.yml": PLAIN } }, { code: "project-ambiguous", fix: 'Pass project: "docker-compose.dev.yml" (or another candidate), or set COMPOSE_FILE in .env.' }],
    ["one for production alone", { files: { "docker-compose.prod.yml": PLAIN } }, { code: "project-ambiguous" }],
    ["a file of the map that is not there", { files: { "compose.yaml": PLAIN }, map: { compose_files: ["gone.yaml"] } }, { code: "compose-file-missing", message: "The compose file gone.yaml does not exist in /srv/shop." }],
    ["a folder where a file is meant", { files: { "compose.yaml/x": "" }, map: { compose_files: ["compose.yaml"] } }, { code: "compose-file-missing" }],
    ["COMPOSE_FILE outside by ..", { files: { "/srv/other/compose.yaml": PLAIN, ".env": "COMPOSE_FILE=../other/compose.yaml" } }, { code: "path-outside" }],
    ["COMPOSE_FILE outside by an absolute path", { files: { "/etc/compose.yaml": PLAIN, ".env": "COMPOSE_FILE=/etc/compose.yaml" } }, { code: "path-outside" }],
    ["an env file outside", { files: { "compose.yaml": PLAIN, "/etc/shadow": "" }, map: { env_file: "../../etc/shadow" } }, { code: "path-outside" }],
    ["a project by a path", { files: { "compose.yaml": PLAIN, "/srv/other/compose.yaml": PLAIN }, wanted: "../other/compose.yaml" }, { code: "unknown-project" }],
    ["a project in an empty workspace", { files: { "README.md": "" }, wanted: "x" }, { code: "no-compose-file" }],
  ])("%s", async (_name, given, expected) => {
    expect(await refusal(given)).toMatchObject(expected);
  });

  test("a compose file that is a link to outside", async () => {
    const files = memoryFiles({ "/secret/compose.yaml": PLAIN, "/srv/shop/README.md": "" });
    files.link("/srv/shop/compose.yaml", "/secret/compose.yaml");
    await expect(selectProject(files, { root: "/srv/shop", environment: {}, map: {} })).rejects.toMatchObject({ code: "path-outside" });
  });
});
