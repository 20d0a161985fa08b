import { EngineError } from "./engine.ts";

/** For the catch of a question that may stay open: what the engine does not tell is undefined; that the call was cancelled is thrown on. */
export function untold(error: unknown): undefined {
  if (error instanceof EngineError && error.reason !== "cancelled") return undefined;
  throw error;
}
