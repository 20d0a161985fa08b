import { expect, test } from "vitest";
import { progressLine } from "../../src/terminal/progress-line.ts";

function screen(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) };
}

test("on a terminal one line is rewritten, cut to its width and taken away at the end", () => {
  const tty = screen(true, 12);
  const line = progressLine(tty, true);
  line.show({ message: "pulling images" });
  line.show({ message: "two", done: 2, total: 3 });
  line.clear();
  line.clear();
  expect(tty.written).toEqual(["\r\u001B[2Kpulling ima", "\r\u001B[2Ktwo (2/3)", "\r\u001B[2K"]);
});

test("elsewhere a line is written when the message changes, without control characters", () => {
  const pipe = screen(false);
  const line = progressLine(pipe, false);
  for (const message of ["a\u001B[31m\nb", "a\u001B[31m\nb", "c"]) line.show({ message });
  line.clear();
  expect(pipe.written).toEqual(["a [31m b\n", "c\n"]);
});

test("quiet, it writes nothing", () => {
  const pipe = screen(false);
  progressLine(pipe, true).show({ message: "a" });
  expect(pipe.written).toEqual([]);
});
