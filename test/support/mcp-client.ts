import { homedir, tmpdir } from "node:os";
import { Client as NewClient } from "@modelcontextprotocol/client";
import { StdioClientTransport as NewTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

/** A version of the client library and the protocol that it speaks. */
export const CLIENTS = ["SDK 1, 2025", "SDK 2, 2025", "SDK 2, 2026"] as const;

export interface ToolDefinition {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
}

export interface Answer {
  text: string;
  structured: unknown;
  isError: boolean;
}

interface CallOptions {
  signal?: AbortSignal;
  onprogress?: (progress: { progress: number; total?: number | undefined; message?: string | undefined }) => void;
}

/** What the tests ask of a client, whichever it is. */
export interface McpClient {
  name: string | undefined;
  instructions: string | undefined;
  listTools(): Promise<ToolDefinition[]>;
  call(name: string, input: Record<string, unknown>, options?: CallOptions): Promise<Answer>;
  /** What the server has written to its standard error so far. */
  stderr(): string;
  close(): Promise<void>;
}

/** Starts a program as a client does and connects to it. No engine can be reached from it. */
export async function connect(which: (typeof CLIENTS)[number], program: string, where: { cwd?: string; args?: string[] } = {}): Promise<McpClient> {
  const start = { command: process.execPath, args: [program, "mcp", ...(where.args ?? [])], cwd: where.cwd ?? tmpdir(), env: engineless(), stderr: "pipe" as const };
  const info = { name: "contract-test", version: "1.0.0" };
  const { client, transport } = which === "SDK 1, 2025" ? await connectOld(info, start) : await connectNew(info, start, which === "SDK 2, 2026");
  let stderr = "";
  transport.stderr?.on("data", (chunk) => (stderr += String(chunk)));
  return {
    name: client.getServerVersion()?.name,
    instructions: client.getInstructions(),
    listTools: async () => (await client.listTools()).tools,
    call: async (name, input, options) => {
      const request = { name, arguments: input };
      const answer = client instanceof OldClient ? await client.callTool(request, undefined, options) : await client.callTool(request, options);
      const content: unknown = answer.content;
      const [first]: unknown[] = Array.isArray(content) ? content : [];
      const text = typeof first === "object" && first !== null && "text" in first ? String(first.text) : "";
      return { text, structured: answer.structuredContent, isError: answer.isError === true };
    },
    stderr: () => stderr,
    close: () => client.close(),
  };
}

type Start = ConstructorParameters<typeof OldTransport>[0] & { stderr: "pipe" };

async function connectOld(info: { name: string; version: string }, start: Start) {
  const client = new OldClient(info);
  const transport = new OldTransport(start);
  await client.connect(transport);
  return { client, transport };
}

async function connectNew(info: { name: string; version: string }, start: Start, pinned: boolean) {
  const client = new NewClient(info, { versionNegotiation: { mode: pinned ? { pin: "2026-07-28" } : "legacy" } });
  const transport = new NewTransport(start);
  await client.connect(transport);
  return { client, transport };
}

/** An environment from which no engine can be reached. The home folder stays: Compose may be installed in it. */
export function engineless(): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", HOME: homedir(), DOCKER_HOST: "unix:///nonexistent/docker.sock" };
}
