import type { Tool } from "../tool.ts";
import { inputSchema } from "../tool-listing.ts";
import { GLOBAL_FLAGS, verbOf, WATCH_FLAG } from "./command-line.ts";
import { flagsOf, type Flag } from "./flag.ts";

const PROGRAM = "devops-bestays-infra";

/** The help of the program: every verb in one line. */
export function usage(tools: readonly Tool[]): string {
  const verbs: Row[] = tools.map((tool) => [[verbOf(tool), ...(tool.cli?.short ? [tool.cli.short] : [])].join(", "), tool.title]);
  return [
    `Usage: ${PROGRAM} VERB [flags]`,
    "",
    "Verbs:",
    ...columns([...verbs, ["help VERB", "What a verb takes"], ["mcp", "Serve these tools over MCP on standard input and output (--read-only, --toolsets core,index,data,ship)"]]),
    "",
    "Flags of every verb:",
    ...columns(GLOBAL_FLAGS.map(flagRow)),
    "",
    "Exit codes: 0 fine, 1 the environment has a problem, 2 a user error, 70 a bug, 130 cancelled.",
    "",
  ].join("\n");
}

/** The help of one verb: what it does and every field. */
export function verbUsage(tool: Tool): string {
  const { main, rest, short } = tool.cli ?? {};
  const flags = flagsOf(inputSchema(tool)).map((flag) => ({ ...flag, preset: tool.cli?.defaults?.[flag.field] ?? flag.preset }));
  const positional = main ? ` [${main.toUpperCase()}${flags.find((flag) => flag.field === main)?.list ? "…" : ""}]` : "";
  return [
    `Usage: ${PROGRAM} ${verbOf(tool)}${positional} [flags]${rest ? ` -- ${rest.toUpperCase()}…` : ""}`,
    ...(short ? [`Short: ${PROGRAM} ${short}`] : []),
    "",
    tool.description,
    "",
    "Flags:",
    ...columns([...flags, ...(tool.cli?.watch ? [WATCH_FLAG] : [])].map(flagRow)),
    "",
    "Flags of every verb:",
    ...columns(GLOBAL_FLAGS.map(flagRow)),
    "",
  ].join("\n");
}

type Row = [left: string, right: string];

function flagRow(flag: Flag): Row {
  const value = flag.kind === "boolean" ? "" : ` ${flag.placeholder ?? flag.kind.toUpperCase()}`;
  const notes = [flag.list ? "may be repeated" : "", flag.preset === undefined ? "" : `default ${typeof flag.preset === "string" ? flag.preset : JSON.stringify(flag.preset)}`].filter((note) => note !== "");
  const description = [flag.description ?? "", notes.length > 0 ? `(${notes.join(", ")})` : ""].filter((part) => part !== "").join(" ");
  return [`--${flag.name}${value}`, description];
}

function columns(rows: Row[]): string[] {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)) + 2);
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${left.length >= width ? "  " : ""}${right}`.trimEnd());
}
