import { posix } from "node:path";
import type { Sources } from "./sources.ts";

/** Where a file or folder of the same name is now; of several the one whose path agrees most, undefined where two do. */
export async function findMoved(sources: Sources, path: string): Promise<string | undefined> {
  const wanted = posix.normalize(path).replace(/\/$/, "").split("/");
  const folder = path.endsWith("/");
  const entries = await sources.walk();
  const candidates = entries.filter((entry) => posix.basename(entry) === wanted.at(-1) && (!folder || entry.endsWith("/")) && (entry.endsWith("/") ? folder || !posix.basename(path).includes(".") : !folder));
  const rated = candidates.map((entry) => ({ entry, rate: rate(entry.replace(/\/$/, "").split("/"), wanted) })).sort((a, b) => b.rate - a.rate);
  const [best, second] = rated;
  return best && best.rate !== second?.rate ? best.entry : undefined;
}

/** Names in common, counted from the end and from the start; the end counts more. */
function rate(names: string[], wanted: string[]): number {
  const same = (a: string[], b: string[]): number => {
    let count = 0;
    while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
    return count;
  };
  return 3 * same(names.toReversed(), wanted.toReversed()) + same(names, wanted);
}
