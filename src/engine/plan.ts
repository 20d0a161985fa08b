import type { Model } from "../compose/model.ts";
import type { Container } from "./container.ts";

export type Action = "keep" | "create" | "recreate" | "restart" | "start" | "stop" | "build" | "pull" | "migrate";

export interface Change {
  service: string;
  action: Action;
  cause: string;
}

/** What is carried out, in this order. Compose commands name their services; `start` waits for all of them. */
export type Step =
  | { do: "down" }
  | { do: "stop" | "unpause" | "build" | "create" | "recreate" | "up" | "up anew"; services: string[] }
  | { do: "start"; services: string[] }
  | { do: "migrate"; service: string; command: string[] };

export interface Plan {
  steps: Step[];
  /** What will be different, keeps left out. */
  changes: Change[];
  kept: string[];
}

export interface PlanInput {
  mode: "smart" | "restart" | "rebuild";
  model: Model;
  /** Dependencies first. */
  services: string[];
  /** The services that were named, if any: only these are restarted or rebuilt, not what they depend on. */
  named: string[] | undefined;
  containers: Container[];
  jobs: Set<string>;
  /** What compose itself would do with each container. */
  drift: Map<string, "create" | "recreate" | "keep">;
  /** Running services that fail their own checks now. */
  failing: Set<string>;
  absentImages: Set<string>;
  migrate?: { service: string; command: string[] };
  /** Why compose must do the starting itself; undefined where we may. */
  slowPath: string | undefined;
}

/** Decides what a start does. Pure. */
export function planStart(input: PlanInput): Plan {
  const { mode, services, slowPath } = input;
  const changes: Change[] = [];
  if (mode === "rebuild") return planRebuild(input);
  const actions = new Map(services.map((service) => [service, decide(input, service)] as const));
  const having = (...wanted: Action[]) => services.filter((service) => wanted.includes(actions.get(service)?.action ?? "keep"));
  for (const [service, { action, cause }] of actions) if (action !== "keep") changes.push({ service, action, cause });
  const toBuild = having("create", "recreate").filter((service) => input.absentImages.has(service) && input.model.services[service]?.build);
  const paused = input.containers.filter((one) => one.state === "paused" && services.includes(one.service)).map((one) => one.service);
  const running = having("restart").filter((service) => input.containers.some((one) => one.service === service && one.state !== "created" && one.state !== "exited"));
  const steps: Step[] = [
    ...step("build", toBuild),
    ...step("unpause", [...new Set(paused)]),
    ...step("stop", running),
    ...(slowPath === undefined ? step("create", having("create", "recreate")) : step("up", having("create", "recreate", "restart", "start").length > 0 ? services : [])),
    { do: "start", services },
  ];
  return { steps, changes: [...toBuild.map((service) => ({ service, action: "build" as const, cause: "its image is not there" })), ...changes], kept: having("keep") };
}

function decide(input: PlanInput, service: string): { action: Action; cause: string } {
  const { mode, containers, drift, failing, jobs } = input;
  const own = containers.filter((one) => one.service === service);
  const [first] = own;
  if (!first || drift.get(service) === "create") return { action: "create", cause: "it has no container" };
  if (drift.get(service) === "recreate") return { action: "recreate", cause: recreateCause(input, service) };
  const still = own.find((one) => one.state !== "running");
  if (still?.state === "paused") return { action: "restart", cause: "it was paused" };
  if (still?.state === "restarting") return { action: "restart", cause: "it restarts again and again" };
  if (still?.state === "exited" && still.exitCode === 0 && jobs.has(service) && mode === "smart") return { action: "keep", cause: "its work is done" };
  if (still) return { action: "start", cause: still.state === "created" ? "it was never started" : `it had ended with exit code ${still.exitCode}` };
  if (mode === "restart" && (input.named?.includes(service) ?? true)) return { action: "restart", cause: "asked for" };
  if (failing.has(service)) return { action: "restart", cause: "it failed its health check" };
  return { action: "keep", cause: "it is current and healthy" };
}

/** Compose recreates what depends on a recreated service too, and does not say which of the two it was. */
function recreateCause({ model, drift }: PlanInput, service: string): string {
  const others = Object.keys(model.services[service]?.depends_on ?? {}).filter((name) => drift.get(name) === "recreate");
  return others.length > 0 ? `${others.join(" and ")}, which it depends on, is recreated, or it changed itself` : "its configuration or image changed";
}

function planRebuild(input: PlanInput): Plan {
  const { services, model, named, migrate, slowPath, containers } = input;
  const targets = named ?? services;
  const others = planStart({ ...input, mode: "smart", services: services.filter((service) => !targets.includes(service)), slowPath: undefined });
  const built = targets.filter((service) => model.services[service]?.build);
  const present = targets.filter((service) => containers.some((one) => one.service === service));
  const migrating = migrate && targets.includes(migrate.service) ? migrate : undefined;
  const steps: Step[] = [
    ...(named ? step("stop", present) : containers.length > 0 ? [{ do: "down" } as const] : []),
    ...others.steps.filter((one) => one.do !== "start"),
    ...step("build", built),
    ...(slowPath === undefined ? step("recreate", targets) : step("up anew", targets)),
    { do: "start", services },
    ...(migrating ? [{ do: "migrate", ...migrating } as const] : []),
  ];
  const changes: Change[] = [
    ...others.changes,
    ...built.map((service) => ({ service, action: "build" as const, cause: "asked for" })),
    ...targets.map((service) => ({ service, action: present.includes(service) ? ("recreate" as const) : ("create" as const), cause: "asked for" })),
    ...(migrating ? [{ service: migrating.service, action: "migrate" as const, cause: "the map names a migration" }] : []),
  ];
  return { steps, changes, kept: others.kept };
}

function step(what: "stop" | "unpause" | "build" | "create" | "recreate" | "up" | "up anew", services: string[]): Step[] {
  return services.length > 0 ? [{ do: what, services }] : [];
}
