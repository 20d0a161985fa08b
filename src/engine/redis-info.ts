import type { Container } from "./container.ts";
import type { Engine } from "./engine.ts";

/**
 * The fields of Redis's `INFO`, asked in its container as its health command asks for a ping, so with the same password;
 * undefined where it does not answer them, `error` alone where it refuses. Format: `name:value` a line, `#` before a heading.
 */
export async function readRedisInfo(engine: Pick<Engine, "exec">, { id, healthTest }: Pick<Container, "id" | "healthTest">, signal: AbortSignal): Promise<Record<string, string> | undefined> {
  const done = await engine.exec(id, { argv: infoCommand(healthTest), timeoutMs: 2_000, signal });
  const fields = done.stdout.split("\n").flatMap((line): [string, string][] => {
    const [name = "", value] = line.trim().split(/:(.*)/s);
    return value === undefined || !/^[a-z_0-9]+$/.test(name) ? [] : [[name, value]];
  });
  const refused = /(?:NOAUTH|NOPERM|WRONGPASS)[^\r\n]{0,100}/.exec(`${done.stdout}\n${done.stderr}`)?.[0];
  if (refused !== undefined) return { error: refused };
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}

function infoCommand([form, ...words]: string[]): string[] {
  const shell = /^[^|;&]*\b(?:redis|valkey)-cli\b[^|;&]*?\bping\b/i.exec(form === "CMD-SHELL" ? (words[0] ?? "") : "")?.[0];
  if (shell !== undefined) return ["sh", "-c", shell.replace(/\bping$/i, "INFO")];
  if (form === "CMD" && /(?:redis|valkey)-cli$/.test(words[0] ?? "") && words.at(-1)?.toLowerCase() === "ping") return [...words.slice(0, -1), "INFO"];
  return ["sh", "-c", "redis-cli INFO || valkey-cli INFO"];
}
