import type { Tool } from "../tool.ts";
import { undo } from "./undo.ts";

/** What only the command line has: for a person, and not among the tools of an assistant. */
export const commands: Tool[] = [undo];
