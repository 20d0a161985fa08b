import { describe, expect, test } from "vitest";
import { parseMap } from "../../src/maps/parse-map.ts";

const entries = (text: string) => parseMap(text).map((entry) => `${entry.category}/${entry.title}`);
const fields = (body: string) => parseMap(`## C\n\n### E\n\n${body}`)[0]?.fields.map(({ label, text, items }) => ({ label, text, items }));

test("an entry knows its category, its lines and its fields", () => {
  const text = "# Map\n\n## Backend\n\n### Server\n\n**Definitive Source**: `main.py`\n\n**What's There**:\n\n- routes\n- middleware\n";
  expect(parseMap(text)).toEqual([
    {
      title: "Server",
      category: "Backend",
      line: 5,
      endLine: 12,
      fields: [
        { label: "Definitive Source", key: "definitive source", text: "`main.py`", items: [], line: 7, itemLines: [] },
        { label: "What's There", key: "whats there", text: "", items: ["routes", "middleware"], line: 9, itemLines: [11, 12] },
      ],
    },
  ]);
});

describe("titles", () => {
  test.each([
    ['### "Port already in use"', "Port already in use"],
    ["### “Port already in use”", "Port already in use"],
    ['### The "real" one', 'The "real" one'],
    ['### Saying "no"', 'Saying "no"'],
    ["### Closed ###", "Closed"],
    ["### C#", "C#"],
    ["### Port 80 # 443", "Port 80 # 443"],
    ["###   Spaced  ", "Spaced"],
  ])("%s", (line, title) => {
    expect(parseMap(`## C\n${line}\n**A**: b`)[0]?.title).toBe(title);
  });
});

describe("fields", () => {
  test.each([
    ["the colon inside or outside the asterisks", "**A**: one\n**B:** two", [{ label: "A", text: "one", items: [] }, { label: "B", text: "two", items: [] }]],
    ["in a list of their own", "- **A**: one\n- **B**: two", [{ label: "A", text: "one", items: [] }, { label: "B", text: "two", items: [] }]],
    ["a list of bullets, stars and numbers", "**A**:\n- one\n* two\n+ three\n1. four\n2) five", [{ label: "A", text: "", items: ["one", "two", "three", "four", "five"] }]],
    ["text that goes on", "**A**: one\n  two\n\nthree", [{ label: "A", text: "one two three", items: [] }]],
    ["text and list", "**A**: one\n- two", [{ label: "A", text: "one", items: ["two"] }]],
    ["an item that goes on", "**A**:\n- one\n  two\n- three", [{ label: "A", text: "", items: ["one two", "three"] }]],
    ["bold words that are no label", "**A**: one\n**bold** words", [{ label: "A", text: "one **bold** words", items: [] }]],
    ["Windows line ends", "**A**: one\r\n- two\r\n", [{ label: "A", text: "one", items: ["two"] }]],
  ])("%s", (_name, body, expected) => {
    expect(fields(body)).toEqual(expected);
  });

  const one = (label: string, text: string, items: string[] = []) => ({ label, text, items });
  test.each([
    ["in a numbered list", "1. **Definitive Source**: `a`\n2) **Ports**: 1", [one("Definitive Source", "`a`"), one("Ports", "1")]],
    ["in a list of plus signs", "+ **Spec**: a\n+ **Ports**: 1", [one("Spec", "a"), one("Ports", "1")]],
    ["in a list of boxes", "- [ ] **Spec**: a\n- [x] **Ports:** 1", [one("Spec", "a"), one("Ports", "1")]],
    ["in three asterisks", "***Spec:*** a\n***Ports***: 1", [one("Spec", "a"), one("Ports", "1")]],
    ["in low lines", "__Spec__: a\n__Ports:__ 1", [one("Spec", "a"), one("Ports", "1")]],
    ["with a remark before the colon", "**Spec** (main): a\n**Ports (host)**: 1", [one("Spec", "(main) a"), one("Ports (host)", "1")]],
    ["with a wide colon", "**Spec**： a\n**Ports：** 1", [one("Spec", "a"), one("Ports", "1")]],
    ["with a dash, where the label is known", "**Spec** — a\n**Ports** - 1\n**Bold** — words", [one("Spec", "a"), one("Ports", "1 **Bold** — words")]],
    ["in a table of two columns", "| **Spec** | `a` |\n| --- | --- |\n| **Ports:** | 1 |\n| more | words |", [one("Spec", "`a`"), one("Ports", "1 | more | words |")]],
    ["the head of a table in bold is no field", "**Spec**: a\n\n| **What** | **Where** |\n|---|---|\n| b | c |", [one("Spec", "a | **What** | **Where** | |---|---| | b | c |")]],
    ["a row that something was added to", "| **Spec** | `a` |, `b`\n| **Ports** | 1 \\| 2", [one("Spec", "`a`, `b`"), one("Ports", "1 | 2")]],
    ["a table of three columns is text", "**Connection**:\n| **a** | b | c |\n|---|---|---|", [one("Connection", "| **a** | b | c | |---|---|---|")]],
    ["steps with a bold beginning", "**Troubleshooting Path**:\n1. **Docker**: is it up?\n2. **Ports**: free?\n\n**See**: a", [one("Troubleshooting Path", "", ["**Docker**: is it up?", "**Ports**: free?"]), one("See", "a")]],
    ["causes with a bold beginning", "**Common Causes**:\n- **Ports**: taken\n- **Spec**: old", [one("Common Causes", "", ["**Ports**: taken", "**Spec**: old"])]],
    ["parts of a structure", "**Structure**:\n- **src/**: code\n- **Ports**: 1", [one("Structure", "", ["**src/**: code"]), one("Ports", "1")]],
    ["lists inside a list of fields", "- **Symptoms:**\n  - **Docker**: down\n- **See:** a", [one("Symptoms", "", ["**Docker**: down"]), one("See", "a")]],
    ["text between items and behind them", "**A**: intro\n- one\n\nmore\n- two\nlazy", [one("A", "intro", ["one more", "two lazy"])]],
    ["a fence inside an item", "**A**:\n1. one\n   ```sh\n   # not a heading\n   make up\n   ```\n2. two", [one("A", "", ["one ```# not a heading``` ```make up```", "two"])]],
    ["a fence that is indented by two, or by six", "**A**:\n1. one\n  ```\n  x\n  ```\n- two\n  - three\n\n      ```\n      y\n      ```", [one("A", "", ["one ```x```", "two", "three ```y```"])]],
    ["indented code inside an item", "**A**:\n- one\n\n      cat gone.md\n\n  more", [one("A", "", ["one ```cat gone.md``` more"])]],
    ["indented code below a label", "**A**:\n\n    cat gone.md", [one("A", "```cat gone.md```")]],
    ["a quote", "**A**: one\n\n> **B**: gone.yaml\n> more\n\n**C**: two", [one("A", "one", ["> **B**: gone.yaml more"]), one("C", "two")]],
    ["a rule ends nothing", "**A**: one\n\n---\n\n***\n\n**B**: two", [one("A", "one"), one("B", "two")]],
    ["low lines of a name", "**A**: one\n__init__: two", [one("A", "one __init__: two")]],
    ["a bold beginning and another label behind", "**A**: one\n**bold** and **Note**: two", [one("A", "one **bold** and **Note**: two")]],
  ])("%s", (_name, body, expected) => {
    expect(fields(body)).toEqual(expected);
  });

  test("text before the first label belongs to none", () => {
    expect(fields("Prose.\n\n**A**: one")).toEqual([{ label: "A", text: "one", items: [] }]);
  });

  test("a heading of level four ends a field but not the entry", () => {
    expect(fields("**A**: one\n\n#### More\n\nprose\n\n**B**: two")).toEqual([{ label: "A", text: "one", items: [] }, { label: "B", text: "two", items: [] }]);
  });
});

describe("what is no entry", () => {
  test.each([
    ["a heading without fields", "## C\n### Prose\nwords\n### Real\n**A**: b", ["C/Real"]],
    ["headings of other levels", "## C\n**A**: b\n#### Deep\n**A**: b", []],
    ["in a fence", "## C\n```markdown\n### Fenced\n**A**: b\n```\n### Real\n**A**: b", ["C/Real"]],
    ["in a fence of tildes with another inside", "## C\n~~~\n```\n### Fenced\n**A**: b\n~~~\n### Real\n**A**: b", ["C/Real"]],
    ["in a longer fence around a shorter", "## C\n````\n```\n### Fenced\n**A**: b\n```\n````\n### Real\n**A**: b", ["C/Real"]],
    ["in a fence that never ends", "## C\n### Real\n**A**: b\n```\n### Fenced\n**A**: b", ["C/Real"]],
    ["in a comment", "## C\n<!--\n### Hidden\n**A**: b\n-->\n### Real\n**A**: b", ["C/Real"]],
    ["in a comment that begins in a line", "## C\nwords <!-- from here\n### Hidden\n**A**: b\nto here --> words\n### Real\n**A**: b", ["C/Real"]],
    ["in a comment of one line", "## C\n<!-- ### Hidden -->\n### Real\n**A**: b", ["C/Real"]],
    ["in front matter", "---\nx: |\n  ### Hidden\n### Also\n---\n## C\n### Real\n**A**: b", ["C/Real"]],
    ["in a section that explains the map", "## How to Use This Map\n### Example\n**Definitive Source**: `x`\n## Core Principle\n### Example\n**A**: b\n## Self-Update Protocol\n### Adding\n**A**: b\n## C\n### Real\n**A**: b", ["C/Real"]],
  ])("%s", (_name, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  test.each([
    ["code of one line is no fence", "## C\n```inline```\n### Real\n**A**: b", ["C/Real"]],
    ["a code span that shows the mark of a comment", "## C\n### Real\n**A**: write `<!--` there\n### Next\n**A**: b", ["C/Real", "C/Next"]],
    ["a rule at the top is no front matter", "---\n## C\n### Real\n**A**: b", ["C/Real"]],
    ["a byte order mark", "\uFEFF---\nx: 1\n---\n## C\n### Real\n**A**: b", ["C/Real"]],
    ["an entry before any category", "### Real\n**A**: b", ["/Real"]],
    ["a title of level one leaves the category", "## C\n# Part two\n### Real\n**A**: b", ["C/Real"]],
  ])("but: %s", (_name, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  test.each([
    ["number signs without a space", "##Tight\n###Entry\n**A**: b", ["Tight/Entry"]],
    ["headings that are indented by up to three", "  ## C\n\n   ### Real\n\n**A**: b", ["C/Real"]],
    ["underlined categories", "Title\n=====\n\nC\n---\n\n### Real\n**A**: b", ["C/Real"]],
    ["an underlined category in bold", "**C**\n-----\n\n### Real\n**A**: b", ["**C**/Real"]],
    ["a rule below a sentence, a field or an item is a rule", "## C\n### Real\n**A**: b\n---\n\nWords.\n---\n\n- x\n---\n### Next\n**A**: b", ["C/Real", "C/Next"]],
    ["a heading inside of an item is text", "## C\n### Real\n- **A**: b\n\n  ### Inside\n  more", ["C/Real"]],
    ["lines that end in CR alone", "## C\r\r### Real\r\r**A**: b\r", ["C/Real"]],
    ["an issue number", "## C\n### Real\n**A**: b\n#123 of the tracker\n### Next\n**A**: b", ["C/Real", "C/Next"]],
    ["a label between number signs without words", "## C\n### Real\n**A**: b\n###\n**B**: c", ["C/Real"]],
  ])("and: %s", (_name, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  test.each(["📖 How to Use This Map", "2. Core Principle", "2.1) Core Principle", "**Core Principle**", "CORE PRINCIPLE:", "The Core Principle", "Core Principles", "Self-Update Protocol (important)", "self update protocol", "`How to use`: the index"])("nothing below %s", (category) => {
    expect(entries(`## ${category}\n### E\n**A**: b`)).toEqual([]);
  });

  test.each(["Core Principle of the API", "How tools are used", "Protocol", "Self-Update"])("but below %s", (category) => {
    expect(entries(`## ${category}\n### E\n**A**: b`)).toEqual([`${category}/E`]);
  });

  test("a comment takes only itself out of a field", () => {
    expect(fields("**A**: one <!-- note --> two")).toEqual([{ label: "A", text: "one  two", items: [] }]);
  });
});

test.each([
  ["Definitive Source(s)", "definitive source"],
  ["Definitive Sources", "definitive source"],
  ["definitive source", "definitive source"],
  ["What's There", "whats there"],
  ["What’s There", "whats there"],
  ["Access", "access"],
  ["Alias", "alias"],
  ["Aliases", "alias"],
  ["API Docs", "api doc"],
  ["Required Variables", "required variable"],
  ["Common Causes", "common cause"],
  ["Status", "status"],
  ["Definitive Source(s) (main)", "definitive source"],
  ["Ports (host)", "port"],
  ["Порты", "порты"],
])("the label %s is %s", (label, key) => {
  expect(parseMap(`### E\n**${label}**: x`)[0]?.fields[0]?.key).toBe(key);
});

describe("never throws and ends soon", () => {
  test.each([
    ["a hundred thousand comments in a line", `### E\n**A**: ${"<!---->".repeat(100_000)}`],
    ["asterisks without end", `### E\n${"*".repeat(200_000)}`],
    ["a heading of spaces", `###${" ".repeat(200_000)}x`],
    ["number signs without end", `### x ${"#".repeat(100_000)} y\n### x${" #".repeat(100_000)}`],
    ["fences without end", "```\n".repeat(100_001)],
    ["NUL and lone halves", "### \0\n**\ud800**: \udc00"],
    ["brackets and blanks in a category", `## x${"( ".repeat(50_000)}${" ".repeat(100_000)})\n### E\n**A**: b`],
    ["labels without an end", `### E\n${`**${"a".repeat(79)}\n`.repeat(1_300)}`],
    ["rows without an end", `### E\n${"| **A** | b |\n".repeat(8_000)}${"|".repeat(100_000)}`],
    ["deeper and deeper lists", `### E\n**A**:\n${Array.from({ length: 440 }, (_, depth) => `${" ".repeat(depth)}- x`).join("\n")}`],
    ["blanks and marks", `### E\n**A**: b\n${`${" ".repeat(1_000)}-\n`.repeat(100)}${"> ".repeat(50_000)}\n${"- ".repeat(50_000)}`],
    ["underlines", `### E\n**A**: b\n\n${"x\n---\n".repeat(20_000)}`],
  ])("%s", (_name, text) => {
    const begun = performance.now();
    parseMap(text);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
