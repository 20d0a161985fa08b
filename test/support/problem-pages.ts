import type { KnownProblem } from "../../src/diagnose/known-problems.ts";
import { readSigns } from "../../src/signs/read-signs.ts";
import { fill, type Sign } from "../../src/signs/sign.ts";
import { ALL_LINES } from "../fixtures/error-lines/all-lines.ts";

/** The sections that every page has, in this order. */
export const SECTIONS = ["What it is", "How it is proved", "How it is fixed"];

const LINES_HEADING = "## Lines that say it";
const WIDTH = 120;
const SHORT_LINE = 200;
const MOST_LINES = 3;

/** The page of a cause that only lines of logs tell, as the sign and its fixtures say it. */
export function signPage(code: string, sign: Sign): string {
  const { cause, fix, tool, follows = [] } = sign;
  const [is = "", proved = "", fixed = ""] = SECTIONS;
  return paragraphs(
    `# ${code}`,
    `## ${is}`,
    wrap(fill(cause, {}, undefined)),
    `## ${proved}`,
    wrap(`Lines of logs tell it, such as these. ${weight(sign)}`),
    examples(sign),
    ...(follows.length > 0 ? [wrap(`Where one of these was said shortly before, it is only a consequence and is not told: ${follows.map(link).join(", ")}.`)] : []),
    `## ${fixed}`,
    wrap(fill(fix, {}, undefined)),
    ...(tool ? [`The next call: \`${tool.name} ${JSON.stringify(tool.arguments)}\`.`] : []),
  );
}

/** A page written by hand, with the lines at its end that tell the same cause, where there are any. */
export function checkPage(text: string, { sign }: KnownProblem): string {
  const [byHand = ""] = text.split(`\n${LINES_HEADING}\n`);
  return paragraphs(byHand.trimEnd(), ...(sign ? [LINES_HEADING, wrap(`Logs tell it too, by lines such as these. ${weight(sign)}`), examples(sign)] : []));
}

/** The list of all pages, by what they concern. */
export function indexPage(problems: KnownProblem[]): string {
  const groups = [...new Set(problems.map((one) => one.group))];
  return paragraphs(
    "# Problems",
    wrap("Every cause that `troubleshoot` and `start_env` can name, each with a page: what it is, how it is proved, how it is fixed."),
    wrap("A cause is `proven` where what was observed shows it, `likely` where one thing is inferred, and `possible` where a line only hints at it. `troubleshoot` names first causes first; who only suffers from one stands under it."),
    ...groups.flatMap((group) => [`## ${group}`, ["| code | in plain words |", "| --- | --- |", ...problems.filter((one) => one.group === group).map(({ code, name, checked }) => `| ${link(code)} | ${checked ? sentence(name) : name} |`)].join("\n")]),
  );
}

/** The title of a page written by hand. */
export function title({ name }: KnownProblem): string {
  return `# ${sentence(name)}`;
}

function weight({ decisive }: Sign): string {
  return decisive ? "In the log of a service that fails one is proof; in that of a service that runs, or among lines that were given, it makes the cause likely." : "One only hints: it makes the cause likely in the log of a service that fails, and possible elsewhere.";
}

/** A few lines as programs write them: short ones that weigh as much as the sign says, one for each pattern while there are patterns. */
function examples({ code, patterns, decisive }: Sign): string {
  const all = ALL_LINES.flatMap(([of, line]) => (of === code && readSigns([line])[0]?.sign.decisive === decisive ? [line.trim()] : []));
  const short = all.filter((line) => line.length <= SHORT_LINE);
  const lines = short.length > 0 ? short : all;
  const each = patterns.flatMap((pattern) => lines.find((line) => pattern.test(line)) ?? []);
  const chosen: string[] = [];
  for (const line of [...each, ...lines]) if (!chosen.some((one) => one.includes(line) || line.includes(one))) chosen.push(line);
  return ["~~~text", ...chosen.slice(0, MOST_LINES), "~~~"].join("\n");
}

function link(code: string): string {
  return `[${code}](${code}.md)`;
}

function sentence(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function paragraphs(...all: string[]): string {
  return `${all.join("\n\n")}\n`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
