import { EngineError, type Engine } from "./engine.ts";

/** The engine's own name server, in the byte order of /proc/net/tcp. */
const NAME_SERVER = "0B00007F";
const LISTENING = "0A";

/**
 * Whether any program in a container listens on a TCP port, on whatever address: a service that does and yet does not
 * answer is misconfigured, one that does not is still starting. undefined where the image has no means to tell.
 */
export async function listensInside(engine: Pick<Engine, "exec">, container: string, signal: AbortSignal): Promise<boolean | undefined> {
  const done = await engine.exec(container, { argv: ["cat", "/proc/net/tcp", "/proc/net/tcp6"], timeoutMs: 2_000, signal }).catch((error: unknown) => {
    if (error instanceof EngineError) return undefined;
    throw error;
  });
  if (!done?.stdout.includes("local_address")) return undefined;
  return done.stdout.split("\n").some((row) => {
    const [, local = "", , state] = row.trim().split(/\s+/);
    return state === LISTENING && !local.startsWith(NAME_SERVER);
  });
}
