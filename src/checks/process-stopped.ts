import type { Explanation } from "./explanation.ts";

/** Was a process of the service stopped by a signal, so that it is there and answers nobody? */
export const processStopped: Explanation = {
  codes: ["process-stopped"],
  judge: ({ service, container, facts }) => {
    const stopped = (facts.processes ?? []).filter((one) => one.state === "T");
    const [first] = stopped;
    if (!first || !container || container.state !== "running") return undefined;
    return {
      code: "process-stopped",
      service,
      cause: `${stopped.length === 1 ? "A process" : `${stopped.length} processes`} of ${service} ${stopped.length === 1 ? "was" : "were"} stopped by a signal (SIGSTOP, or Ctrl-Z in a debugger) and ${stopped.length === 1 ? "does" : "do"} not go on.`,
      confidence: "proven",
      evidence: [{ source: `processes of ${container.name}`, excerpt: stopped.slice(0, 4).map((one) => `${one.pid} state T: ${one.command.split(" ")[0]?.slice(0, 80)}`).join("\n") }],
      fix: { summary: `Let them go on (SIGCONT).`, command: ["docker", "exec", "-u", "0", container.name, "sh", "-c", "kill -CONT -1"] },
    };
  },
};
