import { ProtocolError, ProtocolErrorCode, Server, type CallToolResult, type ServerContext } from "@modelcontextprotocol/server";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { boundedInput } from "./mcp/bounded-input.ts";
import { clientFolder } from "./mcp/client-folder.ts";
import { instructions } from "./mcp/instructions.ts";
import { progressSender } from "./mcp/progress-sender.ts";
import { untilToldToEnd } from "./mcp/until-told-to-end.ts";
import type { Outcome } from "./tool.ts";
import type { ListedTool } from "./tool-listing.ts";
import type { Call, Session } from "./workspace.ts";

export interface ServerOptions {
  version: string;
  /** The tools on offer, in their order; it never changes while the server runs. */
  listing: readonly ListedTool[];
  /** Builds what a call needs. Called at the first call, not at start. */
  session(): Promise<Session>;
}

/** Long enough to spare a client the list in one working session, short enough to notice an update. */
const CACHE_HINT = { ttlMs: 3_600_000, cacheScope: "private" } as const;

/** Serves MCP on standard input and output, both eras, until the client ends it; resolves with the exit code when all work has stopped. */
export async function serve(options: ServerOptions): Promise<number> {
  const running = new Set<Promise<unknown>>();
  let opened: Promise<Session> | undefined;
  const session = () => (opened ??= options.session());
  const connection = serveStdio(() => createServer({ ...options, session }, running), {
    transport: new StdioServerTransport(process.stdin.pipe(boundedInput((message) => process.stdout.write(message))), process.stdout),
    onerror: (error) => console.error(`devops-bestays-infra: ${error.message}`),
  });
  return untilToldToEnd(async () => {
    await connection.close();
    await Promise.allSettled([...running, opened?.then(({ jobs }) => jobs.stopAll())]);
  });
}

function createServer(options: ServerOptions, running: Set<Promise<unknown>>): Server {
  const tools = options.listing.map((one) => one.definition);
  const names = tools.map((tool) => tool.name);
  const server = new Server(
    { name: "infra", title: "DevOps Bestays Infra", version: options.version },
    {
      capabilities: { tools: {} },
      instructions: instructions(names),
      cacheHints: { "tools/list": CACHE_HINT, "server/discover": CACHE_HINT },
      jsonSchemaValidator: { getValidator: () => { throw new Error("Nothing is elicited, so there is nothing to validate."); } },
    },
  );
  server.setRequestHandler("tools/list", () => ({ tools }));
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    if (!names.includes(params.name)) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${params.name}. The tools are: ${names.join(", ")}.`);
    }
    const work = callTool(options, params.name, params.arguments, context);
    running.add(work);
    return work.finally(() => running.delete(work));
  });
  return server;
}

async function callTool(options: ServerOptions, name: string, input: unknown, context: ServerContext): Promise<CallToolResult> {
  const [{ tools }, { runTool }, { openWorkspace }, session] = await Promise.all([
    import("./tools/index.ts"),
    import("./tool.ts"),
    import("./workspace.ts"),
    options.session(),
  ]);
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(`${name} is listed but not in the catalogue: build again.`);
  const sender = progressSender(context.mcpReq);
  const folder = clientFolder(context.mcpReq._meta);
  const call: Call = { signal: context.mcpReq.signal, progress: sender.send, face: "mcp", ...(folder === undefined ? {} : { clientFolder: folder }) };
  try {
    return toResult(await runTool(tool, input, () => openWorkspace(session, call)));
  } finally {
    sender.end();
  }
}

function toResult(outcome: Outcome): CallToolResult {
  const content: CallToolResult["content"] = [{ type: "text", text: outcome.text }];
  if (outcome.kind === "result") return { content, structuredContent: outcome.result };
  if (outcome.bug !== undefined) console.error(outcome.bug);
  return { content, structuredContent: { error: outcome.error }, isError: true };
}
