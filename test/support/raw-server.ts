import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { engineless } from "./mcp-client.ts";

export interface Message {
  jsonrpc?: string;
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

/** A server spoken to line by line, where a client library would hide what happens. */
export interface RawServer {
  pid: number;
  /** Everything on standard output so far; a line that is no JSON throws. */
  messages(): Message[];
  stderr(): string;
  send(message: Message): void;
  write(text: string): void;
  /** Waits for a message. */
  until(wanted: (message: Message) => boolean): Promise<Message>;
  /** Initializes in the 2025 manner. */
  initialize(): Promise<void>;
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, and how long the end took. */
  ended(): Promise<{ code: number | null; ms: number }>;
}

export function startRaw(program: string, args: string[] = [], cwd = tmpdir()): RawServer {
  const child = spawn(process.execPath, [program, "mcp", ...args], { cwd, env: engineless() });
  const exit = once(child, "exit");
  let out = "";
  let err = "";
  const waiting = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    out += String(chunk);
    for (const look of waiting) look();
  });
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  child.stdin.on("error", () => undefined);
  const messages = () => out.split("\n").slice(0, -1).map((line) => readMessage(line));
  const write = (text: string) => void child.stdin.write(text);
  const send = (message: Message) => write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const until = (wanted: (message: Message) => boolean) =>
    new Promise<Message>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`No such message came. What came: ${out}\nStandard error: ${err}`)), 8000);
      const look = () => {
        const found = messages().find(wanted);
        if (!found) return;
        waiting.delete(look);
        clearTimeout(late);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    pid: child.pid ?? -1,
    messages,
    stderr: () => err,
    send,
    write,
    until,
    initialize: async () => {
      send({ id: 0, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "raw", version: "1" } } });
      await until((message) => message.id === 0);
      send({ method: "notifications/initialized" });
    },
    endInput: () => child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    ended: async () => {
      const since = performance.now();
      await exit;
      return { code: child.exitCode, ms: performance.now() - since };
    },
  };
}

function readMessage(line: string): Message {
  const value: unknown = JSON.parse(line);
  if (!isMessage(value)) throw new Error(`Not JSON-RPC: ${line}`);
  return value;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "jsonrpc" in value && value.jsonrpc === "2.0";
}
