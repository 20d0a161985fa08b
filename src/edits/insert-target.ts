import { splitLines } from "../maps/text-lines.ts";
import { composeInMakefile, serviceInLogs } from "../pointers/compose-in-makefile.ts";
import type { Refusal } from "./entry-refusals.ts";
import { insertLines, type LinesAt } from "./insert-lines.ts";
import { makefileRules, type Rule } from "../pointers/makefile-rules.ts";

type Kind = "logs" | "shell";

interface Makefile {
  lines: string[];
  rules: Rule[];
  compose: string;
}

/**
 * A makefile with `logs-NAME` and `shell-NAME` for a service more, each behind its like and written like it; hyphens of
 * the name are left out of the targets. Lines are added, none is changed; a target that is there is left as it is.
 */
export function insertTargets(makefile: string, name: string): { text: string; targets: string[] } | { refused: Refusal } {
  const lines = splitLines(makefile.replace(/^\uFEFF/, "")).map((line) => line.replace(/\r?\n$/, ""));
  if (!/^[a-zA-Z0-9][\w.-]*$/.test(name)) return refused("invalid-name", `${JSON.stringify(name.slice(0, 80))} is no name for a service`, "Use letters, digits, `-`, `_` and `.`.");
  if (lines.some((line) => /^\s*\.RECIPEPREFIX\s*[:?+]{0,3}=/.test(line))) return refused("recipe-prefix", "its recipes do not begin with a tab", "Add the targets by hand.");
  const rules = makefileRules(lines);
  const kinds = (["logs", "shell"] as const).filter((kind) => !rules.some(({ targets }) => targets.includes(targetOf(kind, name)) || targets.includes(`${kind}-%`)));
  if (kinds.length === 0) return { text: makefile, targets: [] };
  const compose = composeInMakefile(lines, rules);
  if (compose === undefined) return refused("no-compose-command", "no recipe of it calls compose", "Add the targets by hand.");
  const inserts = kinds.map((kind) => newTarget({ lines, rules, compose }, kind, name));
  return { text: insertLines(makefile, inserts), targets: kinds.map((kind) => targetOf(kind, name)) };
}

function targetOf(kind: Kind, name: string): string {
  return `${kind}-${name.replaceAll("-", "")}`;
}

function newTarget({ lines, rules, compose }: Makefile, kind: Kind, name: string): LinesAt {
  const target = targetOf(kind, name);
  const kin = (one: Kind) => rules.filter(({ targets, recipe }) => targets.length === 1 && targets[0]?.startsWith(`${one}-`) === true && recipe.length > 0);
  const like = kin(kind).at(-1);
  const manner = like ?? kin("logs").at(-1) ?? kin("shell").at(-1);
  const shown = manner ? serviceOf(manner) : [];
  const copied = like && kind === "logs" ? copiedRecipe(like, shown, name) : undefined;
  const silent = manner?.recipe[0]?.startsWith("@") === true ? "@" : "";
  const recipe = copied ?? `${silent}${compose} ${kind === "logs" ? `logs -f ${name}` : `exec ${name} /bin/sh`}`;
  const words = kind === "logs" ? `Follow the log of ${name}` : `Open a shell in ${name}`;
  const head = `${target}:${sharedPrerequisites(kin(kind))}`;
  const help = manner?.help ? padded(rules, manner, head) + (like ? (renamed(like.help, shown, name) ?? `## ${words}`) : `## ${words}`) : "";
  const above = like ? commentAbove(lines, like, shown, name, words) : [];
  const phony = phonyOf(lines, rules, manner, target);
  const block = [...phony.above, ...above, `${head.trimEnd()}${help}`, `\t${recipe}`, ...phony.below];
  if (!like) return { at: contentEnd(lines), lines: lines.length === 0 ? block : ["", ...block] };
  const behind = phony.below.length > 0 && /^\.PHONY\s*:/.test(lines[like.end] ?? "") ? like.end + 1 : like.end;
  const at = outsideConditionals(lines, behind);
  return { at, lines: isSpaced(lines, like) || at !== behind ? ["", ...block] : block };
}

/** How a target of this kind names its service: by the target, and by the word in its recipe. */
function serviceOf({ targets, recipe }: Rule): string[] {
  const suffix = targets[0]?.replace(/^(?:logs|shell)-/, "") ?? "";
  const named = serviceInLogs(recipe[0] ?? "");
  return [suffix, ...(named === undefined ? [] : [named])].filter((one) => one !== "");
}

/** The one line of the recipe for another service; undefined where it does not show which word is the service. */
function copiedRecipe({ recipe }: Rule, shown: string[], name: string): string | undefined {
  const [line = ""] = recipe;
  if (recipe.length !== 1 || /\$[@*]|\\$/.test(line)) return undefined;
  const named = serviceInLogs(line);
  return renamed(line, named === undefined ? shown : [named], name);
}

/** A text with whole words replaced; undefined where none of them is in it. */
function renamed(text: string, words: string[], name: string): string | undefined {
  let found = false;
  const after = text.replace(/[A-Za-z0-9_][\w-]*/g, (word, at: number) => {
    // As a part of a path, an option or a variable it is another word.
    const apart = !/[./$({-]/.test(text[at - 1] ?? " ") && !/^[./=]\w/.test(text.slice(at + word.length, at + word.length + 2));
    const same = apart && words.some((one) => one.toLowerCase() === word.toLowerCase());
    found ||= same;
    return same ? name : word;
  });
  return found ? after : undefined;
}

/** What every target of the kind depends on. */
function sharedPrerequisites(kin: Rule[]): string {
  const all = kin.map(({ prerequisites }) => prerequisites.replace(/[;#].*$/, "").trim());
  const [first = ""] = all;
  return first !== "" && all.every((one) => one === first) ? ` ${first}` : "";
}

/** The space before the help, up to the column where others of the makefile have it. */
function padded(rules: Rule[], manner: Rule, head: string): string {
  const column = ({ targets, prerequisites }: Rule) => targets.join(" ").length + 1 + prerequisites.length;
  const at = column(manner);
  const aligned = rules.filter((rule) => rule.help !== "" && column(rule) === at && rule.targets[0]?.length !== manner.targets[0]?.length).length > 0;
  const gap = /\s*$/.exec(manner.prerequisites)?.[0].length ?? 1;
  return " ".repeat(Math.max(aligned ? at - head.trimEnd().length : gap, 1));
}

/** A comment above the rule that speaks of the service, or that is its help. */
function commentAbove(lines: string[], { line }: Rule, shown: string[], name: string, words: string): string[] {
  const comment = lines[line - 1] ?? "";
  if (!comment.startsWith("#") || lines[line - 2]?.startsWith("#")) return [];
  const copied = renamed(comment, shown, name);
  return copied !== undefined ? [copied] : comment.startsWith("## ") ? [`## ${words}`] : [];
}

function phonyOf(lines: string[], rules: Rule[], manner: Rule | undefined, target: string): { above: string[]; below: string[] } {
  const line = `.PHONY: ${target}`;
  const below = manner !== undefined && /^\.PHONY\s*:/.test(lines[manner.end] ?? "") && (lines[manner.end] ?? "").trim().endsWith(`: ${manner.targets[0] ?? ""}`);
  if (below) return { above: [], below: [line] };
  return { above: rules.some(({ targets }) => targets.includes(".PHONY")) ? [line] : [], below: [] };
}

/** A place behind the conditional that a line stands in: a target is there whatever is defined. */
function outsideConditionals(lines: string[], from: number): number {
  let depth = 0;
  for (const line of lines.slice(0, from)) depth = Math.max(depth + deeper(line), 0);
  let at = from;
  while (depth > 0 && at < lines.length) {
    depth += deeper(lines[at] ?? "");
    at += 1;
  }
  return at;
}

function deeper(line: string): number {
  return /^ *if(?:n?eq|n?def)\b/.test(line) ? 1 : /^ *endif\b/.test(line) ? -1 : 0;
}

/** Whether a blank line stands before the rule; of the file's first rule, behind it. */
function isSpaced(lines: string[], { line, end }: Rule): boolean {
  let at = line - 1;
  while (at >= 0 && /^(?:#|\.PHONY\s*:)/.test(lines[at] ?? "")) at -= 1;
  const behind = lines[end]?.startsWith(".PHONY") === true ? end + 1 : end;
  return (lines[at < 0 ? behind : at] ?? "").trim() === "";
}

/** Behind the last line that is not blank; a blank line behind a backslash ends what the backslash goes on with. */
function contentEnd(lines: string[]): number {
  let end = lines.length;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return end;
}

function refused(code: string, why: string, fix: string): { refused: Refusal } {
  return { refused: { code, message: `The makefile is left as it is: ${why}.`, fix } };
}
