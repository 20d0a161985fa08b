import type { Problem } from "../checks/problem.ts";
import { isProblemCode } from "../checks/problem.ts";
import type { Executed } from "../engine/execute.ts";
import { toldBy } from "../signs/sign-causes.ts";
import type { Snapshot } from "../snapshot.ts";

/**
 * Why a start did not come to a healthy end: the judgement of the checks where they see it, else what the step said.
 * `services` are those of the start, or, where the engine was lost, those that were ready before.
 */
export function startProblem(snapshot: Snapshot, done: Executed & { log?: string | undefined }, problems: Problem[], services: string[]): Problem {
  const { failed, start } = done;
  if (done.lost) return lostProblem(start, services);
  // Compose only says that a dependency failed; the checks say how.
  const underneath = failed?.code === "create-failed" && start ? problems.find((one) => ["start-failed", "oom-killed", "crash-loop", "exited", "unhealthy"].includes(one.code)) : undefined;
  if (underneath) return underneath;
  if (failed) {
    const who = failed.service ? ` (${failed.service})` : "";
    const evidence = [{ source: failed.code === "migration-failed" ? "the migration's output" : (done.log ?? "the output of docker compose"), excerpt: failed.message }];
    const told = toldBy({ source: evidence[0]?.source ?? "", ...(failed.service ? { service: failed.service } : {}), lines: failed.message.split("\n") }, evidence);
    const words = { "create-failed": `Compose could not create the containers${who}.`, "build-failed": `An image does not build${who}.`, "migration-failed": `The migration failed${who}.` }[failed.code];
    return {
      code: failed.code,
      ...(failed.service ? { service: failed.service } : {}),
      cause: words,
      confidence: "proven",
      evidence,
      // The engine answers: where the output says that none does, a program of the build or the migration met that.
      ...(told && told.code !== failed.code && told.code !== "engine-unreachable" ? { told } : {}),
      fix: { summary: "Mend what the output names, then start again.", tool: "start_env", arguments: {} },
    };
  }
  if (start?.end === "timed out") return notInTime(start.waiting, problems, services);
  const first = start?.failed?.service;
  const seen = problems.find((one) => one.service === first) ?? problems.find((one) => one.code !== "dependency-down") ?? problems[0];
  if (seen && (!start?.failed?.message || seen.code === start.failed.code)) return seen;
  if (start?.failed) {
    const { service, code, message } = start.failed;
    return {
      code: isProblemCode(code) ? code : "exited",
      service,
      cause: message ?? `${service} could not become ready.`,
      confidence: "proven",
      evidence: [{ source: "engine", excerpt: message ?? code }],
      fix: { summary: `Read the log of ${service}, mend the cause, then start again.`, tool: "service_logs", arguments: { services: [service] } },
    };
  }
  return notInTime(start?.waiting ?? [], problems, services);
}

/** An engine that is gone says nothing more: known is what was ready before, and what was started. */
function lostProblem(start: Executed["start"], ready: string[]): Problem {
  return {
    code: "engine-unreachable",
    cause: "The engine stopped answering in the middle of the start.",
    confidence: "proven",
    evidence: [{ source: "engine", excerpt: `ready before: ${ready.join(", ") || "none"}; started: ${start?.started.join(", ") || "none"}` }],
    fix: { summary: "Start the engine again, then call again: the start goes on where it is.", tool: "start_env", arguments: {} },
  };
}

/** What was still waited for at the end, with what the checks see of it. */
function notInTime(waiting: { service: string; for: string }[], problems: Problem[], services: string[]): Problem {
  const slow = waiting.filter((one) => one.for !== "its turn");
  const [first] = slow;
  const seen = problems.find((one) => one.service === first?.service);
  const behind = waiting.filter((one) => !slow.includes(one)).map((one) => one.service);
  return {
    code: "not-ready-in-time",
    ...(first ? { service: first.service } : {}),
    cause: `${slow.map((one) => one.service).join(", ") || services.join(", ")} did not become ready within the time${behind.length > 0 ? `; ${behind.join(", ")} never had a turn` : ""}.`,
    confidence: "proven",
    evidence: [...slow.map((one) => ({ source: one.service, excerpt: `waiting for ${one.for}` })), ...(seen?.evidence.slice(1) ?? [])],
    fix: { summary: "Call again to go on waiting, or read the log of the service.", tool: "start_env", arguments: {} },
  };
}
