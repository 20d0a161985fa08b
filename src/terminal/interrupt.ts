const PATIENCE_MS = 8000;
const EXIT_CANCELLED = 130;

/** The first Ctrl-C aborts the work, which then has eight seconds to say what it left; the second ends the program at once. */
export function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  const leave = () => process.exit(EXIT_CANCELLED);
  const interrupt = () => {
    if (controller.signal.aborted) leave();
    controller.abort();
    setTimeout(leave, PATIENCE_MS).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  return controller.signal;
}
