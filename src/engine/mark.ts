const NAME = "DEVOPS_INFRA_EXEC";

/** A mark for the environment of one command in a container, so that it and all its children can be found again. */
export function newMark(): { variable: string; killArgv: string[] } {
  const mark = globalThis.crypto.randomUUID();
  return { variable: `${NAME}=${mark}`, killArgv: ["sh", "-c", KILL, "sh", mark] };
}

/** Kills, from inside the container, every process that carries the mark. */
const KILL = `for p in /proc/[0-9]*; do if grep -q "${NAME}=$1" "$p/environ" 2>/dev/null; then kill -KILL "\${p#/proc/}" 2>/dev/null; fi; done; exit 0`;
