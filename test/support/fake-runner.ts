import type { Command, Finished, Runner } from "../../src/host/runner.ts";

export interface Rule {
  /** The whole argument list, program first; or a test of it. */
  argv: string[] | ((argv: string[]) => boolean);
  /** What comes back. Left-out fields: exited, 0, no output. Lines of stdout and stderr go to `onLine` too. */
  answer?: Partial<Finished> | ((command: Command) => Partial<Finished> | Promise<Partial<Finished>>);
  /** How often it may be asked; any number of times when left out. */
  times?: number;
}

export interface FakeRunner extends Runner {
  calls: Command[];
  /** The argument lists of all calls, program first. */
  argvs(): string[][];
}

/** Answers the commands that its rules expect, the first that fits. Throws at any other and lists what it expects. */
export function fakeRunner(rules: Rule[] = []): FakeRunner {
  const calls: Command[] = [];
  const left = rules.map((rule) => ({ rule, times: rule.times ?? Infinity }));
  return {
    calls,
    argvs: () => calls.map(({ file, args }) => [file, ...args]),
    async run(command) {
      const argv = [command.file, ...command.args];
      const match = left.find(({ rule, times }) => times > 0 && fits(rule, argv));
      if (!match) throw new Error(`Unexpected command ${JSON.stringify(argv)}. Expected one of:\n${rules.map(show).join("\n")}`);
      calls.push(command);
      match.times -= 1;
      const { answer = {} } = match.rule;
      const given = typeof answer === "function" ? await answer(command) : answer;
      const finished: Finished = { outcome: "exited", exitCode: 0, stdout: "", stderr: "", truncated: false, elapsedMs: 1, ...given };
      for (const stream of ["stdout", "stderr"] as const) {
        for (const line of finished[stream].replace(/\n$/, "").split("\n")) if (finished[stream] !== "") command.onLine?.(line, stream);
      }
      return finished;
    },
  };
}

function fits({ argv }: Rule, asked: string[]): boolean {
  return typeof argv === "function" ? argv(asked) : argv.length === asked.length && argv.every((word, index) => word === asked[index]);
}

function show({ argv }: Rule): string {
  return `  ${typeof argv === "function" ? argv.toString() : JSON.stringify(argv)}`;
}
