import type { z } from "zod";
import type { pointerShape } from "./shapes.ts";

/** A pointer as one line: role, path with its anchor, status, place. */
export function renderPointer(one: z.output<typeof pointerShape>): string {
  const lines = one.line === undefined ? "" : `:${one.line}${one.end_line !== undefined && one.end_line !== one.line ? `-${one.end_line}` : ""}`;
  const anchor = (one.anchor ?? []).map((part) => ` → ${part}`).join("");
  const found = one.found_at ? `, found at ${one.found_at}` : "";
  const url = one.url && one.url !== one.path ? ` ${one.url}` : "";
  return `${one.role}: ${one.path}${lines}${anchor}${url} (${one.status}${found})`;
}
