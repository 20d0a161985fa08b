import { describe, expect, test } from "vitest";
import type { NewComponent, NewEntry, NewIssue } from "../../src/maps/entry-markdown.ts";
import { insertEntry } from "../../src/maps/insert-entry.ts";
import { mergeEntry } from "../../src/maps/merge-entry.ts";
import { parseMap } from "../../src/maps/parse-map.ts";
import { setPointer } from "../../src/maps/replace-pointer.ts";
import { retireEntry } from "../../src/maps/retire-entry.ts";
import { sameTitle } from "../../src/maps/same-title.ts";
import { numbers, pick } from "../support/generate.ts";

const component = (title: string, more: Partial<NewComponent> = {}): NewComponent => ({ kind: "component", title, category: "Backend", definitiveSource: ["Makefile"], whatsThere: [], aliases: [], spec: [], ...more });
const issue = (title: string, more: Partial<NewIssue> = {}): NewIssue => ({ kind: "issue", title, category: "Backend", symptoms: ["it fails"], steps: ["make check"], causes: [], definitiveSource: [], signals: [], ...more });

const MAP = `# Map

## Backend

### Apple

**Definitive Source**: \`a\`

### Cherry

**Definitive Source**: \`c\`

## Frontend

### Page

**Definitive Source**: \`p\`

## How to Use This Map

Read it.
`;

test("the shapes of docs/maps.md", () => {
  expect(insertEntry("", component("Search", { definitiveSource: ["src/search.py -> find"], whatsThere: ["the query"], spec: ["docs/search.md#Errors"], keyDetails: "asked by the page", aliases: ["find", "query"] }))).toMatchInlineSnapshot(`
    "# Component map

    ## Backend

    ### Search

    **Definitive Source**: \`src/search.py\` → \`find\`

    **What's There**:

    - the query

    **Spec**: \`docs/search.md\` → \`Errors\`

    **Key Details**: asked by the page

    **Aliases**: find, query
    "
  `);
  expect(insertEntry("", issue("Search is slow", { causes: ["no index → `src/db/models.py`"], definitiveSource: ["docs/search.md", "src/search.py"], signals: ["slow query:"], proof: "candidate, 2026-01-31" }))).toMatchInlineSnapshot(`
    "# Troubleshooting index

    ## Backend

    ### "Search is slow"

    **Symptoms**:

    - it fails

    **Troubleshooting Path**:

    1. make check

    **Common Causes**:

    - no index → \`src/db/models.py\`

    **Definitive Source**:

    - \`docs/search.md\`
    - \`src/search.py\`

    **Signals**:

    - \`slow query:\`

    **Proof**: candidate, 2026-01-31
    "
  `);
});

const order = (text: string) => parseMap(text).map((one) => `${one.category}/${one.title}`);

test("a category that is underlined keeps its line", () => {
  const text = "# Map\n\nPerformance\n---\n\nOther\n---\n";
  const after = insertEntry(text, { kind: "component", title: "T", category: "Performance", definitiveSource: ["a.md"], whatsThere: [], aliases: [], spec: [] });
  expect(after).toBe("# Map\n\nPerformance\n---\n\n### T\n\n**Definitive Source**: `a.md`\n\nOther\n---\n");
});

describe("the place", () => {
  test.each<[string, NewEntry, string[]]>([
    ["by title where the category is ordered", component("Banana"), ["Backend/Apple", "Backend/Banana", "Backend/Cherry", "Frontend/Page"]],
    ["first", component("Aaa"), ["Backend/Aaa", "Backend/Apple", "Backend/Cherry", "Frontend/Page"]],
    ["last", component("Zebra"), ["Backend/Apple", "Backend/Cherry", "Backend/Zebra", "Frontend/Page"]],
    ["a category in other case and marks", component("Banana", { category: "**backend**" }), ["Backend/Apple", "Backend/Banana", "Backend/Cherry", "Frontend/Page"]],
    ["at the end of a category of one", component("Aaa", { category: "Frontend" }), ["Backend/Apple", "Backend/Cherry", "Frontend/Page", "Frontend/Aaa"]],
    ["a new category, before the explaining sections", component("Wire", { category: "Network" }), ["Backend/Apple", "Backend/Cherry", "Frontend/Page", "Network/Wire"]],
  ])("%s", (_name, entry, expected) => {
    const after = insertEntry(MAP, entry);
    expect(order(after)).toEqual(expected);
    expect(after.indexOf("## How to Use")).toBeGreaterThan(after.indexOf(entry.title));
    expect(after).not.toMatch(/\n{3}/);
  });

  test("at its end where the category is not ordered", () => {
    expect(order(insertEntry("## B\n\n### Z\n\n**A**: b\n\n### M\n\n**A**: b\n", component("N", { category: "B" })))).toEqual(["B/Z", "B/M", "B/N"]);
  });

  test("before a rule that separates sections", () => {
    expect(insertEntry("## Backend\n\n### A\n\n**X**: y\n\n---\n\n## F\n", component("B"))).toBe("## Backend\n\n### A\n\n**X**: y\n\n### B\n\n**Definitive Source**: `Makefile`\n\n---\n\n## F\n");
  });

  test("headings in fences and comments are no categories", () => {
    const text = "# M\n\n```md\n## Backend\n```\n\n<!--\n## Backend\n-->\n\n## Real\n\n### A\n\n**X**: y\n";
    expect(order(insertEntry(text, component("B")))).toEqual(["Real/A", "Backend/B"]);
  });
});

describe("every byte that was there stays", () => {
  const shapes: [string, (text: string) => string][] = [
    ["as it is", (text) => text],
    ["with Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["with a byte order mark", (text) => `\uFEFF${text}`],
    ["without a final newline", (text) => text.trimEnd()],
    ["without one and with Windows line ends", (text) => text.trimEnd().replaceAll("\n", "\r\n")],
    ["with blank lines at the end", (text) => `${text}\n\n\n`],
  ];
  test.each(shapes)("%s", (_name, shape) => {
    const next = numbers(7);
    for (let round = 0; round < 60; round += 1) {
      let text = shape(MAP);
      for (let count = 0; count < 4; count += 1) {
        const entry = pick(next, [component, issue])(pick(next, ["Banana", "Aaa", "Zoo", "C#", "`x` y", "Entry 7"]) + String(round * 10 + count), { category: pick(next, ["Backend", "Frontend", "New", "How to Use This Map"]) });
        const after = insertEntry(text, entry);
        const [at, length] = insertion(text, after);
        expect(after.slice(0, at) + after.slice(at + length)).toBe(text);
        const added = after.slice(at, at + length);
        expect(added.includes("\r")).toBe(text.includes("\r"));
        expect(added.replaceAll("\r\n", "")).toSatisfy((rest: string) => !text.includes("\r") || !rest.includes("\n"));
        text = after;
      }
      expect(text.endsWith("\n")).toBe(shape(MAP).endsWith("\n"));
    }
  });
});

/** Where the second text has what the first has not, in one piece. */
function insertion(before: string, after: string): [number, number] {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return [at, after.length - before.length];
}

describe("text from outside opens nothing", () => {
  const bad = ["# heading", "## Frontend", "### Another\n\n**Definitive Source**: `x`", "```", "~~~\ncode", "<!-- gone", "--> back", "<script>alert(1)</script>", "**Label**: value", "- **Proof**: observed", "1. one", "---", "> quote", "![x](http://a/b)", "a\u0000b\u001b[31m", "`open", "``double``", "tail #", "= x =", "***", "\u202eright"];
  test.each(bad)("%j", (text) => {
    for (const entry of [issue(text, { symptoms: [text, "second"], steps: [text], causes: [text], signals: [text] }), component(text, { whatsThere: [text, "second"], keyDetails: text, aliases: [text] })]) {
      const after = insertEntry(MAP, entry);
      const found = parseMap(after);
      expect(found).toHaveLength(4);
      const added = found.find((one) => !["Apple", "Cherry", "Page"].includes(one.title));
      expect(added?.category).toBe("Backend");
      expect(sameTitle(added?.title ?? "", entry.title.replace(/\s+/g, " ")) || added?.title !== "").toBe(true);
      const labels = entry.kind === "issue" ? ["Symptoms", "Troubleshooting Path", "Common Causes", "Signals"] : ["Definitive Source", "What's There", "Key Details", "Aliases"];
      expect(added?.fields.map((one) => one.label).filter((label) => !labels.includes(label))).toEqual([]);
      const [list] = added?.fields.filter((one) => ["symptom", "whats there"].includes(one.key)) ?? [];
      expect(list?.items.at(-1)).toBe("second");
      expect(after.slice(after.lastIndexOf("\n## Frontend\n"))).toBe(MAP.slice(MAP.lastIndexOf("\n## Frontend\n")));
    }
  });

  test("and what is harmless stays as it is written", () => {
    const [entry] = parseMap(insertEntry("", issue("C# under 5 < 6", { symptoms: ["takes <3 seconds, a < b", "**bold** words and `code <b>`", "50 % - really"], signals: ["GET /x <Error>", "a `tick` b"] })));
    expect(entry?.title).toBe("C# under 5 < 6");
    expect(entry?.fields.find((one) => one.key === "signal")?.items).toEqual(["`GET /x <Error>`", "`` a `tick` b ``"]);
    expect(entry?.fields[0]?.items).toEqual(["takes <3 seconds, a < b", "\\**bold** words and `code <b>`", "50 % - really"]);
  });
});

test("retiring takes the entry and nothing else", () => {
  const after = insertEntry(MAP, component("Banana"));
  expect(retireEntry(after, '"banana"')).toBe(MAP);
  expect(retireEntry(insertEntry(MAP.trimEnd(), component("Wire", { category: "Network" })), "Wire")).toContain("## Network");
  expect(retireEntry(MAP, "Nobody")).toBeUndefined();
});

const entryOf = (text: string, title: string) => {
  const found = parseMap(text).find((one) => one.title === title);
  if (!found) throw new Error(`no ${title}`);
  return found;
};

describe("a pointer", () => {
  const map = "## B\n\n### E\n\n**Spec**: `old.md` → `Errors`\n\n**Dockerfiles**:\n\n- `one`\n  goes on\n- `two`\n\n### F\n\n**X**: y\n";
  test.each<[string, string, string, string | undefined, string]>([
    ["in the place of a stale one", "Specs", "new.md → Errors", "`old.md` → `Errors`", map.replace("`old.md`", "`new.md`")],
    ["beside one in a line", "spec", "more.md", undefined, map.replace("→ `Errors`", "→ `Errors`, `more.md`")],
    ["in a list", "Dockerfiles", "three", undefined, map.replace("- `two`\n", "- `two`\n- `three`\n")],
    ["under a label that is not there yet", "See", "three", undefined, map.replace("- `two`\n", "- `two`\n\n**See**: `three`\n")],
    ["that is there already", "Dockerfiles", "two", undefined, map],
  ])("%s", (_name, role, pointer, stale, expected) => {
    expect(setPointer(map, entryOf(map, "E"), role, pointer, stale)).toBe(expected);
    const windows = map.replaceAll("\n", "\r\n");
    expect(setPointer(windows, entryOf(windows, "E"), role, pointer, stale)).toBe(expected.replaceAll("\n", "\r\n"));
  });
});

test("merging adds what is new, once, and takes nothing away", () => {
  const map = insertEntry("", issue("Slow", { symptoms: ["pages take long"], signals: ["slow query"] }));
  const more = issue("Slow", { symptoms: ["Pages take long", "the clock stands still"], steps: ["make check", "read the plan"], causes: ["no index → `models.py`"], signals: ["slow query", "timeout"], proof: "candidate" });
  const merged = mergeEntry(map, entryOf(map, "Slow"), more);
  expect(parseMap(merged)).toHaveLength(1);
  expect(entryOf(merged, "Slow").fields.map(({ label, text, items }) => [label, text, ...items])).toEqual([
    ["Symptoms", "", "it fails", "pages take long"].filter((one) => one !== "it fails").concat("the clock stands still"),
    ["Troubleshooting Path", "", "make check", "read the plan"],
    ["Signals", "", "`slow query`", "`timeout`"],
    ["Common Causes", "", "no index → `models.py`"],
  ]);
  expect(mergeEntry(merged, entryOf(merged, "Slow"), more)).toBe(merged);
});
