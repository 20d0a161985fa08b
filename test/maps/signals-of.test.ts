import { expect, test } from "vitest";
import { parseMap } from "../../src/maps/parse-map.ts";
import { signalsOf } from "../../src/maps/signals-of.ts";
import { spentMs } from "../support/spent.ts";

function read(body: string) {
  const field = parseMap(`### E\n${body}`)[0]?.fields[0];
  if (!field) throw new Error("no field");
  const { signals, short } = signalsOf(field);
  return [signals.map(({ literal }) => literal), short.map(({ literal }) => literal)];
}

test.each([
  ["several in a line", "**Signals**: `alpha one`, `alpha two` and `alpha three`", ["alpha one", "alpha two", "alpha three"]],
  ["one in a line, with its source", "**Signals** (nginx): `alpha one`", ["alpha one"]],
  ["a line without marks", "**Signals**: connection refused", ["connection refused"]],
  ["items", "**Signals**:\n- `alpha one`\n- alpha two\n- \"alpha three\"\n- “alpha four”", ["alpha one", "alpha two", "alpha three", "alpha four"]],
  ["remarks behind", "**Signals**:\n- `alpha one` (from nginx)\n- `alpha two` from the server\n- \"alpha three\" (seen twice)", ["alpha one", "alpha two", "alpha three"]],
  ["several in an item", "**Signals**:\n- `alpha one` / `alpha two`\n- `alpha three` (nginx), `alpha four`", ["alpha one", "alpha two", "alpha three", "alpha four"]],
  ["a bold beginning", "**Signals**:\n- **nginx**: `alpha one`", ["alpha one"]],
  ["backticks in a signal", "**Signals**:\n- ``beta `tick` zebra``", ["beta `tick` zebra"]],
  ["marks inside of a message", "**Signals**:\n- unknown column `id` in list\n- \"x\" is not defined", ["unknown column `id` in list", '"x" is not defined']],
  ["an item of two lines", "**Signals**:\n- `alpha one\n  goes on`", ["alpha one goes on"]],
  ["a fence in an item", "**Signals**:\n- seen:\n  ```\n  alpha one\n  ```\n", ["seen: ```alpha one```"]],
  ["a table", "**Signals**:\n\n| signal | where |\n|---|---|\n| `alpha one` | nginx |", ["alpha one"]],
  ["patterns are letters", "**Signals**:\n- `gamma.*regex`", ["gamma.*regex"]],
])("%s", (_name, body, expected) => {
  expect(read(body)).toEqual([expected, []]);
});

test.each([
  ["**Signals**:\n- `abc`\n- abcd", ["abcd"], ["abc"]],
  ["**Signals**: `abc`, `abcd`, ``", ["abcd"], ["abc"]],
  ['**Signals**:\n- ""', [], [""]],
])("too short to be looked for: %s", (body, signals, short) => {
  expect(read(body)).toEqual([signals, short]);
});

test.each(["`a` ".repeat(25_000), "`".repeat(100_000), "(".repeat(100_000), '"a", '.repeat(20_000), "`a` (".repeat(20_000), `**${"*a".repeat(50_000)}`])("ends soon", (text) => {
  const begun = process.cpuUsage();
  signalsOf({ text, items: [text], line: 1, itemLines: [2] });
  expect(spentMs(begun)).toBeLessThan(1_000);
});
