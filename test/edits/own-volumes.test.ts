import { expect, test } from "vitest";
import { ownVolumes, unsharedVolumes } from "../../src/edits/own-volumes.ts";

const declared = new Set(["data", "cache_data", "cache_data_2"]);

test.each<[unknown, string[]]>([
  [["new:/x", "data:/y", "./a:/a", "/b:/b", "~/c:/c", "/d", "new:/z:ro"], ["new"]],
  [[{ type: "volume", source: "new", target: "/x" }, { type: "bind", source: "bound", target: "/y" }, { type: "volume", target: "/z" }, { source: "short", target: "/s" }], ["new", "short"]],
  [["${V:-new}:/x", "${D:-./new}:/y", "${E:-data}:/z"], ["new"]],
  [["toString:/x"], ["toString"]],
  ["new:/x", []],
  [undefined, []],
  [[null, 5], []],
])("%j", (volumes, names) => {
  expect(ownVolumes(volumes, declared, (text) => text.replace(/\$\{\w+:-([^}]*)\}/g, "$1"))).toEqual(names);
});

test("a template's volume is never another service's", () => {
  expect(unsharedVolumes(["cache_data:/data", "fresh:/x"], declared)).toEqual({ volumes: ["cache_data_3:/data", "fresh:/x"], notes: ["the project has a volume cache_data already, so this service's is called cache_data_3"] });
  expect(unsharedVolumes(undefined, declared)).toEqual({ volumes: undefined, notes: [] });
});
