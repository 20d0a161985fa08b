import { describe, expect, test } from "vitest";
import { damageOf, sealsFile } from "../../src/maps/damage.ts";
import { parseMap } from "../../src/maps/parse-map.ts";

const GOOD = "# Map\n\nWords.\n\n## B\n\n### A\n\n**X**: y\n\n```md\n### Not one\n```\n\n<!-- ### nor this -->\n\n## How to Use It\n\n### Step one\n\nRead.\n";

test.each([
  ["a good one", GOOD],
  ["with Windows line ends and a byte order mark", `\uFEFF${GOOD.replaceAll("\n", "\r\n")}`],
  ["with front matter", `---\nversion: 1\n---\n\n${GOOD}`],
  ["with a fence in a fence", `${GOOD}\n\`\`\`\`md\n\`\`\`\n\`\`\`\`\n`],
  ["with a rule", `${GOOD}\n---\n\n=======\n`],
  ["with a heading over prose", `${GOOD}\n## C\n\n### D\n\nonly words: \`x\`, and **bold** ones\n`],
  ["with a fence in an item", "## B\n\n### A\n\n**X**:\n\n1. y\n\n   ```\n   ###z\n   ```\n"],
])("%s has no damage", (_name, text) => {
  expect(damageOf(text)).toEqual([]);
});

describe("damage is told by line", () => {
  test.each<[string, string, string, number, boolean]>([
    ["nothing", "", "map-empty", 1, true],
    ["blank lines", "\n \n", "map-empty", 1, true],
    ["bytes", `${GOOD}\nx\0y\n`, "map-binary", 23, true],
    ["a picture", "\uFFFDPNG\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\n", "map-binary", 1, true],
    ["a fence that stays open", `${GOOD}\n\`\`\`yaml\nkey: value\n`, "map-unclosed", 23, true],
    ["a comment that stays open", `${GOOD}\n<!-- later\nmore\n`, "map-unclosed", 23, true],
    ["front matter that stays open", "---\nversion: 1\n\n## B\n\n### A\n\n**X**: y\n", "map-unclosed", 1, true],
    ["a merge conflict", `${GOOD}\n<<<<<<< ours\n## C\n=======\n## D\n>>>>>>> theirs\n`, "map-conflict", 23, true],
    ["an entry twice", "## B\n\n### A\n\n**X**: y\n\n### `a`\n\n**X**: z\n", "entry-twice", 7, false],
    ["an entry with a label that says nothing", "## B\n\n### A\n\n**X**: y\n\n### C\n\n**Ports**\n", "entry-empty", 7, false],
    ["an entry with a label that is not bold", "## B\n\n### A\n\n**X**: y\n\n### C\n\n- Definitive Source: `x`\n", "entry-empty", 7, false],
    ["a heading without its space", "## B\n\n###A\n\n**X**: y\n", "heading-tight", 3, false],
    ["a signal of three letters", "## B\n\n### A\n\n**Signals**:\n\n- `long enough`\n- `abc`\n", "signal-short", 8, false],
    ["a signal without anything", "## B\n\n### A\n\n**Signals**: `long enough`, \"\"\n", "signal-short", 5, false],
    ["a byte of Latin-1", "## B\n\n### A\n\n**X**: Gr\uFFFD\uFFFDe\n", "map-encoding", 5, true],
    ["lines that end in CR alone", "## B\r\r### A\r\r**X**: y\r", "map-line-ends", 1, true],
    ["an entry in no category", "### A\n\n**X**: y\n", "entry-homeless", 1, false],
    ["a field that says nothing", "## B\n\n### A\n\n**X**:\n\n**Y**: z\n", "field-empty", 5, false],
    ["a line without end", `## B\n\n### A\n\n**X**: ${"y".repeat(10_001)}\n`, "line-too-long", 5, false],
    ["words alone", "# Map\n\nwords\n", "no-entries", 1, false],
  ])("%s", (_name, text, code, line, seals) => {
    const found = damageOf(text).find((one) => one.code === code);
    expect(found).toMatchObject({ code, line, message: expect.stringMatching(/\.$/), fix: expect.stringMatching(/\.$/) });
    expect(found && sealsFile(found)).toBe(seals);
  });
});

test("good entries beside damage are served", () => {
  const text = "## B\n\n### A\n\n**X**: y\n\n### C\n\n**Ports**\n\n### A\n\n**X**: z\n\n### D\n\n**X**: y\n";
  expect(parseMap(text).map((one) => one.title)).toEqual(["A", "A", "D"]);
  expect(damageOf(text).map((one) => one.code)).toEqual(["entry-empty", "entry-twice"]);
});
