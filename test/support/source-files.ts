import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "../..");

export interface Import {
  /** As written: `../errors.ts`, `node:fs`, `zod`. */
  from: string;
  typeOnly: boolean;
  /** `await import(…)`. */
  lazy: boolean;
}

export interface SourceFile {
  /** From src on: `compose/model.ts`. */
  path: string;
  text: string;
  imports: Import[];
}

/** Every TypeScript file of src, with what it imports. */
export function sourceFiles(): SourceFile[] {
  const src = join(ROOT, "src");
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(src, path), "utf8");
      return { path, text, imports: readImports(text) };
    });
}

/** Finds import statements, one line after the other. Statements start a line, as everywhere in src. */
function readImports(text: string): Import[] {
  const imports: Import[] = [];
  let statement = "";
  for (const line of text.split("\n")) {
    if (statement !== "" || /^(import|export)\b(?!\s+(async|const|function|class|interface|default|let|declare|abstract|enum)\b)(?!\s+type\s+\w+\s*=)/.test(line)) {
      statement += `${line} `;
      const from = /(?:\bfrom\s+|^import\s+)"([^"]+)"/.exec(statement)?.[1];
      if (from !== undefined) imports.push({ from, typeOnly: isTypeOnly(statement), lazy: false });
      if (from !== undefined || line.includes(";") || line.includes("(")) statement = "";
    }
    for (const [, keyword, from] of line.matchAll(/(\btypeof )?\bimport\("([^"]+)"\)/g)) {
      if (from !== undefined) imports.push({ from, typeOnly: keyword !== undefined, lazy: true });
    }
  }
  return imports;
}

function isTypeOnly(statement: string): boolean {
  if (/^(import|export)\s+type\b/.test(statement)) return true;
  const names = /^(?:import|export)\s*\{([^}]*)\}/.exec(statement)?.[1];
  return names !== undefined && names.split(",").filter((name) => name.trim() !== "").every((name) => /^\s*type\s/.test(name));
}
