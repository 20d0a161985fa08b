import { readdirSync, readFileSync } from "node:fs";

const read = (path) => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};

/** Every process of this machine that still runs, those of containers too: pid, parent, words of its command line. */
function processes() {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === undefined || state === "" || "ZX".includes(state)) return [];
    return [{ pid: Number(pid), parent: Number(parent), words: read(`/proc/${pid}/cmdline`).split("\0").slice(0, -1) }];
  });
}

/** Whether a process runs no more. @param {number} wanted */
export function isGone(wanted) {
  return !processes().some(({ pid }) => pid === wanted);
}

/** Docker and compose commands that work on a project. @param {string} project */
export function commandsOf(project) {
  return processes().filter(({ words }) => words.includes("compose") && words[words.indexOf("-p") + 1] === project);
}

/** Compose commands of the kind that makes containers. @param {string} project */
export function creating(project) {
  return commandsOf(project).some(({ words }) => words.includes("create") && !words.includes("--dry-run"));
}

/** Descendants of a process. @param {number} root */
export function childrenOf(root) {
  const all = processes();
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const one of all) if (found.has(one.parent)) found.add(one.pid);
  }
  return all.filter((one) => one.pid !== root && found.has(one.pid));
}

/** Commands that were run in containers by the product and still run there, recognized by their words. @param {string} word */
export function markedWith(word) {
  return processes().filter(({ pid, words }) => words.some((one) => one.includes(word)) && read(`/proc/${pid}/environ`).includes("DEVOPS_INFRA_EXEC="));
}
