import { dirname } from "node:path";
import { listing } from "virtual:tool-listing";
import packageJson from "../package.json" with { type: "json" };
import { UserError } from "./errors.ts";
import { readServerFlags, selectTools, type ServerFlags } from "./mcp/server-flags.ts";
import type { Session } from "./workspace.ts";

const { version } = packageJson;

/** Builds the real doors to the outside. Imported when the first call needs them: the server's start-up does without. */
async function openSession({ workspace, skill }: { workspace?: string; skill?: string }): Promise<Session> {
  const [{ nodeRunner }, { nodeFiles }, { nodeNet }, { nodeClock }, { nodeMachine }, { ModelCache }, { Jobs }] = await Promise.all([
    import("./host/node-runner.ts"),
    import("./host/node-files.ts"),
    import("./host/node-net.ts"),
    import("./host/node-clock.ts"),
    import("./host/node-machine.ts"),
    import("./compose/read-model.ts"),
    import("./state/jobs.ts"),
  ]);
  return {
    ports: { runner: nodeRunner, files: nodeFiles, net: nodeNet, clock: nodeClock, machine: nodeMachine },
    packageRoot: dirname(import.meta.dirname),
    ...(workspace === undefined ? {} : { workspace }),
    ...(skill === undefined ? {} : { skill }),
    models: new ModelCache(),
    jobs: new Jobs(),
  };
}

async function serveMcp(args: string[]): Promise<number> {
  let flags: ServerFlags;
  try {
    flags = readServerFlags(args);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    console.error(`${thrown.message} ${thrown.fix}`);
    return 2;
  }
  if (process.stdin.isTTY) console.error("Serving MCP on standard input and output, for a client to speak to. Ctrl-C ends it; `help` shows the verbs for people.");
  const { serve } = await import("./server.ts");
  return serve({ version, listing: selectTools(listing, flags), session: () => openSession(flags) });
}

async function main([first, ...others]: string[]): Promise<number> {
  if (first === "mcp" && !others.some((word) => word === "--help" || word === "-h")) return serveMcp(others);
  process.on("uncaughtException", crash);
  const { runCli } = await import("./cli.ts");
  return runCli(first === undefined ? [] : [first === "mcp" ? "help" : first, ...others], { version, session: openSession });
}

function crash(bug: unknown): never {
  console.error(bug);
  process.exit(70);
}

main(process.argv.slice(2)).then((code) => process.exit(code), crash);
