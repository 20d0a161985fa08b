import type { PostgresState } from "../engine/postgres-state.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Problem } from "./problem.ts";

/** What is asked of a stack whether or not one of its services fails. What could not be told is absent. */
export interface StackFacts {
  snapshot: Snapshot;
  /** What each running Redis says of itself: the fields of `INFO`. */
  redis: Map<string, Record<string, string>>;
  /** What each running PostgreSQL says of itself. */
  postgres: Map<string, PostgresState>;
  /** A browser's question before a call from another origin, asked of services that have a list of origins. */
  origins: OriginAsked[];
  /** What a Dockerfile copies and its context does not have, of services whose image was never built. */
  uncopied: { service: string; dockerfile: string; line: number; words: string; path: string }[];
  /** Networks and volumes that the compose file calls external, and that do not exist. */
  absent: { kind: "network" | "volume"; name: string }[];
  /** Migrations that are not applied. */
  pending?: { service: string; names: string[]; command: string[] };
  /** The end of what the last build printed, and the services whose image or Dockerfile has not changed since. */
  build?: { lines: string[]; source: string; services: string[] };
}

export interface OriginAsked {
  service: string;
  /** The variable that holds the list, and the origins in it. */
  variable: string;
  allowed: string[];
  /** The service whose page calls, and its origin on this machine. */
  from: string;
  origin: string;
  /** What the answer allowed; "" where nothing. */
  answered: string;
}

/** Something that is wrong although every service may look well, or that explains those that were never started. */
export interface StackCheck {
  codes: Problem["code"][];
  judge(facts: StackFacts): Problem[];
}
