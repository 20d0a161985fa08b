import { describe, expect, test } from "vitest";
import { Document, parseDocument } from "yaml";
import { excessOf, excessOfText } from "../../src/compose/yaml-limits.ts";

const excess = (text: string) => excessOf(parseDocument(text, { merge: true, logLevel: "silent" }));

function mapsDeep(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${" ".repeat(level)}a:`).join("\n");
}

describe("excessOfText", () => {
  const DEEP = "it is nested deeper than 64 levels";

  test.each([
    ["maps by indentation", mapsDeep(300), DEEP],
    ["lists by dashes", `${"- ".repeat(300)}x`, DEEP],
    ["lists by dashes, begun anew on deeper lines", Array.from({ length: 10 }, (_, line) => `${" ".repeat(line * 60)}${"- ".repeat(30)}a:`).join("\n"), DEEP],
    ["keys of keys", `${"? ".repeat(300)}x`, DEEP],
    ["64 dashes are 64 levels", `${"- ".repeat(64)}x`, undefined],
    ["65 are one too many", `${"- ".repeat(65)}x`, DEEP],
    ["brackets", `a: ${"[".repeat(300)}`, DEEP],
    ["brackets over lines", "[\n".repeat(300), DEEP],
    ["more aliases than anybody writes", `a: &a 1\nb: [${"*a,".repeat(10_001)}]`, "it has more than 10000 aliases"],
    ["more lines than anybody writes", "\n".repeat(100_001), "it has more than 100000 lines"],
    ["what the document may have is left to the document", mapsDeep(65), undefined],
    ["a thousand services side by side", Array.from({ length: 1000 }, (_, one) => `  s${one}:\n    image: x\n    ports:\n      - "80"`).join("\n"), undefined],
    ["a thousand brackets side by side", "a: [x]\n".repeat(1000), undefined],
    ["comments", `a: 1\n- # ${"[".repeat(1000)}\n# ${"{".repeat(1000)}`, undefined],
  ])("%s", (_name, text, expected) => {
    expect(excessOfText(text)).toBe(expected);
  });
});

describe("excessOf", () => {
  test.each([
    ["64 levels", mapsDeep(64), undefined],
    ["65 levels", mapsDeep(65), "it is nested deeper than 64 levels"],
    ["65 levels in brackets", "[".repeat(65) + "]".repeat(65), "it is nested deeper than 64 levels"],
    ["levels that aliases add up", `a: &a ${"[".repeat(40)}${"]".repeat(40)}\nb: ${"[".repeat(40)}*a${"]".repeat(40)}`, "it is nested deeper than 64 levels"],
    ["an alias bomb", bomb(9), "its aliases multiply to more than 100000 values"],
    ["an alias that holds itself", "a: &a [*a]", "an alias in it stands for a part that holds it"],
    ["a map that holds itself", "a: &a\n  b:\n    c: *a", "an alias in it stands for a part that holds it"],
    ["an alias of nothing", "a: *nothing", undefined],
    ["an anchor that is used anew", "a: &x 1\nb: *x\nc: &x 2\nd: *x", undefined],
    ["an empty file", "", undefined],
  ])("%s", (_name, text, expected) => {
    expect(excess(text)).toBe(expected);
  });

  test("many values without any alias are only many values", () => {
    expect(excessOf(new Document(Array<number>(150_000).fill(1)))).toBeUndefined();
  });

  test("ordinary anchors and merges are fine", () => {
    const services = Array.from({ length: 300 }, (_, one) => `  s${one}:\n    <<: *base\n    logging: *log`);
    expect(excess(`x-base: &base {image: x, environment: {A: "1"}}\nx-log: &log {driver: json-file}\nservices:\n${services.join("\n")}`)).toBeUndefined();
  });
});

/** Ten times ten times … : what kept compose busy for more than a minute. */
function bomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, level) => `  l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(", ")}]`);
  return `x:\n  l0: &l0 [${Array(10).fill("lol").join(", ")}]\n${lines.join("\n")}`;
}
