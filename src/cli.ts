import { UserError } from "./errors.ts";
import { readCommandLine, type CommandLine } from "./terminal/command-line.ts";
import { onInterrupt } from "./terminal/interrupt.ts";
import { progressLine } from "./terminal/progress-line.ts";
import { usage, verbUsage } from "./terminal/usage.ts";
import { watch } from "./terminal/watch.ts";
import { commands } from "./commands/all-commands.ts";
import { runTool, type Outcome, type Tool } from "./tool.ts";
import { tools } from "./tools/index.ts";
import { openWorkspace, type Session } from "./workspace.ts";

export interface CliOptions {
  version: string;
  session(folders: { workspace?: string; skill?: string }): Promise<Session>;
}

/** Everything that a person can call. */
const verbs: Tool[] = [...tools, ...commands];

const EXIT = { fine: 0, problem: 1, userError: 2, bug: 70, cancelled: 130 };

/** Runs one verb and resolves with the exit code, after everything has been written. */
export async function runCli(args: string[], options: CliOptions): Promise<number> {
  // Whoever reads us may stop early, as `head` does.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const json = args.slice(0, args.includes("--") ? args.indexOf("--") : args.length).includes("--json");
  let line: CommandLine;
  try {
    line = readCommandLine(args, verbs);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    const { code, message, fix } = thrown;
    await print({ kind: "error", error: { code, message, fix }, text: `${message} ${fix}` }, json);
    return EXIT.userError;
  }
  if (line.wants === "version") return write(process.stdout, `${options.version}\n`, EXIT.fine);
  if (line.wants === "help") return write(process.stdout, line.tool ? verbUsage(line.tool) : usage(verbs), EXIT.fine);
  return line.tool ? runVerb(line.tool, line, json, options) : write(process.stderr, usage(verbs), EXIT.userError);
}

async function runVerb(tool: Tool, line: CommandLine, json: boolean, options: CliOptions): Promise<number> {
  const signal = onInterrupt();
  if (line.watch === true) return watchVerb(tool, line, { json, signal }, options);
  const progress = progressLine(process.stderr, json);
  const session = await options.session(line);
  const outcome = await runTool(tool, line.input, () => openWorkspace(session, { signal, progress: progress.show, face: "terminal" }));
  await session.jobs.stopAll();
  progress.clear();
  await print(outcome, json);
  return signal.aborted ? EXIT.cancelled : exitCode(outcome);
}

async function watchVerb(tool: Tool, line: CommandLine, { json, signal }: { json: boolean; signal: AbortSignal }, options: CliOptions): Promise<number> {
  const session = await options.session(line);
  const look = () => runTool(tool, line.input, () => openWorkspace(session, { signal, progress: () => undefined, face: "terminal" }));
  const { clock } = session.ports;
  const ended = await watch({ look, passing: tool.cli?.watch?.passing ?? [] }, { screen: process.stdout, write: (text) => new Promise((resolve) => process.stdout.write(text, (error) => resolve(!error))), json, clock, signal });
  if (ended === undefined) return signal.aborted ? EXIT.cancelled : EXIT.fine;
  await print(ended, json);
  return exitCode(ended);
}

function exitCode(outcome: Outcome): number {
  if (outcome.kind === "result") return outcome.failed ? EXIT.problem : EXIT.fine;
  return outcome.bug === undefined ? EXIT.userError : EXIT.bug;
}

async function print(outcome: Outcome, json: boolean): Promise<void> {
  if (outcome.kind === "error" && outcome.bug !== undefined) console.error(outcome.bug);
  if (json) await write(process.stdout, `${JSON.stringify(outcome.kind === "result" ? outcome.result : { error: outcome.error }, null, 2)}\n`);
  else await write(outcome.kind === "result" ? process.stdout : process.stderr, `${outcome.text}\n`);
}

/** Resolves with the code once the text is out, or nobody reads it any more. */
function write(stream: NodeJS.WriteStream, text: string, code = EXIT.fine): Promise<number> {
  return new Promise((resolve) => stream.write(text, () => resolve(code)));
}
