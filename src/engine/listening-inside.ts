import { EngineError, type Engine } from "./engine.ts";

/** A TCP socket in state LISTEN inside a container. */
export interface Socket {
  /** Whether others than the container itself can reach it. */
  open: boolean;
  port: number;
}

/** The engine's own name server, in the byte order of /proc/net/tcp. */
const NAME_SERVER = "0B00007F";
const LISTENING = "0A";
/** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104 in the byte order of /proc/net/tcp. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/;

/**
 * The TCP sockets that programs in a container listen on. undefined where the image has no means to tell. Format of
 * /proc/net/tcp: one socket a line, its address and port in hexadecimal, the address in words of the machine's byte order.
 */
export async function listeningInside(engine: Pick<Engine, "exec">, container: string, signal: AbortSignal): Promise<Socket[] | undefined> {
  const done = await engine.exec(container, { argv: ["cat", "/proc/net/tcp", "/proc/net/tcp6"], timeoutMs: 1_000, signal }).catch((error: unknown) => {
    if (error instanceof EngineError) return undefined;
    throw error;
  });
  if (!done?.stdout.includes("local_address")) return undefined;
  return done.stdout.split("\n").flatMap((row) => {
    const [, local = "", , state] = row.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return state === LISTENING && address !== NAME_SERVER ? [{ open: !LOOPBACK.test(address), port: Number.parseInt(port, 16) }] : [];
  });
}
