import { describe, expect, test } from "vitest";
import { preflightChecks } from "../../src/checks/index.ts";
import type { PreflightFacts } from "../../src/checks/preflight.ts";
import type { ListedContainer } from "../../src/engine/engine.ts";
import { aModel, aProject, aSnapshot, facts } from "../support/seen.ts";

const model = aModel({ web: {} });

/** `status: message`, then the fix and, of a failure, its code and service. */
function verdict(id: string, differing: Partial<PreflightFacts> = {}) {
  const check = preflightChecks.find((one) => one.id === id);
  if (!check) throw new Error(`no check ${id}`);
  const { status, message, fix, problem } = check.judge(facts(differing));
  return [`${status}: ${message}`, ...(fix ? [fix] : []), ...(problem ? [`${problem.code} of ${problem.service ?? "all"}, ${problem.confidence}`] : [])];
}

test("each check passes or is skipped where nothing is wrong, in the order in which it is told", () => {
  expect(preflightChecks.map((check) => `${check.id}: ${check.judge(facts()).status}`)).toEqual([
    "docker-reachable: pass",
    "compose-available: pass",
    "compose-valid: pass",
    "project-taken: pass",
    "env-file: pass",
    "env-required: pass",
    "ports-free: pass",
    "directories: pass",
    "disk-space: pass",
    "images: pass",
    "project-preflight: skip",
  ]);
});

describe("a failure brings its problem: cause, proof and fix", () => {
  test.each<[string, Partial<PreflightFacts>]>([
    ["docker-reachable", { snapshot: aSnapshot({ engine: { answers: false, reason: "unreachable", message: "x" } }) }],
    ["compose-available", { composeVersion: { missing: "x" } }],
    ["compose-available", { composeVersion: { version: "2.19.9" } }],
    ["compose-valid", { snapshot: aSnapshot({ read: { invalid: { message: "x" }, variables: [], missing: [], secrets: [], texts: new Map(), profiles: [] } }) }],
    ["project-taken", { snapshot: aSnapshot({ others: [container({ project: "shop", folder: "/srv/other" })] }) }],
    ["env-file", { envFile: "missing", envTemplate: ".env.example", snapshot: reading({ missing: ["A"] }) }],
    ["env-required", { snapshot: reading({ missing: ["A"] }) }],
    ["ports-free", { wanted: [port(80)], listeners: [{ address: "0.0.0.0", port: 80 }] }],
    ["directories", { missingPaths: [{ service: "web", path: "web", need: "build context" }] }],
    ["disk-space", { free: { bytes: 1, inodes: 1 } }],
    ["images", { absentImages: [{ service: "web", image: "x", answer: "not found", message: "m" }] }],
    ["project-preflight", { script: { path: "check.sh", exitCode: 1, output: "o" } }],
  ])("%s", (id, differing) => {
    const given = preflightChecks.find((check) => check.id === id)?.judge(facts(differing));
    expect(given).toMatchObject({ status: "fail", fix: expect.stringMatching(/\.$/), problem: { confidence: "proven", cause: given?.message, fix: { summary: given?.fix } } });
    expect(given?.problem?.evidence.length).toBeGreaterThan(0);
  });
});

describe("docker-reachable", () => {
  test.each([
    ["20.10.24", "pass: engine 20.10.24 answers"],
    ["", "pass: engine answers"],
  ])("an engine of the version %j", (version, expected) => {
    expect(verdict("docker-reachable", { snapshot: aSnapshot({ model, engine: { answers: true, info: { version } } }) })).toEqual([expected]);
  });

  test.each([
    ["unreachable", ["fail: No container engine answers.", "Start Docker (Docker Desktop, or the service `docker`), or mend DOCKER_HOST; `docker version` shows whether it answers.", "engine-unreachable of all, proven"]],
    ["denied", ["fail: This user may not open the engine's socket.", "Add the user to the group `docker` and log in again, or use a rootless engine through DOCKER_HOST.", "engine-denied of all, proven"]],
  ] as const)("%s", (reason, expected) => {
    expect(verdict("docker-reachable", { snapshot: aSnapshot({ model, engine: { answers: false, reason, message: "m" } }) })).toEqual(expected);
  });
});

test.each([
  ["2.20.0", "pass"],
  ["v2.26.1-4", "pass"],
  ["5.0.1", "pass"],
  ["2.40.3-desktop.1", "pass"],
  ["2.19.1", "fail"],
  ["1.29.2", "fail"],
  ["unknown", "fail"],
])("compose-available of version %s: %s", (version, expected) => {
  expect(verdict("compose-available", { composeVersion: { version } })[0]).toMatch(new RegExp(`^${expected}: `));
});

describe("compose-valid", () => {
  test.each([
    ["with a line", { message: "m", file: "a.yaml", line: 3 }, "fail: Compose refuses a.yaml at line 3: m."],
    ["without one", { message: "m" }, "fail: Compose refuses compose.yaml: m."],
    ["an env file that is not there", { message: "env file /srv/shop/web.env not found: stat /srv/shop/web.env: no such file" }, "fail: The env file web.env, which compose.yaml names, does not exist."],
  ])("%s", (_name, invalid, expected) => {
    expect(verdict("compose-valid", { snapshot: reading({ invalid }) })[0]).toBe(expected);
  });
});

test("project-taken names the other folder and how to get out of it", () => {
  expect(verdict("project-taken", { snapshot: aSnapshot({ model, others: [container({ project: "shop", folder: "/srv/other" })] }) })).toEqual([
    "fail: The project name shop belongs to containers of /srv/other.",
    "Set another COMPOSE_PROJECT_NAME in .env, or take the other project down in its folder.",
    "project-taken of all, proven",
  ]);
});

describe("env-file", () => {
  test.each<[string, Partial<PreflightFacts>, string[]]>([
    ["missing, and nothing asks for one", { envFile: "missing" }, ["skip: no .env, and no template asks for one"]],
    ["missing, though there is a template, and nothing needs it", { envFile: "missing", envTemplate: ".env.example" }, ["warn: .env is missing.", "Copy .env.example to .env and fill it in."]],
    ["missing, and variables have no value", { envFile: "missing", envTemplate: ".env.example", snapshot: reading({ missing: ["A", "B"] }) }, ["fail: .env is missing.", "Copy .env.example to .env and fill it in.", "env-file-missing of all, proven"]],
  ])("%s", (_name, differing, expected) => {
    expect(verdict("env-file", differing)).toEqual(expected);
  });

  test("the copy never replaces a file", () => {
    const check = preflightChecks.find((one) => one.id === "env-file");
    expect(check?.judge(facts({ envFile: "missing", envTemplate: ".env.example", snapshot: reading({ missing: ["A"] }) })).problem?.fix.command).toEqual(["cp", "-n", ".env.example", ".env"]);
  });
});

describe("env-required", () => {
  const project = (envValues: Record<string, string>) => aProject({ envValues });

  test.each<[string, PreflightFacts["snapshot"], string[]]>([
    ["demanded by the files", reading({ missing: ["A"] }), ["fail: Required without a value: A.", "Set A in .env.", "variable-missing of all, proven"]],
    ["called required by the map", aSnapshot({ model, mapVariables: ["B_KEY"] }), ["fail: Required without a value: B_KEY.", "Set B_KEY in .env.", "variable-missing of all, proven"]],
    ["by both, named once", { ...reading({ missing: ["A"] }), mapVariables: ["A"] }, ["fail: Required without a value: A.", "Set A in .env.", "variable-missing of all, proven"]],
    ["empty counts as missing for the map", aSnapshot({ model, mapVariables: ["B_KEY"], project: project({ B_KEY: "" }) }), ["fail: Required without a value: B_KEY.", "Set B_KEY in .env.", "variable-missing of all, proven"]],
    ["all set", aSnapshot({ model, mapVariables: ["B_KEY"], project: project({ B_KEY: "v" }) }), ["pass: 1 required variables set"]],
  ])("%s", (_name, snapshot, expected) => {
    expect(verdict("env-required", { snapshot })).toEqual(expected);
  });

  test.each(["changeme", "change-me", "your-api-key", "<key>", "[key]", "xxx", "...", "todo", "sk_test_replace_me", "put_it_here"])("a placeholder is a warning and is not shown: %s", (value) => {
    expect(verdict("env-required", { snapshot: aSnapshot({ model, mapVariables: ["API_KEY"], project: project({ API_KEY: value }) }) })).toEqual(["warn: Still placeholders: API_KEY.", "Put real values into .env."]);
  });

  test.each(["sk_live_51H", "postgresql://a:b@c/d", "true", "x", "here"])("%s is none", (value) => {
    expect(verdict("env-required", { snapshot: aSnapshot({ model, mapVariables: ["API_KEY"], project: project({ API_KEY: value }) }) })[0]).toMatch(/^pass/);
  });
});

describe("ports-free", () => {
  const other = container({ project: "other", folder: "/srv/other", name: "other-db-1", ports: [80] });

  test.each<[string, Partial<PreflightFacts>, string[]]>([
    ["free", {}, ["pass: 1 ports free or held by this project"]],
    ["held by our own container", { snapshot: aSnapshot({ others: [container({ project: "shop", ports: [80] })] }), listeners: [{ address: "0.0.0.0", port: 80, pid: 7, process: "docker-proxy" }] }, ["pass: 1 ports free or held by this project"]],
    ["held by our own container of a service that is not in this start", { snapshot: aSnapshot({ others: [container({ project: "shop", name: "shop-old-1", service: "old", ports: [80] })] }) }, ["fail: Port 80 (web) is held by the container shop-old-1 of this project's service old, which the compose file has no more.", "Stop shop-old-1, or give web another host port.", "port-taken of web, proven"]],
    ["held on every IPv6 address alone", { wanted: [port(80, "0.0.0.0")], listeners: [{ address: "::", port: 80, pid: 1, process: "x" }] }, ["pass: 1 ports free or held by this project"]],
    ["held on every address of both families", { wanted: [port(80, "0.0.0.0")], listeners: [{ address: "::", port: 80, pid: 1, process: "x" }], refused: [{ port: 80, answer: "taken" }] }, ["fail: Port 80 (web) is held by the process x (pid 1).", "End the process x (pid 1), or give web another host port.", "port-taken of web, proven"]],
    ["held by this folder under another project name", { snapshot: aSnapshot({ others: [container({ project: "shop-old", name: "shop-old-web-1", ports: [80] })] }) }, ["fail: Port 80 (web) is held by the container shop-old-web-1 of this same folder, under the project name shop-old.", "Take shop-old down: `docker compose -p shop-old down`.", "older-project of web, proven"]],
    ["held by a container of another project", { snapshot: aSnapshot({ others: [other] }) }, ["fail: Port 80 (web) is held by the container other-db-1 of the project other.", "Stop other-db-1, or give web another host port.", "port-taken of web, proven"]],
    ["held by a container of none", { snapshot: aSnapshot({ others: [container({ name: "lone", ports: [80] })] }) }, ["fail: Port 80 (web) is held by the container lone.", "Stop lone, or give web another host port.", "port-taken of web, proven"]],
    ["held by a process", { listeners: [{ address: "127.0.0.1", port: 80, pid: 4711, process: "nginx" }] }, ["fail: Port 80 (web) is held by the process nginx (pid 4711).", "End the process nginx (pid 4711), or give web another host port.", "port-taken of web, proven"]],
    ["held by a process of another user", { listeners: [{ address: "::", port: 80 }] }, ["fail: Port 80 (web) is held by a process that is not visible to this user.", "Give web another host port, or find the holder as root (`ss -ltnp`).", "port-taken of web, proven"]],
    ["on another address", { wanted: [port(80, "127.0.0.2")], listeners: [{ address: "127.0.0.1", port: 80, pid: 1, process: "x" }] }, ["pass: 1 ports free or held by this project"]],
    ["no holder is seen and yet it is taken", { listeners: undefined, refused: [{ port: 80, answer: "taken" }] }, ["fail: Port 80 (web) is held by a process that is not visible to this user.", "Give web another host port.", "port-taken of web, proven"]],
    ["not allowed to this user", { refused: [{ port: 80, answer: "not-allowed" }] }, ["fail: Port 80 (web) is held by the system: this user may not listen on it.", "Give web another host port.", "port-taken of web, proven"]],
    ["by UDP, which a TCP socket does not hold", { wanted: [{ ...port(80), protocol: "udp" }], listeners: [{ address: "0.0.0.0", port: 80, pid: 1, process: "x" }] }, ["pass: 1 ports free or held by this project"]],
    ["wanted by two services", { wanted: [port(80), { ...port(80), service: "api" }] }, ["fail: Port 80 (api) is held by the service web of the same project.", "Give api another host port than web.", "port-taken of api, proven"]],
    ["wanted by one service on two addresses", { wanted: [port(80, "127.0.0.1"), port(80, "::1")] }, ["pass: 2 ports free or held by this project"]],
  ])("%s", (_name, differing, expected) => {
    expect(verdict("ports-free", { wanted: [port(80)], ...differing })).toEqual(expected);
  });

  test("all that are taken are told", () => {
    expect(verdict("ports-free", { wanted: [port(80), { ...port(81), service: "api" }], listeners: [80, 81].map((one) => ({ address: "0.0.0.0", port: one, pid: one, process: "x" })) })[0]).toBe("fail: Port 80 (web) is held by the process x (pid 80). Port 81 (api) is held by the process x (pid 81).");
  });
});

describe("directories", () => {
  test.each<[string, PreflightFacts["missingPaths"], string[]]>([
    ["a build context", [{ service: "web", path: "apps/web", need: "build context" }], ["fail: Missing: apps/web (build context of web).", "Restore them, or mend the paths in the compose file.", "folder-missing of web, proven"]],
    ["a folder that docker would make", [{ service: "db", path: "data", need: "mounted folder" }], ["warn: Docker will make these as empty folders: data (mounted folder of db).", "Restore them if they should hold something."]],
    ["both: only what is fatal", [{ service: "db", path: "data", need: "mounted folder" }, { service: "web", path: "nginx.conf", need: "mounted file" }], ["fail: Missing: nginx.conf (mounted file of web).", "Restore them, or mend the paths in the compose file.", "folder-missing of web, proven"]],
  ])("%s", (_name, missingPaths, expected) => {
    expect(verdict("directories", { missingPaths })).toEqual(expected);
  });
});

test.each([
  [{ bytes: 199e6, inodes: 1e6 }, "fail: Only 199 MB of disk space are left."],
  [{ bytes: 50e9, inodes: 999 }, "fail: Only 999 inodes are left on the disk."],
  [{ bytes: 1.9e9, inodes: 1e6 }, "warn: Only 1.9 GB free."],
  [{ bytes: 50e9, inodes: 1e6 }, "pass: 50.0 GB free"],
])("disk-space of %j", (free, expected) => {
  expect(verdict("disk-space", { free })[0]).toBe(expected);
});

describe("images", () => {
  const absent = (answer: PreflightFacts["absentImages"][number]["answer"]) => ({ service: "web", image: "x:1", answer, message: "m" });

  test.each<[string, PreflightFacts["absentImages"], string[]]>([
    ["can be pulled", [absent("pullable")], ["pass: 1 images to pull"]],
    ["not in the registry", [absent("not found")], ["fail: The image x:1 (web) is not here, and its registry does not have it.", "Mend the image's name or tag.", "image-missing of web, proven"]],
    ["not for this user", [absent("denied")], ["fail: The image x:1 (web) is not here, and its registry does not give it to this user.", "Log in with `docker login`, or mend the image's name.", "image-missing of web, proven"]],
    ["no network", [absent("unreachable")], ["fail: The image x:1 (web) is not here, and its registry cannot be reached.", "Check the network, or name an image that is here (`docker images`).", "image-missing of web, proven"]],
  ])("%s", (_name, absentImages, expected) => {
    expect(verdict("images", { absentImages })).toEqual(expected);
  });
});

test.each<[string, PreflightFacts["script"], string]>([
  ["passed", { path: "check.sh", exitCode: 0, output: "" }, "pass: check.sh passed"],
  ["failed", { path: "check.sh", exitCode: 2, output: "port 80 taken" }, "fail: check.sh ended with exit code 2."],
  ["did not end", { path: "check.sh", exitCode: null, output: "" }, "fail: check.sh did not end in time."],
  ["was not run", { skipped: "no script" }, "skip: no script"],
])("project-preflight: %s", (_name, script, expected) => {
  expect(verdict("project-preflight", { script })[0]).toBe(expected);
});

function reading(read: Partial<PreflightFacts["snapshot"]["read"]>): PreflightFacts["snapshot"] {
  return aSnapshot({ read: { model, variables: [], missing: [], secrets: [], texts: new Map(), profiles: [], ...read } });
}

function port(number: number, address = "") {
  return { service: "web", port: number, address, protocol: "tcp", containerPort: number };
}

function container({ project, folder = "/srv/shop", name = "x-1", service = "web", ports = [] }: { project?: string; folder?: string; name?: string; service?: string; ports?: number[] }): ListedContainer {
  const labels: Record<string, string> = project ? { "com.docker.compose.project": project, "com.docker.compose.project.working_dir": folder, "com.docker.compose.service": service } : {};
  return { id: name, name, state: "running", labels, ports: ports.map((one) => ({ address: "0.0.0.0", hostPort: one, containerPort: one, protocol: "tcp" })) };
}
