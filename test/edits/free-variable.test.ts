import { expect, test } from "vitest";
import { freeVariable, variableName, type KnownVariables } from "../../src/edits/free-variable.ts";

const known: KnownVariables = { read: (name) => ({ A_PORT: "8080", SAME_PORT: "8025", EMPTY_PORT: "" })[name], used: new Set(["USED_PORT"]), offered: new Map([["OFFERED_PORT", "1"], ["OFFERED_SAME", "8025"]]) };

test.each<[string[], string]>([
  [["NEW_PORT"], "NEW_PORT"],
  [["A_PORT", "A_8025_PORT"], "A_8025_PORT"],
  [["A_PORT"], "A_PORT_2"],
  [["USED_PORT", "OFFERED_PORT", "A_PORT"], "A_PORT_2"],
  [["SAME_PORT"], "SAME_PORT"],
  [["OFFERED_SAME"], "OFFERED_SAME"],
  [["EMPTY_PORT"], "EMPTY_PORT"],
])("%j", (names, free) => {
  const { name, passed } = freeVariable(names, "8025", known);
  expect(name).toBe(free);
  expect(passed).toEqual(names.slice(0, passed.length));
});

test("a name of letters", () => {
  expect(variableName("image-proxy.v2", "80_", "PORT")).toBe("IMAGE_PROXY_V2_80_PORT");
});
