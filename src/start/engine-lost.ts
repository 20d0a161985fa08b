import { engineProblem } from "../checks/docker-reachable.ts";
import type { Problem } from "../checks/problem.ts";
import { EngineError } from "../engine/engine.ts";
import type { Examined } from "../examine.ts";
import type { Observed } from "../snapshot.ts";

/** An engine that has stopped answering, in the middle of something. */
export function lost(): EngineError {
  return new EngineError("unreachable", "The engine stopped answering.");
}

export function isLost(error: unknown): error is EngineError {
  return error instanceof EngineError && error.reason === "unreachable";
}

/** What is seen of a project whose engine was lost before anything was touched, and the problem that this is. */
export function withoutEngine({ engine, snapshot }: Observed, { message }: EngineError): { seen: Examined; problem?: Problem } {
  const state = { answers: false, reason: "unreachable", message } as const;
  const problem = engineProblem({ engine: state });
  return { seen: { engine, snapshot: { ...snapshot, engine: state }, problems: [] }, ...(problem ? { problem } : {}) };
}
