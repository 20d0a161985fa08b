import { z } from "zod";
import { UserError } from "../../src/errors.ts";
import { defineTool } from "../../src/tool.ts";

const output = z.strictObject({ summary: z.string(), count: z.int().optional() });
const render = (result: z.output<typeof output>) => result.summary;

let looks = 0;

/** Tools that show what the protocol can meet: each is named by its story. The contract tests build a server of them. */
export const tools = [
  defineTool({
    name: "echo",
    title: "Say it again",
    description: "Answers with what it was given.",
    toolset: "core",
    effect: "reads",
    input: z.strictObject({ text: z.string(), times: z.int().min(1).optional(), words: z.array(z.string()).optional() }),
    output,
    cli: { main: "text" },
    run: async ({ text, times, words }) => ({ summary: [...Array<string>(times ?? 1).fill(text), ...(words ?? [])].join(" "), count: times ?? 1 }),
    render,
  }),
  defineTool({
    name: "count_slowly",
    title: "Count slowly",
    description: "Reports progress until it is cancelled or done.",
    toolset: "core",
    effect: "runs containers",
    input: z.strictObject({ steps: z.int(), step_ms: z.int() }),
    output,
    run: async ({ steps, step_ms }, { signal, progress, clock }) => {
      for (let done = 1; done <= steps && !signal.aborted; done += 1) {
        progress({ message: `step ${done}`, done, total: steps });
        await clock.sleep(step_ms, signal);
      }
      if (signal.aborted) console.error("the work was cancelled");
      return { summary: signal.aborted ? "cancelled" : "counted", count: steps };
    },
    render,
  }),
  defineTool({
    name: "fail",
    title: "Fail",
    description: "Fails as asked: as the user's error, as a bug, by a result that breaks its schema, or by a result that says so.",
    toolset: "core",
    effect: "reads",
    input: z.strictObject({ how: z.enum(["user-error", "bug", "bad-result", "problem"]) }),
    output,
    run: async ({ how }) => {
      if (how === "user-error") throw new UserError("no-engine", "There is no engine.", "Start one.", [{ do: "Start it", command: ["systemctl", "start", "docker"] }]);
      if (how === "bug") throw new TypeError("x is not a function");
      return how === "problem" ? { summary: "it is down" } : { summary: "odd", count: 0.5 };
    },
    render,
    failed: ({ summary }) => summary === "it is down",
  }),
  defineTool({
    name: "leave_child",
    title: "Start a child",
    description: "Starts a process that ends only when it is told to.",
    toolset: "core",
    effect: "runs containers",
    input: z.strictObject({}),
    output,
    run: async (_input, { runner, signal, progress }) => {
      const onLine = (line: string) => progress({ message: line });
      const { outcome } = await runner.run({ file: "sh", args: ["-c", "echo child $$; sleep 300"], env: { PATH: "/usr/bin:/bin" }, timeoutMs: 300_000, signal, onLine });
      return { summary: outcome };
    },
    render,
  }),
  defineTool({
    name: "where",
    title: "Where",
    description: "Answers with the folder that it works in.",
    toolset: "index",
    effect: "reads",
    input: z.strictObject({}),
    output,
    run: async (_input, { root }) => ({ summary: root }),
    render,
  }),
  defineTool({
    name: "look_around",
    title: "Look around",
    description: "Answers something else each time.",
    toolset: "ship",
    effect: "reads",
    input: z.strictObject({}),
    output,
    cli: { watch: { passing: [] } },
    run: async () => {
      looks += 1;
      console.error("looked");
      return { summary: `look ${looks}` };
    },
    render,
  }),
  defineTool({
    name: "drop_data",
    title: "Drop data",
    description: "Destroys something, if it were real.",
    toolset: "data",
    effect: "destroys data",
    input: z.strictObject({ remove_volumes: z.boolean().optional(), labels: z.record(z.string(), z.string()).optional() }),
    output,
    cli: { short: "drop" },
    run: async ({ remove_volumes, labels }) => ({ summary: `${remove_volumes === true ? "all" : "nothing"} ${JSON.stringify(labels ?? {})}` }),
    render,
  }),
];
