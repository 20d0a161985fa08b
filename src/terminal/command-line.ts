import { UserError } from "../errors.ts";
import { didYouMean } from "../text/did-you-mean.ts";
import type { Tool } from "../tool.ts";
import { inputSchema } from "../tool-listing.ts";
import { flagsOf, type Flag } from "./flag.ts";
import { readFlags, type ReadFlags } from "./read-flags.ts";

/** Flags that every verb takes. */
export const GLOBAL_FLAGS: Flag[] = [
  { name: "workspace", field: "workspace", kind: "text", list: false, placeholder: "DIR", description: "The folder of the project (else found from the working directory)." },
  { name: "skill", field: "skill", kind: "text", list: false, placeholder: "DIR", description: "The folder of the skill that holds the maps." },
  { name: "json", field: "json", kind: "boolean", list: false, description: "Print the structured result, or {error}, and nothing else." },
  { name: "help", field: "help", kind: "boolean", list: false, short: "h", description: "Print this." },
  { name: "version", field: "version", kind: "boolean", list: false, description: "Print the version." },
];

/** A flag of the verbs that can be watched. */
export const WATCH_FLAG: Flag = { name: "watch", field: "watch", kind: "boolean", list: false, description: "Look again every two seconds until Ctrl-C; without a terminal, print only what changed." };

export interface CommandLine {
  wants: "help" | "version" | "run" | "nothing";
  tool?: Tool;
  /** The tool's raw arguments. */
  input: Record<string, unknown>;
  /** The global flags. */
  workspace?: string;
  skill?: string;
  watch?: boolean;
}

/** Reads a command line. Throws UserError with what was meant, where that can be told. */
export function readCommandLine(args: string[], tools: readonly Tool[]): CommandLine {
  const head = readFlags(args, GLOBAL_FLAGS, true);
  const first = head.positionals[0];
  if (!first) {
    readFlags(args, GLOBAL_FLAGS);
    return { wants: head.values["version"] ? "version" : head.values["help"] ? "help" : "nothing", input: {} };
  }
  const rest = args.toSpliced(first.index, 1);
  if (first.text === "help") {
    const named = head.positionals[1];
    return { wants: "help", input: {}, ...(named ? { tool: findTool(named.text, tools) } : {}) };
  }
  const tool = findTool(first.text, tools);
  const own = flagsOf(inputSchema(tool)).filter((flag) => !GLOBAL_FLAGS.some((global) => global.name === flag.name));
  const watchable = tool.cli?.watch !== undefined;
  if (!watchable && asksToWatch(rest) && !own.some((flag) => flag.name === WATCH_FLAG.name)) throw notWatchable(tool, tools);
  const read = readFlags(rest, [...own, ...(watchable ? [WATCH_FLAG] : []), ...GLOBAL_FLAGS]);
  const given = Object.entries(read.values).filter(([field]) => own.some((flag) => flag.field === field));
  const { workspace, skill, help, version, watch } = read.values;
  return {
    wants: help ? "help" : version ? "version" : "run",
    tool,
    input: { ...tool.cli?.defaults, ...Object.fromEntries(given), ...positionalFields(tool, own, read) },
    ...(typeof workspace === "string" ? { workspace } : {}),
    ...(typeof skill === "string" ? { skill } : {}),
    ...(watchable && watch === true ? { watch } : {}),
  };
}

function asksToWatch(args: string[]): boolean {
  const dashes = args.indexOf("--");
  return (dashes < 0 ? args : args.slice(0, dashes)).some((word) => /^--watch(?:=|$)/.test(word));
}

function notWatchable(tool: Tool, tools: readonly Tool[]): UserError {
  const others = tools.filter((one) => one.cli?.watch).map(verbOf);
  return new UserError("unknown-flag", `${verbOf(tool)} cannot be watched.`, others.length > 0 ? `Leave --watch out; ${others.join(", ")} can be watched.` : "Leave --watch out.");
}

/** `start_env` → `start-env`. */
export function verbOf(tool: Pick<Tool, "name">): string {
  return tool.name.replaceAll("_", "-");
}

function findTool(verb: string, tools: readonly Tool[]): Tool {
  const found = tools.find((tool) => verbOf(tool) === verb || tool.cli?.short === verb || tool.name === verb);
  if (found) return found;
  const verbs = tools.flatMap((tool) => [verbOf(tool), ...(tool.cli?.short ? [tool.cli.short] : [])]);
  const meant = didYouMean(verb, [...verbs, "help", "mcp"]);
  throw new UserError("unknown-verb", `There is no verb ${verb}.`, meant ? `Did you mean ${meant}?` : `The verbs are: ${tools.map(verbOf).join(", ")}.`);
}

function positionalFields(tool: Tool, own: readonly Flag[], read: ReadFlags): Record<string, unknown> {
  const { main, rest } = tool.cli ?? {};
  const words = [...read.positionals.map((one) => one.text), ...(rest ? [] : (read.rest ?? []))];
  const fields: Record<string, unknown> = rest && read.rest ? { [rest]: read.rest } : {};
  if (words.length === 0) return fields;
  if (!main) throw new UserError("unexpected-argument", `${verbOf(tool)} takes flags only, but was given ${words.join(" ")}.`, `See ${verbOf(tool)} --help.`);
  const isList = own.find((flag) => flag.field === main)?.list;
  if (!isList && words.length > 1) {
    const example = rest ? `${words[0] ?? ""} -- ${words.slice(1).join(" ")}` : `'${words.join(" ")}'`;
    throw new UserError("unexpected-argument", `${verbOf(tool)} takes one ${main}, but was given ${words.length}.`, `Write ${verbOf(tool)} ${example}.`);
  }
  return { ...fields, [main]: isList ? words : words[0] };
}
