import { posix } from "node:path";
import { pointerHead } from "./pointer-shape.ts";

/** A file or a make target that a command names. */
export interface NamedInCommand {
  path: string;
  anchor: string[];
}

/**
 * The files and make targets in a command of a shell: `bash scripts/check.sh`, `cd apps && make dev`. What is written
 * by it, what a container would see, options and quoted words are left out.
 */
export function namedInCommand(command: string, makefile: string): NamedInCommand[] {
  const named: NamedInCommand[] = [];
  let folder = "";
  for (const part of command.split(/&&|\|\||[;|\n]/)) {
    const words = part.trim().split(/\s+/).filter((word) => word !== "" && word !== "$" && word !== "sudo");
    const [program = "", ...rest] = words;
    if (program === "cd") folder = rest[0]?.startsWith("/") ? "" : posix.join(folder, rest[0] ?? "");
    if (program === "make") {
      if (folder === "" && !rest.some((word) => /^(?:-C|-f|--directory|--file)/.test(word))) named.push(...targets(rest).map((target) => ({ path: makefile, anchor: [target] })));
    } else named.push(...files(program, rest, folder));
  }
  return named;
}

function targets(words: string[]): string[] {
  const end = words.findIndex((word) => /^[#(>&]/.test(word));
  return (end === -1 ? words : words.slice(0, end)).filter((word) => !/^-|=/.test(word)).map((word) => word.replace(/[.,:)]+$/, "")).filter((word) => word !== "");
}

function files(program: string, words: string[], folder: string): NamedInCommand[] {
  const named: NamedInCommand[] = [];
  const inside = /^(?:docker|docker-compose|podman|kubectl|ssh)$/.test(program);
  for (const [index, word] of [program, ...words].entries()) {
    const before = index > 0 ? [program, ...words][index - 1] : undefined;
    if (inside && /^(?:exec|run)$/.test(word)) break;
    if (/^["'#>-]/.test(word) || /^\d?>|^(?:-o|--output)$/.test(before ?? "") || /^https?:/.test(word)) continue;
    const head = pointerHead(word.replace(/[.,:]+$/, ""), { loose: true });
    if (head) named.push({ ...head, path: program === "cd" || folder === "" ? head.path : posix.join(folder, head.path) });
  }
  return named;
}
