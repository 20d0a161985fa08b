import type { NamedFile, Said, ServiceFacts } from "../checks/explanation.ts";
import { seenService } from "../checks/service.ts";
import { hostNames, hostReferences } from "../compose/host-references.ts";
import type { Model } from "../compose/model.ts";
import type { Engine } from "../engine/engine.ts";
import { listeningInside } from "../engine/listening-inside.ts";
import { untold } from "../engine/untold.ts";
import type { Examined } from "../examine.ts";
import { decisiveLines } from "../text/decisive-lines.ts";
import type { Workspace } from "../workspace.ts";
import { lookAtFile, onPath, pathsIn } from "./named-files.ts";

export interface Collected {
  services: Map<string, ServiceFacts>;
  architecture: string;
}

type Looker = Pick<Workspace, "files" | "signal">;

/** Mounts of one service that are looked at; more are not worth the time. */
const MOST_MOUNTS = 30;

/**
 * What only those who fail are asked: sockets, processes, mounts, images, the files that their errors name; and of the
 * services that they look for, the sockets. Read-only, side by side, each question bounded; what cannot be told is absent.
 */
export async function collectFacts(workspace: Looker, { snapshot, engine }: Examined, failing: { service: string; said: Said[] }[]): Promise<Collected> {
  const { model } = snapshot.read;
  if (!model) return { services: new Map(), architecture: "" };
  const text = failing.map((one) => words(one, snapshot)).join("\n");
  const addressed = snapshot.containers.filter((one) => one.networks.some(({ address }) => address !== "" && text.includes(address))).map((one) => one.service);
  const looked = [...new Set([...lookedFor(model, failing.map((one) => one.service)), ...addressed])].filter((name) => !failing.some((one) => one.service === name));
  const formats = /exec format error/i.test(text);
  const [own, others, architecture] = await Promise.all([
    Promise.all(failing.map(async (one) => [one.service, await factsOf(workspace, { snapshot, engine, model, formats }, one)] as const)),
    Promise.all(looked.map(async (service) => [service, await socketsOf(workspace, engine, snapshot, service)] as const)),
    formats ? engine.architecture().catch(untold) : undefined,
  ]);
  return { services: new Map([...others, ...own]), architecture: architecture ?? "" };
}

interface Where {
  snapshot: Examined["snapshot"];
  engine: Engine;
  model: Model;
  formats: boolean;
}

async function factsOf(workspace: Looker, { snapshot, engine, model, formats }: Where, one: { service: string; said: Said[] }): Promise<ServiceFacts> {
  const { service } = one;
  const { container } = seenService(snapshot, service);
  if (!container) return {};
  const running = container.state === "running";
  const [listening, processes, image, sources, named] = await Promise.all([
    socketsOf(workspace, engine, snapshot, service),
    running ? engine.processes(container.id).catch(untold) : undefined,
    formats ? engine.image(container.imageId).catch(untold) : undefined,
    engine.host === "127.0.0.1" ? sourcesOf(workspace, model, service) : undefined,
    Promise.all([...pathsIn(words(one, snapshot).split("\n")), ...onPath(container.error, container.environment)].map((path) => lookAtFile(engine, container.id, path).catch(untold))),
  ]);
  return {
    ...listening,
    ...(processes ? { processes } : {}),
    ...(image ? { image } : {}),
    ...(sources ? { sources } : {}),
    named: named.filter((file): file is NamedFile => file !== undefined),
  };
}

/** What the engine and the service itself say of the failure. */
function words({ service, said }: { service: string; said: Said[] }, snapshot: Examined["snapshot"]): string {
  const { container, logs } = seenService(snapshot, service);
  return [container?.error ?? "", ...said.map((one) => one.evidence.excerpt), ...decisiveLines(logs.map((line) => line.text))].join("\n");
}

async function socketsOf({ signal }: Looker, engine: Engine, snapshot: Examined["snapshot"], service: string): Promise<Pick<ServiceFacts, "sockets">> {
  const { container } = seenService(snapshot, service);
  const sockets = container?.state === "running" ? await listeningInside(engine, container.id, signal) : undefined;
  return sockets ? { sockets } : {};
}

/** Services that are named as hosts by those who fail, and that do not fail themselves. */
function lookedFor(model: Model, failing: string[]): string[] {
  const hosts = new Set(failing.flatMap((service) => hostReferences(model, service).map((one) => one.host)));
  return Object.keys(model.services).filter((name) => !failing.includes(name) && hostNames(model, name).some((one) => hosts.has(one)));
}

async function sourcesOf({ files }: Looker, model: Model, service: string): Promise<NonNullable<ServiceFacts["sources"]>> {
  const binds = (model.services[service]?.volumes ?? []).filter((one) => one.type === "bind" && one.source !== undefined).slice(0, MOST_MOUNTS);
  const looked = await Promise.all(binds.map(async ({ source = "", target }) => {
    const found = await files.stat(source).catch(() => undefined);
    const empty = found?.kind === "folder" && (await files.list(source).catch(() => undefined))?.length === 0;
    return [target, found ? { ...found, empty } : ("missing" as const)] as const;
  }));
  return new Map(looked);
}
