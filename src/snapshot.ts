import { composeCommand } from "./compose/command.ts";
import { namingValues, type Project } from "./compose/project.ts";
import { readModel, standIns, type ModelRead } from "./compose/read-model.ts";
import { selectProject } from "./compose/select-project.ts";
import { shownValues } from "./compose/model-secrets.ts";
import { connectEngine } from "./engine/connect.ts";
import type { Container } from "./engine/container.ts";
import { EngineError, type Engine, type EngineInfo, type Happening, type ListedContainer, type LogLine } from "./engine/engine.ts";
import type { ProbeResult } from "./engine/run-probe.ts";
import { redactingEngine } from "./engine/redacting-engine.ts";
import { runningProject } from "./engine/running-project.ts";
import { UserError } from "./errors.ts";
import { knownPaths, requiredVariables, type KnownPath } from "./maps/known-paths.ts";
import type { Workspace } from "./workspace.ts";

export type EngineState = { answers: true; info: EngineInfo } | { answers: false; reason: "unreachable" | "denied"; message: string };

/** What was seen of a project at one moment. Everything that is decided is a function of it. */
export interface Snapshot {
  project: Project;
  engine: EngineState;
  engineHost: string;
  read: ModelRead;
  /** Containers of this project; empty without an engine. */
  containers: Container[];
  /** Every container of the engine, for ports and names that others hold. */
  others: ListedContainer[];
  /** Variables that the map calls required. */
  mapVariables: string[];
  paths: KnownPath[];
  /** Filled where a tool asked for it. */
  logs: Map<string, LogLine[]>;
  probes: Map<string, ProbeResult[]>;
  /** What happened to containers that failed, and what the kernel's log says of memory. */
  happenings: Happening[];
  memoryKills: { atMs: number; line: string }[];
  atMs: number;
}

export interface Observed {
  snapshot: Snapshot;
  engine: Engine;
}

/** The project of the workspace that is meant, before the engine has been asked. Throws a UserError where there is none. */
export function chosenProject({ files, machine, root, skill }: Workspace, wanted: string | undefined): Promise<Project> {
  return selectProject(files, { root, environment: machine.env, map: skill?.front ?? {}, wanted });
}

/**
 * Observes a project once: the model and the engine side by side. What is wrong with either is part of the snapshot;
 * a UserError is thrown where there is no project to look at.
 */
export async function takeSnapshot(workspace: Workspace, wanted: string | undefined, profiles?: string[]): Promise<Observed> {
  const { root, skill } = workspace;
  // The engine is asked while the project is chosen: neither needs the other, and what the engine says is shown by neither.
  const choosing = chosenProject(workspace, wanted);
  const asking = connectEngine(workspace, root).then(async (one) => {
    const engine = redactingEngine(one, workspace.redact);
    return { engine, looked: await lookAtEngine(engine, workspace.signal) };
  });
  const [selected, { engine, looked: [state, others] }] = await Promise.all([choosing, asking]);
  workspace.protect(Object.entries(selected.envValues).map(([name, value]) => ({ name, value })), []);
  const project = { ...runningProject(selected, others), ...(profiles ? { profiles } : {}) };
  const [read, containers] = await Promise.all([readModel(workspace, project), state.answers ? engine.containers(project.name, others) : []]);
  workspace.protect(read.secrets, [...shownValues(read.model), ...namingValues(project)]);
  knownProfiles(read, profiles);
  const services = Object.keys(read.model?.services ?? {});
  const { invalid } = read;
  const entries = skill?.entries ?? [];
  return {
    engine,
    snapshot: {
      project,
      engine: state,
      engineHost: engine.host,
      read: invalid ? { ...read, invalid: { ...invalid, message: workspace.redact(invalid.message) } } : read,
      containers,
      others,
      mapVariables: requiredVariables(entries),
      paths: knownPaths(entries, services),
      logs: new Map(),
      probes: new Map(),
      happenings: [],
      memoryKills: [],
      atMs: workspace.clock.now(),
    },
  };
}

function knownProfiles({ profiles: known }: ModelRead, asked: string[] = []): void {
  const unknown = asked.filter((one) => !known.includes(one) && one !== "*");
  if (unknown.length === 0) return;
  throw new UserError("unknown-profile", `There is no profile ${unknown.map((one) => JSON.stringify(one)).join(", ")}.`, known.length > 0 ? `The profiles are: ${known.join(", ")}.` : "No service belongs to a profile: leave profiles out.");
}

/** The same project, the containers looked at again: its own and those of others. */
export async function lookAgain(workspace: Workspace, { snapshot, engine }: Observed): Promise<Observed> {
  const others = await engine.list({});
  const containers = await engine.containers(snapshot.project.name, others);
  return { engine, snapshot: { ...snapshot, containers, others, logs: new Map(), probes: new Map(), happenings: [], memoryKills: [], atMs: workspace.clock.now() } };
}

async function lookAtEngine(engine: Engine, signal: AbortSignal): Promise<[EngineState, ListedContainer[]]> {
  try {
    const [info, others] = await Promise.all([engine.info(signal), engine.list({})]);
    return [{ answers: true, info }, others];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.reason === "cancelled") throw new UserError("cancelled", "The call was cancelled.", "Call it again.");
    return [{ answers: false, reason: error.reason === "denied" ? "denied" : "unreachable", message: error.message }, []];
  }
}

/** The named services, checked against those that exist before any process sees the names. */
export function knownServices(snapshot: Snapshot, named: string[] | undefined): string[] | undefined {
  const { model } = snapshot.read;
  if (named === undefined || named.length === 0 || !model) return undefined;
  const known = Object.keys(model.services);
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [...new Set(named)];
  const elsewhere = unknown.filter((name) => [...snapshot.read.texts.values()].some((text) => new RegExp(`^[ \\t]+["']?${name.replace(/[^\w-]/g, "\\$&")}["']?:`, "m").test(text)));
  const fix = elsewhere.length > 0 && elsewhere.length === unknown.length ? `It may belong to a profile that is not on: pass profiles, or one of: ${known.join(", ")}.` : `The project ${snapshot.project.name} has: ${known.join(", ")}.`;
  throw new UserError("unknown-service", `There is no service ${unknown.map((name) => JSON.stringify(name)).join(", ")}.`, fix);
}

/** A command for this project, with the variables that its files reference. */
export function commandFor(snapshot: Snapshot, words: string[], missing: "refuse" | "stand in" = "refuse"): ReturnType<typeof composeCommand> {
  return composeCommand(snapshot.project, words, snapshot.read.variables, missing === "stand in" ? standIns(snapshot.read.missing) : {});
}

/** Throws where a tool cannot do anything without an engine. */
export function requireEngine({ engine }: Pick<Snapshot, "engine">): void {
  if (!engine.answers) throw new EngineError(engine.reason, engine.message);
}
