import type { PreflightFacts } from "../../src/checks/preflight.ts";
import type { SeenService } from "../../src/checks/service.ts";
import type { Model } from "../../src/compose/model.ts";
import type { Project } from "../../src/compose/project.ts";
import type { Container } from "../../src/engine/container.ts";
import type { Snapshot } from "../../src/snapshot.ts";

/** A moment: 2025-01-01T00:00:00Z, as the fake clock starts. */
export const NOW = Date.UTC(2025, 0, 1);

/** A container that has run well for an hour, but for what is given. */
export function aContainer(facts: Partial<Container> & { service: string }): Container {
  return {
    id: `id-${facts.service}`,
    name: `shop-${facts.service}-1`,
    project: "shop",
    folder: "/srv/shop",
    image: `${facts.service}:1`,
    imageId: "sha256:1",
    state: "running",
    health: "none",
    healthLog: [],
    healthTest: [],
    exitCode: 0,
    oomKilled: false,
    error: "",
    restarts: 0,
    restartPolicy: "no",
    createdMs: NOW - 3_600_000,
    startedMs: NOW - 3_600_000,
    finishedMs: 0,
    memoryLimit: 0,
    unnamedVolumes: [],
    environment: {},
    networks: [{ id: "network-1", name: "shop_default", address: "" }],
    ports: [],
    ...facts,
  };
}

export function aModel(services: Model["services"]): Model {
  return { name: "shop", services };
}

export function aProject(facts: Partial<Project> = {}): Project {
  return { name: "shop", root: "/srv/shop", files: ["compose.yaml"], profiles: [], envFile: ".env", envValues: {}, environment: {}, namedBy: "compose", ...facts };
}

export function aSnapshot(facts: Partial<Snapshot> & { model?: Model } = {}): Snapshot {
  const { model, ...rest } = facts;
  return {
    project: aProject(),
    engine: { answers: true, info: { version: "20.10.24" } },
    engineHost: "127.0.0.1",
    read: { ...(model ? { model } : {}), variables: [], missing: [], secrets: [], texts: new Map(), profiles: [] },
    containers: [],
    others: [],
    mapVariables: [],
    paths: [],
    logs: new Map(),
    probes: new Map(),
    happenings: [],
    memoryKills: [],
    atMs: NOW,
    ...rest,
  };
}

/** A service as a check sees it. */
export function seen(container: Container | undefined, facts: Partial<SeenService> = {}): SeenService {
  return { service: container?.service ?? "web", container, probes: [], logs: [], job: false, happenings: [], memoryKill: undefined, atMs: NOW, ...facts };
}

/** What preflight checks are given when nothing is wrong. */
export function facts(differing: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    snapshot: aSnapshot({ model: aModel({ web: {} }) }),
    services: ["web"],
    composeVersion: { version: "2.26.1" },
    envFile: "there",
    envTemplate: undefined,
    wanted: [],
    listeners: [],
    refused: [],
    missingPaths: [],
    free: { bytes: 50e9, inodes: 1_000_000 },
    absentImages: [],
    script: { skipped: "no script is named by the map" },
    ...differing,
  };
}
