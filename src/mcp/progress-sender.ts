import type { Progress } from "../workspace.ts";

/** What is used of a request's context. */
interface Request {
  _meta?: { progressToken?: string | number | undefined } | undefined;
  notify(notification: { method: "notifications/progress"; params: Record<string, unknown> }): Promise<void>;
}

const MIN_INTERVAL_MS = 100;

/**
 * Sends a call's progress to the client that asked for it, at most ten times a second, the newest one last. The
 * protocol wants numbers that only grow, whatever the tool counts.
 */
export function progressSender(request: Request): { send(progress: Progress): void; end(): void } {
  const progressToken = request._meta?.progressToken;
  let at = 0;
  let lastSent = -MIN_INTERVAL_MS;
  let lastMessage: string | undefined;
  let waiting: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = progressToken === undefined;

  const flush = () => {
    timer = undefined;
    if (!waiting || ended) return;
    const { message, done, total } = waiting;
    waiting = undefined;
    if (message === lastMessage && (done === undefined || done <= at)) return;
    at = done === undefined ? at + 1 : Math.max(done, at + 0.001);
    lastMessage = message;
    lastSent = performance.now();
    const params = { progressToken, progress: at, message, ...(total !== undefined && total >= at ? { total } : {}) };
    request.notify({ method: "notifications/progress", params }).catch(() => undefined);
  };

  return {
    send(progress) {
      if (ended) return;
      waiting = progress;
      const wait = lastSent + MIN_INTERVAL_MS - performance.now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait).unref();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
