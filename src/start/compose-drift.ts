import { projectProblems } from "../checks/index.ts";
import type { ModelRead } from "../compose/read-model.ts";
import { readDrift } from "../engine/drift.ts";
import { EngineError } from "../engine/engine.ts";
import { commandFor, type Observed } from "../snapshot.ts";
import type { Workspace } from "../workspace.ts";

type Drift = Map<string, "create" | "recreate" | "keep">;

/** What compose said last of a model that has not been read anew since: it would say the same of the same containers and images. */
const current = new WeakMap<ModelRead, { compared: string; drift: Drift }>();

/** Compose's own plan for the containers that exist; without any there is nothing to compare. */
export async function driftOf(workspace: Workspace, { snapshot, engine }: Observed, services: string[]): Promise<Drift> {
  const { containers, read, project } = snapshot;
  if (containers.length === 0 || read.missing.length > 0 || projectProblems(snapshot).length > 0) return new Map();
  const compared = await whatComposeCompares(engine, services, containers);
  const before = current.get(read);
  if (before?.compared === compared) return before.drift;
  const finished = await workspace.runner.run({ ...commandFor(snapshot, ["create", "--dry-run", "--no-build", "--", ...services]), timeoutMs: 30_000, signal: workspace.signal });
  const drift = readDrift(`${finished.stdout}\n${finished.stderr}`, project.name, services, containers);
  if (finished.exitCode === 0) current.set(read, { compared, drift });
  return drift;
}

/** What compose would find different the next time, besides the files that it reads. */
async function whatComposeCompares(engine: Observed["engine"], services: string[], containers: Observed["snapshot"]["containers"]): Promise<string> {
  const images = await Promise.all([...new Set(containers.map((one) => one.image))].toSorted().map(async (name) => [name, await engine.image(name)]));
  return JSON.stringify([services, containers.map(({ id, imageId, networks }) => [id, imageId, ...networks.map((one) => one.id)].join(" ")).toSorted(), images]);
}

/** What compose has just made of a model is what it would make of it. Where the engine does not say what that is, compose is asked the next time. */
export async function rememberMade({ snapshot, engine }: Observed, services: string[]): Promise<void> {
  const { read, containers } = snapshot;
  const mine = containers.filter((one) => services.includes(one.service));
  if (mine.length < services.length) return;
  try {
    current.set(read, { compared: await whatComposeCompares(engine, services, containers), drift: new Map(services.map((service) => [service, "keep"])) });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}
