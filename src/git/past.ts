import { git, type GitPorts } from "./git.ts";

/** What commits know of paths that are gone. Paths are relative to the workspace; folders end with a slash. */
export interface Past {
  /** The files of the last commit. */
  committed(): Promise<Set<string>>;
  /** Where commits have moved a file or folder, by git's own likeness; of several moves the last place. */
  movedTo(path: string): Promise<string | undefined>;
  /** A file as the last commit that had it has it; undefined for one that no commit had, and for binary ones. */
  lastText(path: string): Promise<string | undefined>;
  /** The files below a folder in the last commit that had any. */
  filesBelow(folder: string): Promise<string[]>;
}

/** Looking back must not take longer than the answer is worth; in a long history git looks at every commit. */
const LIMIT = { timeoutMs: 3_000, bytes: 4 * 1024 * 1024 };
/** Of all questions together, in time of git. */
const LONGEST_MS = 30_000;
const AT_ONCE = 4;
const MOST_MOVES = 5;

/** The past of a workspace, from the repository that it lies in; where git cannot tell, nothing is known. */
export function pastOf(ports: GitPorts, root: string): Past {
  const known = new Map<string, Promise<string>>();
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve(""));
  let spentMs = 0;
  const answerTo = async (args: string[]): Promise<string> => {
    if (spentMs > LONGEST_MS) return "";
    const { exitCode, stdout, truncated, elapsedMs } = await git(ports, root, args, LIMIT);
    spentMs += elapsedMs;
    return exitCode === 0 && !truncated ? stdout : "";
  };
  const ask = (...args: string[]): Promise<string> => {
    const key = JSON.stringify(args);
    const before = known.get(key);
    if (before) return before;
    const lane = known.size % AT_ONCE;
    const answer = (lanes[lane] ?? Promise.resolve("")).then(() => answerTo(args));
    lanes[lane] = answer;
    known.set(key, answer);
    return answer;
  };
  const listed = async (commit: string, folder: string): Promise<string[]> => fields(await ask("ls-tree", "-r", "-z", "--name-only", commit, "--", folder));
  const committed = async (): Promise<Set<string>> => new Set(await listed("HEAD", "."));
  /** The last commit that still had the path, and the one that took it away. */
  const leaving = async (path: string): Promise<{ from: string; to: string } | undefined> => {
    const commit = (await ask("log", "-1", "--no-renames", "--diff-filter=D", "--format=%H", "--", path)).trim();
    return commit === "" ? undefined : { from: `${commit}^`, to: commit };
  };
  const step = async (path: string): Promise<string | undefined> => {
    const left = await leaving(path);
    if (!left) return undefined;
    const parts = fields(await ask("diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", "--relative", left.from, left.to));
    const moves = parts.flatMap((part, index) => (index % 3 === 1 ? [{ from: part, to: parts[index + 1] ?? "" }] : []));
    return path.endsWith("/") ? movedFolder(path, moves) : moves.find((one) => one.from === path)?.to;
  };

  return {
    committed,
    async movedTo(path) {
      let place: string | undefined;
      for (let next = await step(path), moves = 0; next !== undefined && moves < MOST_MOVES; next = await step(next), moves += 1) place = next;
      return place;
    },
    async lastText(path) {
      const commit = (await committed()).has(path) ? "HEAD" : (await leaving(path))?.from;
      const text = commit === undefined ? "" : await ask("cat-file", "blob", `${commit}:./${path}`);
      return text === "" || text.includes("\0") ? undefined : text;
    },
    async filesBelow(folder) {
      const now = await listed("HEAD", folder);
      const left = now.length > 0 ? undefined : await leaving(folder);
      return left ? listed(left.from, folder) : now;
    },
  };
}

function fields(text: string): string[] {
  return text.split("\0").filter((one) => one !== "");
}

/** The folder to which most of its files have gone, each keeping its path below it. */
export function movedFolder(folder: string, moves: { from: string; to: string }[]): string | undefined {
  const places = new Map<string, number>();
  const own = moves.filter(({ from }) => from.startsWith(folder));
  for (const { from, to } of own) {
    const rest = from.slice(folder.length);
    if (to.endsWith(`/${rest}`)) places.set(to.slice(0, -rest.length), (places.get(to.slice(0, -rest.length)) ?? 0) + 1);
  }
  const [best] = [...places].toSorted((a, b) => b[1] - a[1]);
  return best && best[1] * 2 >= own.length ? best[0] : undefined;
}
