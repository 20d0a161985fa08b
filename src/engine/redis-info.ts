import type { Engine } from "./engine.ts";

/** The fields of Redis's `INFO`, asked in its container; undefined where it does not answer them. Format: `name:value` a line, `#` before a heading. */
export async function readRedisInfo(engine: Pick<Engine, "exec">, container: string, signal: AbortSignal): Promise<Record<string, string> | undefined> {
  const done = await engine.exec(container, { argv: ["sh", "-c", "redis-cli INFO || valkey-cli INFO"], timeoutMs: 2_000, signal });
  const fields = done.stdout.split("\n").flatMap((line): [string, string][] => {
    const [name = "", value] = line.trim().split(/:(.*)/s);
    return value === undefined || !/^[a-z_0-9]+$/.test(name) ? [] : [[name, value]];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}
