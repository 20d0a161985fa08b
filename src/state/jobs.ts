import type { Progress } from "../workspace.ts";

/** Work that goes on although the call that began it has been answered. */
export interface Job<T> {
  /** The arguments that it was begun with, in canonical form: only the same request may join it. */
  request: string;
  done: Promise<T>;
  /** It was told to stop and is about to end: nobody may join it any more. */
  readonly ending: boolean;
  /** Whoever joins hears of its progress; the returned function leaves again. */
  listen(hear: (progress: Progress) => void): () => void;
  /** A caller who gives up. The work stops when nobody is left who wants it. */
  cancel(): void;
  /** A caller who was answered before the end: from then on the work does not stop for lack of callers. */
  detach(): void;
}

/** The jobs of this process, one per key at a time. */
export class Jobs {
  readonly #jobs = new Map<string, Job<unknown>>();
  readonly #controllers = new Set<AbortController>();

  get(key: string): Job<unknown> | undefined {
    return this.#jobs.get(key);
  }

  start<T>(key: string, request: string, work: (signal: AbortSignal, progress: (progress: Progress) => void) => Promise<T>): Job<T> {
    const controller = new AbortController();
    const listeners = new Set<(progress: Progress) => void>();
    let kept = false;
    this.#controllers.add(controller);
    const done = work(controller.signal, (progress) => listeners.forEach((hear) => hear(progress))).finally(() => {
      this.#jobs.delete(key);
      this.#controllers.delete(controller);
    });
    done.catch(() => undefined);
    let callers = 0;
    const job: Job<T> = {
      request,
      done,
      get ending() {
        return controller.signal.aborted;
      },
      listen: (hear) => {
        callers += 1;
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
      cancel: () => {
        callers -= 1;
        if (callers <= 0 && !kept) controller.abort();
      },
      detach: () => {
        kept = true;
      },
    };
    this.#jobs.set(key, job);
    return job;
  }

  /** Ends all that is under way and waits for it; called when the program is told to end. */
  async stopAll(): Promise<void> {
    const running = [...this.#jobs.values()].map((job) => job.done.catch(() => undefined));
    for (const controller of this.#controllers) controller.abort();
    await Promise.all(running);
  }
}
