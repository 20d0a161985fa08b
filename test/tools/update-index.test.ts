import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { updateIndex } from "../../src/tools/update-index.ts";
import { troubleshoot } from "../../src/tools/troubleshoot.ts";
import { CANARIES } from "../support/shop-files.ts";
import { COMPONENT_MAP, MAPPED, SKILL, TROUBLESHOOTING_INDEX } from "../support/shop-maps.ts";
import { ROOT, shop } from "../support/shop.ts";
import { good, refused } from "../support/sound.ts";

const MAP = `${ROOT}/${SKILL}/component-map.md`;
const INDEX = `${ROOT}/${SKILL}/troubleshooting-index.md`;
const ISSUE = { kind: "issue", title: "Cache forgets everything", category: "Service-Specific", symptoms: ["pages are slow after a restart"], steps: ["service_exec redis, DBSIZE"], causes: ["nothing is saved → `compose.yaml` → `services` → `redis`"], signals: ["DB 0: 0 keys"] };
const COMPONENT = { kind: "component", title: "Cache", category: "Backend", definitive_source: ["compose.yaml → services → redis"], whats_there: ["answers that were asked for before"], aliases: ["redis"] };

test("an issue is written in its shape and found again", async () => {
  const { call, files } = shop({ files: MAPPED });
  const { text, result } = good(await call(updateIndex, ISSUE));
  expect(text).toMatchInlineSnapshot(`
    "**added**: Cache forgets everything (.claude/skills/shop/references/troubleshooting-index.md:5).

    added: Cache forgets everything (.claude/skills/shop/references/troubleshooting-index.md:5, proof: candidate)

    - Common Causes: compose.yaml:11-15 → services → redis (ok)"
  `);
  expect(result).toMatchObject({ status: "added", proof: "candidate", pointers: [{ status: "ok" }] });
  const after = files.tree()[INDEX] ?? "";
  expect(after.replace(/### "Cache forgets[^]*?(?=### )/, "")).toBe(TROUBLESHOOTING_INDEX);
  expect(after.slice(after.indexOf('### "Cache'), after.indexOf('### "Database'))).toMatchInlineSnapshot(`
    "### "Cache forgets everything"

    **Symptoms**:

    - pages are slow after a restart

    **Troubleshooting Path**:

    1. service_exec redis, DBSIZE

    **Common Causes**:

    - nothing is saved → \`compose.yaml\` → \`services\` → \`redis\`

    **Signals**:

    - \`DB 0: 0 keys\`

    **Proof**: candidate, 2025-01-01

    "
  `);
  expect(good(await call(troubleshoot, { logs: "DB 0: 0 keys (0 volatile)", collect: false })).result).toMatchObject({ related: [{ title: "Cache forgets everything", signals_matched: ["DB 0: 0 keys"], proof: "candidate" }] });
});

test("a component goes into its category", async () => {
  const { call, files } = shop({ files: MAPPED });
  expect(good(await call(updateIndex, COMPONENT)).result).toMatchObject({ status: "added", entry: "Cache", pointers: [{ path: "compose.yaml", status: "ok" }] });
  expect(files.tree()[MAP]).toContain("### Cache\n\n**Definitive Source**: `compose.yaml` → `services` → `redis`\n");
});

describe("said once", () => {
  test("a duplicate is named, not written", async () => {
    const { call, files } = shop({ files: MAPPED });
    const { result } = good(await call(updateIndex, { ...ISSUE, title: "The database refuses the password", symptoms: ["the server restarts"] }));
    expect(result).toMatchObject({ status: "duplicate", entry: "Database refuses the password", similar: [{ title: "Database refuses the password" }], next: [{ tool: "update_index", arguments: { merge_into: "Database refuses the password" } }] });
    expect(files.tree()[INDEX]).toBe(TROUBLESHOOTING_INDEX);
  });

  test("merged, it adds what is new", async () => {
    const { call, files } = shop({ files: MAPPED });
    const given = { ...ISSUE, title: "Password refused", merge_into: "Database refuses the password" };
    expect(good(await call(updateIndex, given)).result).toMatchObject({ status: "merged", entry: "Database refuses the password" });
    expect(files.tree()[INDEX]).toContain("- the server restarts although the database is healthy\n- pages are slow after a restart\n");
    expect(good(await call(updateIndex, given)).result).toMatchObject({ status: "duplicate" });
    expect(good(await call(updateIndex, { ...given, merge_into: "Nobody" })).result).toMatchObject({ status: "rejected", problems: [{ code: "unknown-entry" }] });
  });
});

describe("a pointer", () => {
  test("is added under its label", async () => {
    const { call, files } = shop({ files: MAPPED });
    expect(good(await call(updateIndex, { kind: "pointer", entry: "database", role: "Template", pointer: ".env.example" })).result).toMatchObject({ status: "merged", entry: "Database", pointers: [{ role: "Template", status: "ok" }] });
    expect(files.tree()[MAP]).toContain("**Aliases**: db, postgres, sql\n\n**Template**: `.env.example`\n");
  });

  test("takes the place of the stale one under its label", async () => {
    const { call, files } = shop({ files: { ...MAPPED, "server/main.py": undefined, "backend/main.py": "app = 1\n" } });
    expect(good(await call(updateIndex, { kind: "pointer", entry: "Server", role: "Definitive Source", pointer: "backend/main.py" })).result).toMatchObject({ status: "replaced" });
    expect(files.tree()[MAP]).toBe(COMPONENT_MAP.replace("`server/main.py`", "`backend/main.py`"));
  });
});

test("an entry is retired", async () => {
  const { call, files } = shop({ files: MAPPED });
  expect(good(await call(updateIndex, { retire: "Page stays empty" })).result).toMatchObject({ status: "retired", line: expect.any(Number) });
  expect(files.tree()[INDEX]).not.toContain("Page stays empty");
});

test("a dry run says what would be and writes nothing", async () => {
  const { call, files } = shop({ files: MAPPED });
  expect(good(await call(updateIndex, { ...ISSUE, dry_run: true, commit: true })).result).toMatchObject({ status: "planned", entry: "Cache forgets everything" });
  expect(files.tree()[INDEX]).toBe(TROUBLESHOOTING_INDEX);
});

describe("refused, and no byte is changed", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a pointer to nothing", { ...COMPONENT, definitive_source: ["nowhere.md"] }, "pointer-missing"],
    ["a key that is not there", { ...COMPONENT, definitive_source: ["compose.yaml → services → nobody"] }, "pointer-missing"],
    ["a way out of the workspace", { ...COMPONENT, definitive_source: ["../../etc/passwd"] }, "pointer-outside"],
    ["a port", { ...COMPONENT, key_details: "it listens on port 6379" }, "copied-value"],
    ["an image", { ...COMPONENT, whats_there: ["runs redis:7 as it is"] }, "copied-value"],
    ["a value of .env", { ...COMPONENT, key_details: `greets with ${CANARIES.GREETING}` }, "secret"],
    ["what looks like a secret", { ...ISSUE, steps: ["make check", "curl -H 'Authorization: Bearer x' with sk-or-v1-0123456789abcdef0123"] }, "secret"],
    ["an issue that points nowhere", { ...ISSUE, steps: ["think"], causes: [], definitive_source: [] }, "no-pointer"],
    ["a pointer for nobody", { kind: "pointer", entry: "Nobody", pointer: ".env.example" }, "unknown-entry"],
    ["a stale pointer to nothing", { kind: "pointer", entry: "Server", pointer: "nowhere.py" }, "pointer-missing"],
    ["retiring nobody", { retire: "Nobody" }, "unknown-entry"],
  ])("%s", async (_name, input, code) => {
    const { call, files } = shop({ files: MAPPED });
    const { result, failed, text } = good(await call(updateIndex, input));
    expect(failed).toBe(true);
    expect(result, text).toMatchObject({ status: "rejected", problems: expect.arrayContaining([expect.objectContaining({ code, fix: expect.any(String) })]), next: [{}] });
    expect(files.tree()).toMatchObject({ [MAP]: COMPONENT_MAP, [INDEX]: TROUBLESHOOTING_INDEX });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["nothing at all", {}, "invalid-arguments"],
    ["no title", { ...ISSUE, title: " " }, "invalid-arguments"],
    ["no steps", { ...ISSUE, steps: [] }, "invalid-arguments"],
    ["fields of the other kind", { ...COMPONENT, symptoms: ["x"] }, "invalid-arguments"],
    ["a draft that nobody offered", { draft: "d1" }, "invalid-arguments"],
    ["an incident that nobody saw", { ...ISSUE, incident: "i1" }, "invalid-arguments"],
  ])("%s", async (_name, input, code) => {
    const { call } = shop({ files: MAPPED });
    expect(refused(await call(updateIndex, input)).error).toMatchObject({ code });
  });

  test("where there is no map, or it belongs to an installed package", async () => {
    expect(refused(await shop().call(updateIndex, COMPONENT)).error).toMatchObject({ code: "no-map" });
    const inside = Object.fromEntries(Object.entries(MAPPED).map(([path, text]) => [path.replace(".claude/skills/shop/", "node_modules/skill/"), text]));
    const { call } = shop({ files: inside, machine: { env: { PATH: "/usr/bin", DEVOPS_SKILL: `${ROOT}/node_modules/skill` } } });
    expect(refused(await call(updateIndex, COMPONENT)).error).toMatchObject({ code: "map-not-writable" });
  });

  test("where the file may not be written", async () => {
    const { call, files } = shop({ files: MAPPED });
    files.fail("replace", new UserError("file-unwritable", "it may not be written.", "Give the right."), INDEX);
    expect(good(await call(updateIndex, ISSUE)).result).toMatchObject({ status: "rejected", problems: [{ code: "file-unwritable" }] });
  });

  test("where the map is a link to a file elsewhere", async () => {
    const { call, files } = shop({ files: { ...MAPPED, [`${SKILL}/troubleshooting-index.md`]: undefined } });
    await files.makeFolder("/srv/other");
    await files.write("/srv/other/index.md", TROUBLESHOOTING_INDEX);
    files.link(INDEX, "/srv/other/index.md");
    expect(good(await call(updateIndex, ISSUE)).result).toMatchObject({ status: "rejected", problems: [{ code: "path-outside" }] });
    expect(files.tree()["/srv/other/index.md"]).toBe(TROUBLESHOOTING_INDEX);
  });
});

test("what somebody writes by hand meanwhile is kept, and the entry finds its place in that", async () => {
  const { call, files } = shop({ files: MAPPED });
  const replace = files.replace.bind(files);
  let first = true;
  files.replace = async (path, before, after) => {
    if (first) await files.write(path, `${TROUBLESHOOTING_INDEX}\n### "By hand"\n\n**Symptoms**: x\n`);
    first = false;
    await replace(path, before, after);
  };
  expect(good(await call(updateIndex, ISSUE)).result).toMatchObject({ status: "added" });
  expect(files.tree()[INDEX]).toContain("By hand");
  expect(files.tree()[INDEX]).toContain("Cache forgets");
});

test("an index that is not there yet is begun", async () => {
  const { call, files } = shop({ files: { ...MAPPED, [`${SKILL}/troubleshooting-index.md`]: undefined } });
  expect(good(await call(updateIndex, ISSUE)).result).toMatchObject({ status: "added" });
  expect(files.tree()[INDEX]).toMatch(/^# Troubleshooting index\n\n## Service-Specific\n\n### "Cache/);
});
