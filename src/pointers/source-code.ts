import type { Language } from "./source-symbols.ts";

/** The lines of a source file with its comments, and in Python its texts in threefold quotes, left out; all where one never ends. */
export function codeOf(lines: string[], language: Language): string[] {
  const hash = language === "shell" || language === "python";
  let end: string | undefined;
  const kept = lines.map((line) => {
    let code = "";
    for (let at = 0; at < line.length; ) {
      if (end !== undefined) {
        const close = line.indexOf(end, at);
        if (close === -1) return code;
        at = close + end.length;
        end = undefined;
        continue;
      }
      const marks = hash ? (language === "python" ? /"""|'''|(?<![\w$"'])#/g : /(?<=^|\s)#/g) : /(?<=^|\s)(?:\/\/|\/\*)|<!--/g;
      marks.lastIndex = at;
      const mark = marks.exec(line);
      code += line.slice(at, mark?.index ?? line.length);
      if (!mark || mark[0] === "#" || mark[0] === "//") return code;
      end = mark[0] === "/*" ? "*/" : mark[0] === "<!--" ? "-->" : mark[0];
      at = mark.index + mark[0].length;
    }
    return code;
  });
  return end === undefined ? kept : lines;
}
