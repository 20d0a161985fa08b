import { posix } from "node:path";
import { pointerHead } from "./pointer-shape.ts";
import { shellCommands, type ShellWord } from "./pointer-shell.ts";

/** A file or a make target that a command names. */
export interface NamedInCommand {
  path: string;
  anchor: string[];
}

/** Programs that run the file that they are given, and those that only start such a one. */
const SHELLS = /^(?:(?:ba|z|da|k|fi)?sh|source|\.)$/;
const RUNNERS = /^(?:(?:ba|z|da|k|fi)?sh|source|\.|python[\d.]*|node|deno|bun|bunx|npx|tsx|ts-node|ruby|perl|php|pytest)$/;
const STARTERS = /^(?:uv|poetry|pipenv|pnpm|hatch|rye|bundle)$/;
/** Programs whose `-f` is a file that they read; that of rm, tail and tar is none. */
const READERS = /^(?:docker|docker-compose|podman|podman-compose|nerdctl|kubectl|oc|helm|psql|awk|sed|just|task|ansible-playbook)$/;
const INSIDE = /^(?:docker|docker-compose|podman|podman-compose|nerdctl|kubectl|oc|ssh)$/;
const ENV_FILES = /(?:^|\/)(?:\.env(?:[.-][\w.-]+)?|env\.(?:example|template|sample))$/;

/**
 * The files that a command in a code span reads, and its make targets: `bash scripts/check.sh`, `docker compose -f x.yaml`,
 * `cd apps && make dev`. What it writes or deletes, what a container would see and words in quotes are left out.
 */
export function namedInCommand(command: string, makefile: string): NamedInCommand[] {
  const named: NamedInCommand[] = [];
  let folder = "";
  for (const [first, ...rest] of shellCommands(command)) {
    const program = posix.basename(first?.text ?? "");
    if (program === "cd") {
      const into = rest[0]?.quoted === false ? rest[0].text : "";
      if (pointerHead(into, { loose: true })) named.push({ path: posix.join(folder, into), anchor: [] });
      folder = into.startsWith("/") ? "" : posix.join(folder, into);
    } else if (program === "make") {
      if (folder === "") named.push(...madeBy(rest, makefile));
    } else if (first) named.push(...files(first, rest).map((head) => ({ ...head, path: folder === "" ? head.path : posix.join(folder, head.path) })));
  }
  return named;
}

/** The targets of a make command; those of another folder's makefile cannot be told by its name. */
function madeBy(words: ShellWord[], makefile: string): NamedInCommand[] {
  let file = makefile;
  const targets: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const { text = "", quoted = false } = words[at] ?? {};
    const [option] = /^(?:-[CfIoWE]|--(?:directory|file|makefile|include-dir|old-file|what-if|eval))(?==|$)/.exec(text) ?? [];
    if (text.startsWith("(")) break;
    if (option !== undefined) {
      const value = text.includes("=") ? text.slice(text.indexOf("=") + 1) : (words[(at += 1)]?.text ?? "");
      if (/^(?:-C|--directory)$/.test(option) && !/^\.\/?$/.test(value)) return [];
      if (/^(?:-f|--file|--makefile)$/.test(option)) file = value;
    } else if (!quoted && !/^[-(]|=|^\d+$|\$|^make$/.test(text)) targets.push(text.replace(/[.,:)]+$/, ""));
  }
  return targets.filter((target) => target !== "").map((target) => ({ path: file, anchor: [target] }));
}

function files(first: ShellWord, rest: ShellWord[]): NamedInCommand[] {
  const program = posix.basename(first.text);
  // A program that lies in the workspace is run too.
  const own = /^\.\.?\/|\.(?:sh|bash|py|js|mjs|cjs|ts|rb|pl)$/.test(first.text) ? [first] : [];
  const read = RUNNERS.test(program) ? runBy(program, rest) : STARTERS.test(program) ? runBy(program, rest.slice(rest.findIndex(({ text }) => RUNNERS.test(text)) + 1)) : READERS.test(program) ? readBy(program, rest) : [];
  const environments = INSIDE.test(program) ? [] : rest.filter(({ text, quoted }) => !quoted && ENV_FILES.test(text));
  const heads = [...own, ...read, ...environments.filter((word) => !read.includes(word))].flatMap(({ text }) => pointerHead(text.replace(/[.,:]+$/, ""), { loose: true }) ?? []);
  return heads.filter(({ path }) => !/^https?:/.test(path));
}

/** The files among the words behind a runner: not a module's, nor the value of a long option, which may be written. */
function runBy(program: string, words: ShellWord[]): ShellWord[] {
  const end = words.findIndex(({ text }) => /^-[mc]$/.test(text));
  const given = end === -1 ? words : words.slice(0, end);
  const found = given.filter(({ text, quoted }, at) => !quoted && !text.startsWith("-") && !/^(?:--[\w-]+|-o|-O)$/.test(given[at - 1]?.text ?? "") && (/\.\w+$/.test(text) || (SHELLS.test(program) && text.includes("/"))));
  // What stands behind a script are its arguments.
  return /^(?:npx|bunx|pytest)$/.test(program) ? found : found.slice(0, 1);
}

/** The values of `-f` and `--env-file`, up to what a container runs. */
function readBy(program: string, words: ShellWord[]): ShellWord[] {
  const end = INSIDE.test(program) ? words.findIndex(({ text }) => /^(?:exec|run|logs|cp)$/.test(text)) : -1;
  return (end === -1 ? words : words.slice(0, end)).flatMap((word, at, all): ShellWord[] => {
    const joined = /^--(?:file|env-file)=(.+)$/.exec(word.text)?.[1];
    if (joined !== undefined) return [{ ...word, text: joined }];
    return /^(?:-f|--file|--env-file)$/.test(all[at - 1]?.text ?? "") && !word.quoted ? [word] : [];
  });
}
