import type { Command, Finished, Runner } from "../host/runner.ts";
import { clean } from "../text/clean.ts";
import { ComposeOutput } from "./compose-output.ts";
import { EngineError, type Engine } from "./engine.ts";
import { paced } from "./paced.ts";
import type { Plan, Step } from "./plan.ts";
import { startInOrder, type StartOutcome, type StartRequest } from "./start-in-order.ts";
import { listed } from "./waiting-words.ts";

export interface Execution {
  runner: Runner;
  engine: Engine;
  /** A compose command for this project. */
  compose(words: string[]): Pick<Command, "file" | "args" | "cwd" | "env">;
  start: Omit<StartRequest, "services" | "starter" | "timeoutMs" | "report">;
  timeoutMs: number;
  report(message: string, ready?: number): void;
  /** Gets every line that a build, a pull or a creation prints, clean but not redacted. */
  keep(line: string): void;
}

export interface Executed {
  /** What the wait for the services came to; absent when a step before it failed. */
  start?: StartOutcome;
  failed?: { code: "create-failed" | "build-failed" | "migration-failed"; service?: string; message: string };
  cancelled?: boolean;
  /** The engine stopped answering on the way. */
  lost?: boolean;
  /** The steps that were carried out whole. */
  done: Step["do"][];
}

/** Carries out a plan step by step. It decides nothing: the first step that fails, or the loss of the engine, ends it. */
export async function execute(execution: Execution, plan: Plan): Promise<Executed> {
  const result: Executed = { done: [] };
  try {
    const executed = await carryOut(execution, plan, result);
    return { ...executed, ...(executed.start?.end === "engine lost" || (executed.failed?.code === "create-failed" && LOST.test(executed.failed.message)) ? { lost: true } : {}) };
  } catch (error) {
    if (!(error instanceof EngineError) || error.reason !== "unreachable") throw error;
    return { ...result, lost: true };
  }
}

/** What compose says where no engine answers it, or no more. Of a build or a migration they may be a program's own words. */
const LOST = /cannot connect to the docker daemon|failed to connect to the docker api|error during connect/i;

async function carryOut(execution: Execution, plan: Plan, result: Executed): Promise<Executed> {
  const begin = execution.start.clock.elapsed();
  const left = () => Math.max(1_000, execution.timeoutMs - (execution.start.clock.elapsed() - begin));
  const stopUp = new AbortController();
  const upFailed = new AbortController();
  let up: Promise<Finished> | undefined;
  for (const step of plan.steps) {
    if (execution.start.signal.aborted) return { ...result, cancelled: true };
    if (step.do === "up" || step.do === "up anew") {
      up = runCompose(execution, step, left(), AbortSignal.any([stopUp.signal, execution.start.signal]));
      void up.then((finished) => failure(step, finished) && upFailed.abort());
    } else if (step.do === "start") {
      const start = await startInOrder({ ...execution.start, signal: AbortSignal.any([upFailed.signal, execution.start.signal]), services: step.services, starter: up ? "compose" : "ours", timeoutMs: left(), report: execution.report });
      // Containers that compose will never make are not waited for.
      const gaveUp = upFailed.signal.aborted && !execution.start.signal.aborted && start.end === "cancelled";
      result.start = gaveUp ? { ...start, end: "failed" } : start;
      if (up && start.end !== "ready") stopUp.abort();
      const problem = up && failure({ do: "up", services: step.services }, await up);
      if (problem && (gaveUp || start.end === "timed out")) return { ...result, failed: problem };
      if (start.end !== "ready") return result;
    } else {
      const failed = step.do === "migrate" ? await migrate(execution, step, left()) : await act(execution, step, left());
      if (failed === "cancelled") return { ...result, cancelled: true };
      if (failed) return { ...result, failed };
    }
    result.done.push(step.do);
  }
  return result;
}

async function act(execution: Execution, step: ComposeStep, timeoutMs: number): Promise<Executed["failed"] | "cancelled"> {
  const finished = await runCompose(execution, step, timeoutMs, execution.start.signal);
  return finished.outcome === "cancelled" ? "cancelled" : failure(step, finished);
}

type ComposeStep = Exclude<Step, { do: "start" } | { do: "migrate" }>;

const WORDS: Record<Exclude<Step["do"], "start" | "migrate">, string[]> = {
  down: ["down", "--timeout", "10"],
  stop: ["stop", "--timeout", "10"],
  unpause: ["unpause"],
  build: ["build"],
  create: ["create", "--no-build"],
  recreate: ["create", "--no-build", "--force-recreate"],
  up: ["up", "--detach", "--no-build"],
  "up anew": ["up", "--detach", "--no-build", "--force-recreate"],
};

/** What is told of a step when it begins. */
const TOLD: Record<ComposeStep["do"], string> = {
  down: "taking the project down",
  stop: "stopping",
  unpause: "letting go on",
  build: "building",
  create: "creating",
  recreate: "creating anew",
  up: "creating and starting",
  "up anew": "creating anew and starting",
};

/** At most ten lines a second: a build whose steps are all cached prints thirty of them at once. */
const PACE_MS = 100;

async function runCompose(execution: Execution, step: ComposeStep, timeoutMs: number, signal: AbortSignal): Promise<Finished> {
  const services = step.do === "down" ? [] : ["--", ...step.services];
  const kept = step.do !== "down" && step.do !== "stop" && step.do !== "unpause";
  const output = new ComposeOutput(step.do === "down" ? [] : step.services, (service) => execution.start.model.services[service]?.image);
  const pace = paced(execution.start.clock, PACE_MS, execution.report);
  pace.say(step.do === "down" ? TOLD.down : `${TOLD[step.do]} ${listed(step.services)}`);
  if (kept) execution.keep(`$ docker compose ${[...WORDS[step.do], ...services].join(" ")}`);
  const finished = await execution.runner.run({
    ...execution.compose([...WORDS[step.do], ...services]),
    timeoutMs,
    signal,
    keep: { bytes: 256 * 1024, from: "end" },
    onLine: (line) => {
      const text = clean(line).trimEnd();
      if (kept) execution.keep(text);
      const told = output.read(text.trim());
      if (told !== undefined) pace.say(told);
    },
  });
  pace.end();
  return finished;
}

function failure(step: ComposeStep, finished: Finished): Executed["failed"] {
  if (finished.outcome === "exited" && finished.exitCode === 0) return undefined;
  const lines = clean(`${finished.stdout}\n${finished.stderr}`).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const telling = lines.filter((line) => !/^(Container|Network|Volume|Image)? ?\S+\s+(Creat|Start|Stop|Remov|Recreat|Runn|Wait|Built|Build|Pull)\w*$/.test(line));
  const message = finished.outcome === "timed_out" ? `compose ${step.do} did not end in time` : (telling.length > 0 ? telling : lines).slice(-12).join("\n");
  const services = step.do === "down" ? [] : step.services;
  // BuildKit heads its report of a failed step with whose it is; older composes say it nowhere else.
  const reported = services.find((service) => telling.some((line) => line.startsWith(`> [${service} `)));
  const named = reported ?? services.find((service) => telling.slice(-3).some((line) => new RegExp(`(^|[\\s"'/[-])${service.replace(/[^\w-]/g, "\\$&")}([\\s"':/\\]-]|$)`).test(line)));
  return { code: step.do === "build" ? "build-failed" : "create-failed", message, ...(named ? { service: named } : {}) };
}

async function migrate(execution: Execution, step: Extract<Step, { do: "migrate" }>, timeoutMs: number): Promise<Executed["failed"]> {
  execution.report(`migrating ${step.service}: ${step.command.join(" ")}`);
  const container = (await execution.engine.containers(execution.start.project)).find((one) => one.service === step.service && one.state === "running");
  if (!container) return { code: "migration-failed", service: step.service, message: `${step.service} does not run` };
  const done = await execution.engine.exec(container.id, { argv: step.command, timeoutMs, signal: execution.start.signal });
  if (done.exitCode === 0) return undefined;
  return { code: "migration-failed", service: step.service, message: clean(`${done.stdout}\n${done.stderr}`).trim().split("\n").slice(-12).join("\n") || `exit code ${done.exitCode}` };
}
