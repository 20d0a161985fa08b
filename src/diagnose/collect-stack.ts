import type { OriginAsked, StackFacts } from "../checks/stack-facts.ts";
import { dependents } from "../compose/graph.ts";
import { localBuilds } from "../compose/local-builds.ts";
import type { Container } from "../engine/container.ts";
import { EngineError } from "../engine/engine.ts";
import { pendingMigrations } from "../engine/pending-migrations.ts";
import { untold } from "../engine/untold.ts";
import { hostOf, isStore, webPort } from "../engine/probes.ts";
import { readPostgresState } from "../engine/postgres-state.ts";
import { readRedisInfo } from "../engine/redis-info.ts";
import type { Observed } from "../snapshot.ts";
import type { Workspace } from "../workspace.ts";
import { uncopiedBy } from "./uncopied.ts";

/** Lists of origins by the name of their variable. */
const ORIGINS = /origins?\b|origins?_|cors/i;
const ASKING_MS = 2_000;
const MIGRATIONS_MS = 4_000;
const BUILD_LINES = 200;
/** A build that failed longer ago was most likely followed by others, by hand. */
const BUILD_MS = 3_600_000;

/**
 * Asks what no health check asks, side by side: nothing of it changes anything, and each has its time limit. `asking` ends
 * what takes seconds: a migration tool that waits for a database that is known to be down.
 */
export async function collectStack(workspace: Workspace, observed: Observed, asking: AbortSignal): Promise<StackFacts> {
  const { snapshot, engine } = observed;
  const [redis, postgres, origins, absent, uncopied, pending, build] = await Promise.all([
    Promise.all(storesOf(observed, "redis").map(async (one) => [one.service, await readRedisInfo(engine, one, workspace.signal).catch(untold)] as const)),
    Promise.all(storesOf(observed, "postgres").map(async (one) => [one.service, await readPostgresState(engine, one, workspace.signal).catch(untold)] as const)),
    Promise.all(questions(observed).map((one) => askOrigin(workspace, observed, one))),
    absentOf(observed),
    uncopiedBy(workspace, observed),
    pendingOf(workspace, observed, asking),
    buildOf(workspace, observed),
  ]);
  return {
    snapshot,
    redis: new Map(redis.flatMap(([service, info]) => (info ? [[service, info] as const] : []))),
    postgres: new Map(postgres.flatMap(([service, state]) => (state ? [[service, state] as const] : []))),
    origins: origins.filter((one) => one !== undefined),
    absent,
    uncopied,
    ...(pending ? { pending } : {}),
    ...(build ? { build } : {}),
  };
}

/** Running services that are stores of a kind. */
function storesOf({ snapshot }: Observed, kind: "redis" | "postgres"): Container[] {
  const { model } = snapshot.read;
  return snapshot.containers.filter(({ state, service }) => state === "running" && model !== undefined && isStore(model, service, kind));
}

type Question = Omit<OriginAsked, "answered">;

/** Each service with a list of origins, and the pages of this project that may call it. */
function questions({ snapshot }: Observed): Question[] {
  const { model } = snapshot.read;
  if (!model) return [];
  return Object.entries(model.services).flatMap(([service, { environment = {} }]) => {
    const [found] = Object.entries(environment).flatMap(([variable, value]) => {
      const allowed = ORIGINS.test(variable) ? [...(value ?? "").matchAll(/https?:\/\/[\w.[\]:-]+/g)].map(([origin]) => origin) : [];
      return allowed.length > 0 ? [{ variable, allowed }] : [];
    });
    if (!found) return [];
    return dependents(model, service).flatMap((from): Question[] => {
      const page = webPort(model, from);
      const port = snapshot.containers.find((one) => one.service === from && one.state === "running")?.ports.find((one) => one.containerPort === page);
      return port ? [{ service, ...found, from, origin: `http://localhost:${port.hostPort}` }] : [];
    });
  });
}

/** The question that a browser asks before a call from another origin; it changes nothing. Format: the Fetch standard, CORS protocol. */
async function askOrigin({ net, signal }: Workspace, { snapshot, engine }: Observed, question: Question): Promise<OriginAsked | undefined> {
  const { model } = snapshot.read;
  const asked = model && webPort(model, question.service);
  const port = snapshot.containers.find((one) => one.service === question.service && one.state === "running")?.ports.find((one) => one.containerPort === asked);
  if (!port) return undefined;
  const answer = await net.request({ host: hostOf(port, engine.host), port: port.hostPort }, { method: "OPTIONS", path: "/", headers: { origin: question.origin, "access-control-request-method": "GET" }, timeoutMs: ASKING_MS, signal }).catch(() => undefined);
  return answer && { ...question, answered: answer.headers["access-control-allow-origin"] ?? "" };
}

async function absentOf({ snapshot: { read: { model } }, engine }: Observed): Promise<StackFacts["absent"]> {
  const external = (["network", "volume"] as const).flatMap((kind) => Object.entries(model?.[`${kind}s`] ?? {}).flatMap(([key, one]) => (one?.external === true ? [{ kind, name: one.name ?? key }] : [])));
  const there = await Promise.all(external.map(({ kind, name }) => engine.has(kind, name).catch(untold)));
  return external.filter((_, index) => there[index] === false);
}

async function pendingOf(workspace: Workspace, { snapshot, engine }: Observed, asking: AbortSignal): Promise<StackFacts["pending"]> {
  const migrate = workspace.skill?.front.migrate;
  const container = snapshot.containers.find((one) => one.service === migrate?.service && one.state === "running");
  const names = migrate && container ? await pendingMigrations(engine, container.id, migrate.command, AbortSignal.any([workspace.signal, asking, AbortSignal.timeout(MIGRATIONS_MS)])).catch(unasked) : undefined;
  return migrate && names ? { ...migrate, names } : undefined;
}

/** What the last build printed, while it says something of now: a Dockerfile that changed since, or an image that was made since, is another story. */
async function buildOf({ state, files, root }: Workspace, { snapshot, engine }: Observed): Promise<StackFacts["build"]> {
  const path = state.path("build.log");
  const found = await files.stat(path).catch(() => undefined);
  if (!found || snapshot.atMs - found.modifiedMs > BUILD_MS || snapshot.containers.some((one) => one.createdMs > found.modifiedMs + 1_000)) return undefined;
  const built = snapshot.read.model ? localBuilds(snapshot.read.model) : [];
  const since = await Promise.all(built.map(async ({ dockerfile, image }) => Math.max((await files.stat(dockerfile).catch(() => undefined))?.modifiedMs ?? 0, (await engine.image(image).catch(untold))?.createdMs ?? 0)));
  const services = built.filter((_, index) => (since[index] ?? 0) <= found.modifiedMs).map(({ service }) => service);
  const text = await files.read(path, 16 * 1024 * 1024).catch(() => undefined);
  return text === undefined ? undefined : { lines: text.trimEnd().split("\n").slice(-BUILD_LINES), source: path.slice(root.length).replace(/^\//, ""), services };
}

/** A question that was given up is one that was not answered. */
function unasked(error: unknown): undefined {
  if (error instanceof EngineError) return undefined;
  throw error;
}
