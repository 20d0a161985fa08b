import { UserError } from "../errors.ts";
import type { Clock } from "../host/clock.ts";
import type { Machine } from "../host/machine.ts";
import type { Progress } from "../workspace.ts";
import type { Job, Jobs } from "./jobs.ts";
import { Lock, type Held } from "./lock.ts";
import type { StateFolder } from "./state-folder.ts";

interface Context {
  jobs: Jobs;
  state: StateFolder;
  clock: Clock;
  machine: Machine;
}

interface Wish {
  /** What only one process may do at a time, such as the start of one project. */
  name: string;
  /** The request in canonical form: who asks the same joins and gets the same result. */
  request: string;
  waitMs: number;
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/**
 * Does a piece of work once, however many callers ask for it at the same time in this process and in others. The same
 * request joins and gets the same result; another one waits for its turn. `still going`: `waitMs` was over first, and
 * the work goes on.
 */
export async function joinedWork<T extends object>(context: Context, wish: Wish, work: (signal: AbortSignal, progress: (progress: Progress) => void) => Promise<T>): Promise<{ result: unknown } | "still going"> {
  const { jobs, clock } = context;
  const key = `${context.state.path()} ${wish.name}`;
  const deadline = clock.elapsed() + wish.waitMs;
  let job: Job<unknown> | undefined = jobs.get(key);
  while (job && (job.request !== wish.request || job.ending)) {
    if ((await settled(clock, job, wish.progress, deadline - clock.elapsed(), wish.signal)) !== "done") return "still going";
    job = jobs.get(key);
  }
  job ??= jobs.start(key, wish.request, (signal, progress) => alone(context, wish, signal, progress, () => work(signal, progress)));
  const how = await settled(clock, job, wish.progress, deadline - clock.elapsed(), wish.signal);
  if (how === "still going") {
    job.detach();
    return "still going";
  }
  if (how === "cancelled") job.cancel();
  return { result: await job.done };
}

async function settled(clock: Clock, job: Job<unknown>, hear: (progress: Progress) => void, waitMs: number, signal: AbortSignal): Promise<"done" | "still going" | "cancelled"> {
  const leave = job.listen(hear);
  const timer = new AbortController();
  const over = clock.sleep(Math.max(0, Math.min(waitMs, 2 ** 31 - 1)), AbortSignal.any([timer.signal, signal])).then(() => (signal.aborted ? ("cancelled" as const) : ("still going" as const)));
  const how = await Promise.race([job.done.then(() => "done" as const, () => "done" as const), over]);
  timer.abort();
  leave();
  return how;
}

/** One process at a time. Who waited for another that did the same takes over its result. */
async function alone<T extends object>(context: Context, wish: Wish, signal: AbortSignal, progress: (progress: Progress) => void, work: () => Promise<T>): Promise<unknown> {
  const { state, clock } = context;
  const file = `${wish.name}.json`;
  const arrivedMs = clock.now();
  let waited = false;
  let held: Held | undefined;
  const lock = new Lock(state, wish.name, context);
  while (!held) {
    const answer = await lock.tryAcquire().catch((error: unknown) => {
      // A checkout that cannot be written to has nobody to agree with: the work is done without a lock.
      if (error instanceof UserError && (error.code === "file-unwritable" || error.code === "disk-full")) return { release: async () => undefined };
      throw error;
    });
    if ("release" in answer) held = answer;
    else if (signal.aborted) throw new UserError("cancelled", "The call was cancelled while another process was at work.", "Call it again.");
    else {
      if (!waited) progress({ message: `joining the start that process ${answer.owner.pid} has begun` });
      waited = true;
      await clock.sleep(50, signal);
    }
  }
  try {
    const last = waited ? lastResult(await state.readJson(file)) : undefined;
    if (last && last.request === wish.request && last.atMs >= arrivedMs) return last.result;
    const result = await work();
    await state.writeJson(file, { request: wish.request, atMs: clock.now(), result }).catch(() => undefined);
    return result;
  } finally {
    await held.release();
  }
}

function lastResult(value: unknown): { request: string; atMs: number; result: unknown } | undefined {
  if (typeof value !== "object" || value === null || !("request" in value) || !("atMs" in value) || !("result" in value)) return undefined;
  const { request, atMs, result } = value;
  return typeof request === "string" && typeof atMs === "number" ? { request, atMs, result } : undefined;
}
