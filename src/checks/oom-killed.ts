import { logEvidence, stateEvidence, type ServiceCheck } from "./service.ts";

/**
 * Did the kernel kill a process of the container for lack of memory? The engine's own flag says so; where the engine
 * missed it, the kernel's log does. An end by SIGKILL that nobody asked the engine for, under a memory limit, is likely one.
 */
export const oomKilled: ServiceCheck = {
  code: "oom-killed",
  judge: (seen) => {
    const { service, container, happenings, memoryKill } = seen;
    if (!container || container.state === "running") return undefined;
    const flagged = container.oomKilled || happenings.some((one) => one.what === "oom" && Math.abs(one.atMs - container.finishedMs) < 5_000);
    const unasked = container.exitCode === 137 && container.memoryLimit > 0 && happenings.some((one) => one.what === "die") && !askedToEnd(seen);
    if (!flagged && memoryKill === undefined && !unasked) return undefined;
    const limit = container.memoryLimit > 0 ? `its limit of ${Math.round(container.memoryLimit / 1048576)} MiB` : "what the machine has";
    return {
      code: "oom-killed",
      service,
      cause: `${service} was killed because it needed more memory than ${limit}.`,
      confidence: flagged || memoryKill !== undefined ? "proven" : "likely",
      evidence: [stateEvidence(container), ...(memoryKill === undefined ? [] : [{ source: "kernel log", excerpt: memoryKill.slice(-160) }]), ...logEvidence(seen)],
      fix: { summary: container.memoryLimit > 0 ? `Raise the memory limit of ${service} in the compose file, or make it need less.` : `Give the machine more memory, or make ${service} need less.` },
    };
  },
};

/** Whether the engine was asked to end the container shortly before its last end. */
export function askedToEnd({ container, happenings }: Pick<Parameters<ServiceCheck["judge"]>[0], "container" | "happenings">): boolean {
  if (!container) return false;
  return happenings.some((one) => one.what === "kill" && one.atMs <= container.finishedMs + 1_000 && one.atMs > container.startedMs);
}
