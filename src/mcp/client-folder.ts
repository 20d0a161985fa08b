import { isAbsolute } from "node:path";

/** The folder that Codex sends along with a call: the first of its workspaces, when it is an absolute path. */
export function clientFolder(meta: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const turn = meta?.["x-codex-turn-metadata"];
  const workspaces = isRecord(turn) ? turn["workspaces"] : undefined;
  const first: unknown = Array.isArray(workspaces) ? workspaces[0] : isRecord(workspaces) ? Object.keys(workspaces)[0] : undefined;
  const path = isRecord(first) ? first["path"] : first;
  return typeof path === "string" && isAbsolute(path) && !path.includes("\0") ? path : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
