import { expect, test } from "vitest";
import { canonicalJson } from "../../src/state/canonical-json.ts";
import { StateFolder } from "../../src/state/state-folder.ts";
import { Tokens } from "../../src/state/tokens.ts";
import { fakeClock } from "../support/fake-clock.ts";
import { fakeMachine } from "../support/fake-machine.ts";
import { memoryFiles } from "../support/memory-files.ts";

function setUp() {
  const clock = fakeClock();
  const files = memoryFiles({ "/ws/compose.yaml": "" }, clock.now);
  /** Another one over the same files is another process. */
  const open = () => new Tokens(new StateFolder(files, "/ws"), { clock, machine: fakeMachine() });
  const stored = (): string => files.tree()["/ws/.devops-infra/tokens.json"] ?? "";
  return { clock, files, open, stored };
}
const binding = { volumes: ["db"], project: "bestays" };

test("a token works once, in any process", async () => {
  const { open } = setUp();
  const token = await open().issue("stop_env", binding);
  expect(token).toMatch(/^c-[\w-]{22}$/);
  expect(await open().redeem(token, "stop_env", { project: "bestays", volumes: ["db"] })).toBe("ok");
  expect(await open().redeem(token, "stop_env", binding)).toBe("used");
  expect(await open().issue("stop_env", binding)).not.toBe(token);
});

test("for something else it does not, and stays good for what it was given", async () => {
  const { open } = setUp();
  const token = await open().issue("stop_env", binding);
  expect(await open().redeem(token, "restore", binding)).toBe("unknown");
  expect(await open().redeem("c-0000000000000000000000", "stop_env", binding)).toBe("unknown");
  expect(await open().redeem(token, "stop_env", { ...binding, volumes: ["db", "cache"] })).toBe("changed");
  expect(await open().redeem(token, "stop_env", binding)).toBe("ok");
});

test("it dies after ten minutes and is forgotten later", async () => {
  const { clock, open, stored } = setUp();
  const first = await open().issue("stop_env", binding);
  await clock.advance(10 * 60_000 - 1);
  expect(await open().redeem(await open().issue("stop_env", binding), "stop_env", binding)).toBe("ok");
  await clock.advance(1);
  expect(await open().redeem(first, "stop_env", binding)).toBe("expired");
  await clock.advance(2 * 3_600_000);
  expect(await open().redeem(first, "stop_env", binding)).toBe("unknown");
  expect(JSON.parse(stored())).toEqual({});
});

test("many at once are all kept, and one of them is redeemed once", async () => {
  const { clock, open } = setUp();
  const issuing = Promise.all(Array.from({ length: 20 }, () => open().issue("stop_env", binding)));
  const done = issuing.then(() => true);
  while (!(await Promise.race([done, clock.advance(50).then(() => false)])));
  const [token = ""] = await issuing;
  const redeeming = Promise.all(Array.from({ length: 5 }, () => open().redeem(token, "stop_env", binding)));
  const settled = redeeming.then(() => true);
  while (!(await Promise.race([settled, clock.advance(50).then(() => false)])));
  expect((await redeeming).sort()).toEqual(["ok", "used", "used", "used", "used"]);
});

test("neither the token nor what it is bound to is stored, and the file is private", async () => {
  const { files, open, stored } = setUp();
  const token = await open().issue("stop_env", binding);
  expect(stored()).not.toContain(token.slice(2));
  expect(stored()).not.toContain("bestays");
  expect((await files.stat("/ws/.devops-infra/tokens.json"))?.mode).toBe(0o600);
});

test("a damaged store knows no token and takes new ones", async () => {
  const { files, open } = setUp();
  const token = await open().issue("stop_env", binding);
  for (const damage of ["{", "null", "[]", '{"x": {"purpose": 1}}']) {
    await files.write("/ws/.devops-infra/tokens.json", damage);
    expect(await open().redeem(token, "stop_env", binding)).toBe("unknown");
    expect(await open().redeem(await open().issue("stop_env", 1), "stop_env", 1)).toBe("ok");
  }
});

test("canonical JSON is one text for equal values", () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }], a: null })).toBe('{"a":null,"b":[{"d":1}]}');
  expect(canonicalJson(undefined)).toBe("null");
});
