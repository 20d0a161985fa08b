import type { Image, Process } from "../engine/engine.ts";
import type { Socket } from "../engine/listening-inside.ts";
import type { FileStat } from "../host/files.ts";
import type { Model } from "../compose/model.ts";
import type { Evidence } from "../result/shapes.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Problem } from "./problem.ts";
import type { SeenService } from "./service.ts";

/** What was looked at in a service beyond its state, its probes and its log. What could not be told is absent. */
export interface ServiceFacts {
  /** What its programs listen on, inside the container. */
  sockets?: Socket[];
  processes?: Process[];
  image?: Image;
  /** What is mounted into it from this machine: what stands at the source, by target. */
  sources?: Map<string, (FileStat & { empty: boolean }) | "missing">;
  /** A program or a file that its words or the engine's name: whether it is there, and how it begins. */
  named?: NamedFile[];
}

/** A file that an error names, as it stands in the container now. */
export interface NamedFile {
  path: string;
  there: boolean;
  /** Whether the error is that it is missing, and not that it may not be used. */
  missing: boolean;
  /** Permission bits. */
  mode: number;
  /** Its first line, its line end included; "" where it is not a text. */
  firstLine: string;
  /** Of a script: whether the program that its first line names is there. */
  interpreter?: { path: string; there: boolean };
  /** Whether it is a regular file. */
  regular: boolean;
}

/** A line that was understood. */
export interface Said {
  code: string;
  /** What the line names, by what it is: `host`, `name`, `path` … */
  words: Record<string, string>;
  evidence: Evidence;
}

/** A service that fails, and all that is known of it. */
export interface Failing extends SeenService {
  problem: Problem;
  snapshot: Snapshot;
  model: Model;
  /** What its lines mean, the most telling first. */
  said: Said[];
  facts: ServiceFacts;
  factsOf(service: string): ServiceFacts;
  /** The processor of the engine's machine, in Go's words; "" where nobody asked. */
  architecture: string;
}

/** A reason why a service fails, that facts can prove. */
export interface Explanation {
  codes: Problem["code"][];
  judge(failing: Failing): Problem | undefined;
}

export function saidOf({ said }: Failing, ...codes: string[]): Said | undefined {
  return said.find((one) => codes.includes(one.code));
}

/** Ports of debuggers, which a program may open before its own. */
const DEBUGGERS = [2345, 5005, 5678, 9229];

/** The ports that a service itself is meant to be reached on, of those that its programs listen on: its declared ones, else all but debuggers'. */
export function ownPorts({ model, service }: Failing, sockets: Socket[]): number[] {
  const ports = [...new Set(sockets.map((one) => one.port))].filter((port) => !DEBUGGERS.includes(port));
  const declared = (model.services[service]?.ports ?? []).map((one) => one.target);
  const own = ports.filter((port) => declared.includes(port));
  return own.length > 0 ? own : ports;
}

/** The words of a service's health command, in one line. */
export function healthWords({ container, model, service }: Failing): string {
  return (container?.healthTest.length ? container.healthTest : (model.services[service]?.healthcheck?.test ?? [])).slice(1).join(" ");
}

/** How long its container has been running, in milliseconds; 0 where it does not. */
export function ageMs({ container, atMs }: Failing): number {
  return container?.state === "running" ? Math.max(0, atMs - container.startedMs) : 0;
}
