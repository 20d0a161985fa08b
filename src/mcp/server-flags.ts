import { UserError } from "../errors.ts";
import type { Flag } from "../terminal/flag.ts";
import { readFlags } from "../terminal/read-flags.ts";
import type { Toolset } from "../tool.ts";
import type { ListedTool } from "../tool-listing.ts";

const TOOLSETS: readonly Toolset[] = ["core", "index", "data", "ship"];
const DEFAULT_TOOLSETS: readonly Toolset[] = ["core", "index"];

const FLAGS: Flag[] = [
  { name: "workspace", field: "workspace", kind: "text", list: false },
  { name: "skill", field: "skill", kind: "text", list: false },
  { name: "read-only", field: "read_only", kind: "boolean", list: false },
  { name: "toolsets", field: "toolsets", kind: "text", list: true },
];

export interface ServerFlags {
  workspace?: string;
  skill?: string;
  readOnly: boolean;
  toolsets: readonly Toolset[];
}

/** Reads what follows `mcp` on the command line. Throws UserError. */
export function readServerFlags(args: string[]): ServerFlags {
  const { values, positionals, rest } = readFlags(args, FLAGS);
  const stray = positionals[0]?.text ?? rest?.[0];
  if (stray !== undefined) throw new UserError("unexpected-argument", `mcp takes flags only, but was given ${stray}.`, `The flags are: ${FLAGS.map((flag) => `--${flag.name}`).join(", ")}.`);
  const { workspace, skill, toolsets } = values;
  return {
    ...(typeof workspace === "string" ? { workspace } : {}),
    ...(typeof skill === "string" ? { skill } : {}),
    readOnly: values["read_only"] === true,
    toolsets: Array.isArray(toolsets) ? toolsets.flatMap((names) => String(names).split(",")).map(readToolset) : DEFAULT_TOOLSETS,
  };
}

/** The tools that these flags register. */
export function selectTools(listing: readonly ListedTool[], { toolsets, readOnly }: ServerFlags): ListedTool[] {
  return listing.filter((one) => toolsets.includes(one.toolset) && (!readOnly || one.definition.annotations.readOnlyHint));
}

function readToolset(name: string): Toolset {
  const found = TOOLSETS.find((one) => one === name.trim());
  if (!found) throw new UserError("unknown-toolset", `There is no toolset ${name.trim()}.`, `The toolsets are: ${TOOLSETS.join(", ")}.`);
  return found;
}
