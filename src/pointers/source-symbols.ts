import type { Place } from "./place.ts";

/** A function, class, type or assigned name that a source file defines. */
export interface SourceSymbol extends Place {
  name: string;
  /** The type that a method of Go is defined on. */
  owner?: string;
}

export type Language = "shell" | "python" | "script" | "go";

/** Lines longer than this are generated, and define nothing that a map points to. */
const LONGEST = 1_000;

const DEFINITIONS: Record<Language, RegExp[]> = {
  shell: [/^\s*function\s+([\w.:-]+)/, /^\s*([\w.:-]+)\s*\(\s?\)/, /^(?:(?:export|readonly|declare(?: -\w+)?)\s+)?([A-Za-z_]\w*)=/],
  python: [/^\s*(?:async\s+)?(?:def|class)\s+([A-Za-z_]\w*)/, /^(?: {4})?([A-Za-z_]\w*)\s*(?::[^=]*)?=(?!=)/, /^\s*type\s+([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)?=/],
  script: [
    /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\b\*?|class\b|interface\b|type\b|enum\b|const\s+enum\b|const\b|let\b|var\b|namespace\b)\s*([A-Za-z_$][\w$]*)/,
    /^\s+(?:(?:public|private|protected|static|async|readonly|get|set|override|abstract)\s+)*\*?(?!(?:if|for|while|switch|catch|return|function|await|new|super|with)\b)([A-Za-z_$#][\w$]*)\s*(?:<[^()]*>)?\((?:[^;]*\{\s*$|.*\)[^;(){}]*\{\s*$|[^;{]*\)[^;{()]*\{.*\}\s*,?\s*$)/,
    /^\s*(?:[\w$]+\.){1,4}([\w$]+)\s*=\s*(?:async\b|function\b|class\b|\()/,
  ],
  go: [/^func\s+([A-Za-z_]\w*)/, /^(?:type|const|var)\s+([A-Za-z_]\w*)/],
};
const METHOD = /^func\s+\(\s*(?:\w+\s+)?\*?\s*([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*\)\s*([A-Za-z_]\w*)/;

export function languageOf(path: string): Language | undefined {
  if (/\.(?:sh|bash|zsh)$/.test(path)) return "shell";
  if (/\.pyi?$/.test(path)) return "python";
  if (path.endsWith(".go")) return "go";
  return /\.(?:[cm]?[jt]sx?|svelte|vue|astro)$/.test(path) ? "script" : undefined;
}

/** What a shell script, a Go, Python, TypeScript, JavaScript or Svelte file defines, by the shape of its lines. */
export function symbolsIn(lines: string[], language: Language): SourceSymbol[] {
  return lines.flatMap((line, index) => {
    if (line.length > LONGEST) return [];
    const [, owner, method] = language === "go" ? (METHOD.exec(line) ?? []) : [];
    const name = method ?? DEFINITIONS[language].map((pattern) => pattern.exec(line)?.[1]).find((one) => one !== undefined);
    return name === undefined ? [] : [{ name, line: index + 1, end_line: endOf(lines, index, language), ...(owner === undefined ? {} : { owner }) }];
  });
}

/** The last line of the definition that begins here: by indentation in Python, else at the bracket that stands as deep. */
export function endOf(lines: string[], start: number, language: Language): number {
  const first = lines[start] ?? "";
  const depth = indentOf(first);
  const opens = language === "python" ? /[:([{,]\s*(?:#.*)?$/.test(first) : /[{([]\s*$/.test(first);
  if (!opens) return start + 1;
  let end = start + 1;
  for (let index = start + 1; index < lines.length && index < start + 3_000; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const closing = /^\s*[)\]}]/.test(line);
    if (indentOf(line) <= depth && !closing) return end;
    end = index + 1;
    if (indentOf(line) <= depth && closing && !/[{(:[]\s*$/.test(line)) return end;
  }
  return end;
}

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}
