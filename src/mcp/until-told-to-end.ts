const LIMIT_MS = 6000;

/**
 * Resolves with the exit code once the client has ended the server (end of standard input, SIGINT, SIGTERM, SIGHUP), or
 * a bug has, and `stop` has settled: after six seconds at the latest.
 */
export async function untilToldToEnd(stop: () => Promise<void>): Promise<number> {
  const code = await new Promise<number>((resolve) => {
    const end = () => resolve(0);
    process.stdin.once("end", end).once("close", end);
    process.stdout.once("error", end);
    // A client that does not listen to standard error is no reason to end.
    process.stderr.on("error", () => undefined);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
    // A promise that nobody waited for must not end a server that others use; what was thrown leaves nothing to rely on.
    process.on("unhandledRejection", (reason) => console.error(reason));
    process.on("uncaughtException", (bug) => {
      console.error(bug);
      resolve(70);
    });
  });
  const late = new Promise<void>((resolve) => setTimeout(resolve, LIMIT_MS).unref());
  await Promise.race([stop(), late]);
  return code;
}
