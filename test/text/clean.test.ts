import { expect, test } from "vitest";
import { clean } from "../../src/text/clean.ts";

test.each([
  ["colours", "\u001b[1;31mred\u001b[0m \u009b32mgreen\u009bm", "red green"],
  ["a link and a title", "\u001b]8;;https://a.example/\u001b\\text\u001b]8;;\u0007 \u001b]0;title\u0007end", "text end"],
  ["device strings", "a\u001bPq#0;2;0\u001b\\b\u001b_x\u001b\\c\u009d0;t\u009cd", "abcd"],
  ["short escapes", "a\u001b7b\u001b(Bc\u001bcd\u001b", "abcd"],
  ["a string that never ends: the text after it stays", "a\u001b]0;title\nb", "a0;title\nb"],
  ["a sequence inside a sequence", "\u001b\u001b[31m[31mx", "[31mx"],
  ["controls but line feed and tab", "a\u0000b\u0008c\td\ne\u007ff\u0085g", "abc\td\nefg"],
  ["bidi controls", "a\u202eb\u2066c\u200fd\u061ce", "abcde"],
  ["what is invisible", "\ufeffa\u200bb\u2060c\u00add\u{e0041}e\u{e0100}f\ufe0fg\u3164h", "abcdefgh"],
  ["half of a pair", "a\ud800b🙂", "a\ufffdb🙂"],
  ["line ends", "a\r\nb\r\r\nc\u2028d\r", "a\nb\nc\nd"],
  ["a progress bar", "10%\r50%\r100%\r\nnext\r\u001b[Klast", "100%\nlast"],
  ["nothing else", "Grüße, 你好 – مرحبا 🙂\n\t€", "Grüße, 你好 – مرحبا 🙂\n\t€"],
])("clean takes away %s", (_what, text, cleaned) => {
  expect(clean(text)).toBe(cleaned);
});
