import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { truncate } from "../text/truncate.ts";

const LIMIT = { chars: 4_000, changes: 2_000 };

/**
 * What changes in a file, as `git diff` shows it, with three lines around each change; "" where nothing does. At most
 * 4,000 characters, what is left out is said. Windows line ends are not shown, but where the file has both kinds, as ␍.
 */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return "";
  const [from, to] = [before === undefined ? "/dev/null" : `a/${path}`, `b/${path}`];
  const patch = createTwoFilesPatch(from, to, before ?? "", after, undefined, undefined, { context: 3, maxEditLength: LIMIT.changes, headerOptions: FILE_HEADERS_ONLY });
  if (patch === undefined) return `--- ${from}\n+++ ${to}\n… more than ${LIMIT.changes} lines differ …\n`;
  const mixed = [before ?? "", after].some((text) => text.includes("\r\n") && /(?:^|[^\r])\n/.test(text)) || (before !== undefined && before.includes("\r\n") !== after.includes("\r\n"));
  return truncate(patch.replace(/\r(?=\n|$)/g, mixed ? "␍" : ""), { chars: LIMIT.chars, from: "start" });
}
