import type { Listener } from "../host/machine.ts";
import type { Snapshot } from "../snapshot.ts";
import type { WantedPort } from "../compose/ports.ts";
import type { Problem } from "./problem.ts";

/** What is looked at before a start, besides the snapshot. */
export interface PreflightFacts {
  snapshot: Snapshot;
  /** The services to be started, dependencies first. */
  services: string[];
  composeVersion: { version: string } | { missing: string };
  envFile: "there" | "missing";
  /** The template beside it, where there is one. */
  envTemplate: string | undefined;
  wanted: WantedPort[];
  /** What listens on this host; undefined where that cannot be known. */
  listeners: Listener[] | undefined;
  /** Ports that this host refuses to listen on although no holder is seen. */
  refused: { port: number; answer: "taken" | "not-allowed" }[];
  /** Paths that the services need and that are not there. */
  missingPaths: { service: string; path: string; need: "build context" | "Dockerfile" | "mounted file" | "mounted folder" | "mounted folder that nobody makes" }[];
  free: { bytes: number; inodes: number };
  /** Services whose image is not there and is not built: what their registry says. */
  absentImages: { service: string; image: string; answer: "pullable" | "not found" | "unreachable" | "denied"; message: string }[];
  /** The workspace's own script: its result, or why it was not run. */
  script: { path: string; exitCode: number | null; output: string } | { skipped: string };
}

export interface Verdict {
  status: "fail" | "warn" | "skip" | "pass";
  message: string;
  fix?: string;
  /** Set for every failure. */
  problem?: Problem;
}

export interface PreflightCheck {
  id: string;
  judge(facts: PreflightFacts): Verdict;
}
