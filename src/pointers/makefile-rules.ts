/** A rule of a makefile. Lines are counted from 0. */
export interface Rule {
  targets: string[];
  /** What stands before the `:` and after it, up to a `##`. */
  prerequisites: string;
  /** From `##` on, with it. */
  help: string;
  line: number;
  /** Behind its last recipe line. */
  end: number;
  /** Without their tab. */
  recipe: string[];
}

/** The rules of a makefile by its lines, pattern rules and `.PHONY` too; none out of a `define`. */
export function makefileRules(lines: string[]): Rule[] {
  const rules: Rule[] = [];
  let defining = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (/^\s*define\s/.test(line)) defining = true;
    if (/^\s*endef\b/.test(line)) defining = false;
    const head = defining || isContinued(lines, at) ? undefined : headOf(headLine(lines, at));
    if (head) rules.push({ ...head, line: at, ...bodyOf(lines, at) });
  }
  return rules;
}

function isContinued(lines: string[], at: number): boolean {
  return at > 0 && (lines[at - 1] ?? "").endsWith("\\");
}

/** A line, with those that continue it up to the colon where a list of targets is that long. */
function headLine(lines: string[], start: number): string {
  let at = start;
  while (isContinued(lines, at + 1) && !/[:=]/.test(lines[at] ?? "")) at += 1;
  return lines.slice(start, at + 1).join("\n").replaceAll("\\\n", " ");
}

/** None of an assignment, a directive or a variable for one target. */
function headOf(line: string): Pick<Rule, "targets" | "prerequisites" | "help"> | undefined {
  if (/^[\s#]|^(?:ifn?eq|ifn?def|else|endif|define|endef|-?s?include|export|unexport|override|vpath|undefine)(?![\w.-])/.test(line)) return undefined;
  const colon = colonIn(line);
  if (colon <= 0 || /^:{1,3}=/.test(line.slice(colon))) return undefined;
  const rest = line.slice(colon + (line[colon + 1] === ":" ? 2 : 1));
  if (/^\s*(?:(?:export|override|private)\s+)*[\w.-]+\s*[:?+!]{0,3}=/.test(rest)) return undefined;
  const mark = rest.indexOf("##");
  return { targets: line.slice(0, colon).trim().split(/\s+/), prerequisites: mark === -1 ? rest : rest.slice(0, mark), help: mark === -1 ? "" : rest.slice(mark) };
}

/** -1 also where an equals sign comes first. A colon in `$(A:.c=.o)` is none of a rule. */
function colonIn(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === "=" && depth === 0) return -1;
    if (char === ":" && depth === 0) return at;
    if (char === "(" || char === "{") depth += 1;
    else if ((char === ")" || char === "}") && depth > 0) depth -= 1;
  }
  return -1;
}

/** The recipe reaches to its last line that begins with a tab; conditionals around such lines belong to it. */
function bodyOf(lines: string[], start: number): Pick<Rule, "end" | "recipe"> {
  const recipe: string[] = [];
  let end = start + 1;
  while (isContinued(lines, end)) end += 1;
  let depth = 0;
  for (let at = end; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const inside = line.startsWith("\t") || isContinued(lines, at);
    if (/^ *if(?:n?eq|n?def)\b/.test(line) && lines[at + 1]?.startsWith("\t")) depth += 1;
    else if (/^ *endif\b/.test(line) && depth > 0) depth -= 1;
    else if (!inside && !/^\s*(?:#|$)/.test(line) && !(depth > 0 && /^ *else\b/.test(line))) break;
    if (inside) recipe.push(line.replace(/^\t/, ""));
    if (inside || /^ *(?:if|else|endif)/.test(line)) end = at + 1;
  }
  return { end, recipe };
}
