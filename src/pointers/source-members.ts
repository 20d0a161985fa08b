import { endOf, type Language, type SourceSymbol } from "./source-symbols.ts";

/** Lines longer than this are generated. */
const LONGEST = 1_000;

/** Patterns of names that a source file holds without a keyword: fields, keys of objects, parts of an assignment. */
const MEMBERS: Record<Language, RegExp[]> = {
  shell: [/^\s+(?:(?:local|export|readonly|declare(?: -\w+)?)\s+)?([A-Za-z_]\w*)=/, /^\s*(?:alias|declare(?: -\w+)*)\s+([\w-]+)/, /^\s*\(?([\w-]+(?:\s*\|\s*[\w-]+)*)\)(?:\s|$)/],
  python: [/^\s*(?:self\.)?([A-Za-z_]\w*)\s*(?::[^=]*)?=(?!=)/, /^\s+(?!(?:else|try|finally|lambda|except|return|yield|assert|raise|pass)\b)([A-Za-z_]\w*)\s*:\s*[^\s=]/, /^\s*\(?([A-Za-z_]\w*(?:\s*,\s*\*?[A-Za-z_]\w*)+)\)?\s*=(?!=)/],
  script: [
    /^\s*(?:export\s+)?(?:const|let|var)\s*[{[]([^=]*)[}\]]\s*(?::[^=]*)?=/,
    /^\s*export\s*(?:type\s*)?\{([^}]*)\}/,
    /^\s+(?:(?:public|private|protected|static|readonly|declare|override|accessor)\s+)*([A-Za-z_$#][\w$]*)[?!]?\s*(?::[^=]*)?=(?![=>])/,
    /^\s+(?:(?:public|private|protected|static|readonly|declare)\s+)*(?!(?:case|default)\b)["']?([A-Za-z_$][\w$-]*)["']?\??\s*:/,
    /^\s+(?!(?:return|throw|await|new|if|for|while|switch)\b)(?:(?:async|static|get|set)\s+)*\*?([A-Za-z_$#][\w$]*)\s*\([^;]*\)\s*(?::[^;{]*)?\{/,
  ],
  go: [/^\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s+(?:[\w.*[\]]+(?:\s*$|\s*[=`/])|=|struct\b|interface\b|func\b|map\[)/, /^\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*:?=/, /^(?:var|const)\s+([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+)/, /^\t([A-Za-z_]\w*)\s*(?:\/\/.*)?$/],
};

/** Names that are no definitions by a keyword, each once a line. In `{ alpha, beta: b } = x` alpha and b, `A as B` is B. */
export function membersIn(lines: string[], language: Language): SourceSymbol[] {
  return lines.flatMap((line, index) => {
    if (line.length > LONGEST || /^\s*(?:#|\/\/|\*|\/\*)/.test(line)) return [];
    const written = MEMBERS[language].flatMap((pattern) => pattern.exec(line)?.[1] ?? []);
    const names = new Set(written.flatMap((one) => one.split(/[,|]/)).map((one) => /([\w$#-]+)\s*(?:=.*)?$/.exec(one.slice(0, 200).trim())?.[1] ?? ""));
    return [...names].filter((name) => name !== "").map((name) => ({ name, line: index + 1, end_line: endOf(lines, index, language) }));
  });
}
