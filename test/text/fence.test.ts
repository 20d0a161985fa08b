import { expect, test } from "vitest";
import { fence } from "../../src/text/fence.ts";

test("the text cannot close its fence", () => {
  expect(fence("a\n```\nb", "yaml")).toBe("````yaml\na\n```\nb\n````");
  expect(fence("`````")).toBe("``````\n`````\n``````");
  expect(fence("``\u200b`\n")).toBe("````\n```\n````");
});

test("nor can its language, and the text is cleaned", () => {
  expect(fence("\u001b[31mred", "sh\n```")).toBe("```sh\nred\n```");
});

test("a hundred thousand runs are no problem", () => {
  expect(fence("``` ".repeat(200_000)).startsWith("````\n")).toBe(true);
});
