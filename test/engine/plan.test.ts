import { describe, expect, test } from "vitest";
import { planStart, type PlanInput } from "../../src/engine/plan.ts";
import { aContainer, aModel } from "../support/seen.ts";

const model = aModel({ db: { image: "postgres" }, api: { build: {} }, web: { build: {}, depends_on: { api: { condition: "service_started" } } } });
const services = ["db", "api", "web"];
const all = services.map((service) => aContainer({ service }));
const drift = (changes: Record<string, "create" | "recreate" | "keep"> = {}) => new Map(Object.entries(changes));

function plan(differing: Partial<PlanInput> = {}) {
  return planStart({ mode: "smart", model, services, named: undefined, containers: all, jobs: new Set(), drift: drift(), failing: new Set(), absentImages: new Set(), slowPath: undefined, ...differing });
}

/** `create db api · start db api web`, and `service: action (cause)` for each change. */
function told({ steps, changes, kept }: ReturnType<typeof planStart>) {
  const words = steps.map((step) => ("services" in step ? `${step.do} ${step.services.join(" ")}` : step.do === "migrate" ? `migrate ${step.service} by ${step.command.join(" ")}` : step.do));
  return { steps: words.join(" · "), changes: changes.map((one) => `${one.service}: ${one.action} (${one.cause})`), kept: kept.join(" ") };
}

const START = "start db api web";
const other = (changed: Parameters<typeof aContainer>[0]) => all.map((one) => (one.service === changed.service ? aContainer(changed) : one));

describe("smart", () => {
  test.each<[string, Partial<PlanInput>, { steps: string; changes: string[]; kept: string }]>([
    ["all is current and healthy: nothing but the proof", {}, { steps: START, changes: [], kept: "db api web" }],
    ["no containers yet", { containers: [] }, { steps: `create db api web · ${START}`, changes: ["db: create (it has no container)", "api: create (it has no container)", "web: create (it has no container)"], kept: "" }],
    ["compose would make one more", { drift: drift({ api: "create" }) }, { steps: `create api · ${START}`, changes: ["api: create (it has no container)"], kept: "db web" }],
    ["a configuration changed", { drift: drift({ db: "keep", api: "recreate" }) }, { steps: `create api · ${START}`, changes: ["api: recreate (its configuration or image changed)"], kept: "db web" }],
    ["what depends on it is recreated by compose too", { drift: drift({ api: "recreate", web: "recreate" }) }, { steps: `create api web · ${START}`, changes: ["api: recreate (its configuration or image changed)", "web: recreate (api, which it depends on, is recreated, or it changed itself)"], kept: "db" }],
    ["a configuration changed and its image is not built", { drift: drift({ api: "recreate" }), absentImages: new Set(["api"]) }, { steps: `build api · create api · ${START}`, changes: ["api: build (its image is not there)", "api: recreate (its configuration or image changed)"], kept: "db web" }],
    ["an absent image that is pulled is not built", { containers: [], absentImages: new Set(["db"]), services: ["db"] }, { steps: "create db · start db", changes: ["db: create (it has no container)"], kept: "" }],
    ["an image is gone but its container runs", { absentImages: new Set(["api"]) }, { steps: START, changes: [], kept: "db api web" }],
    ["one fails its health check", { failing: new Set(["api"]) }, { steps: `stop api · ${START}`, changes: ["api: restart (it failed its health check)"], kept: "db web" }],
    ["one fails and its configuration changed: recreating is enough", { failing: new Set(["api"]), drift: drift({ api: "recreate" }) }, { steps: `create api · ${START}`, changes: ["api: recreate (its configuration or image changed)"], kept: "db web" }],
    ["one was stopped", { containers: other({ service: "db", state: "exited", exitCode: 0 }) }, { steps: START, changes: ["db: start (it had ended with exit code 0)"], kept: "api web" }],
    ["one failed", { containers: other({ service: "db", state: "exited", exitCode: 3 }) }, { steps: START, changes: ["db: start (it had ended with exit code 3)"], kept: "api web" }],
    ["one was only created", { containers: other({ service: "db", state: "created" }) }, { steps: START, changes: ["db: start (it was never started)"], kept: "api web" }],
    ["a job is done", { containers: other({ service: "web", state: "exited", exitCode: 0 }), jobs: new Set(["web"]) }, { steps: START, changes: [], kept: "db api web" }],
    ["a job failed", { containers: other({ service: "web", state: "exited", exitCode: 1 }), jobs: new Set(["web"]) }, { steps: START, changes: ["web: start (it had ended with exit code 1)"], kept: "db api" }],
    ["one is paused", { containers: other({ service: "db", state: "paused" }) }, { steps: `unpause db · stop db · ${START}`, changes: ["db: restart (it was paused)"], kept: "api web" }],
    ["one crashes again and again", { containers: other({ service: "api", state: "restarting" }) }, { steps: `stop api · ${START}`, changes: ["api: restart (it restarts again and again)"], kept: "db web" }],
    ["one of two containers of a service has ended", { containers: [...all, aContainer({ service: "web", name: "shop-web-2", state: "exited", exitCode: 1 })] }, { steps: START, changes: ["web: start (it had ended with exit code 1)"], kept: "db api" }],
    ["containers of services that were not asked for are left alone", { services: ["db"], containers: other({ service: "web", state: "paused" }) }, { steps: "start db", changes: [], kept: "db" }],
    ["compose must start them, and there is something to do", { slowPath: "api uses secrets", drift: drift({ api: "recreate" }) }, { steps: `up db api web · ${START}`, changes: ["api: recreate (its configuration or image changed)"], kept: "db web" }],
    ["compose must start them, and there is nothing to do", { slowPath: "api uses secrets" }, { steps: START, changes: [], kept: "db api web" }],
    ["compose must start them after one was stopped", { slowPath: "api uses secrets", failing: new Set(["api"]) }, { steps: `stop api · up db api web · ${START}`, changes: ["api: restart (it failed its health check)"], kept: "db web" }],
  ])("%s", (_name, differing, expected) => {
    expect(told(plan(differing))).toEqual(expected);
  });
});

describe("restart", () => {
  test.each<[string, Partial<PlanInput>, { steps: string; changes: string[]; kept: string }]>([
    ["stops all and starts them in order", {}, { steps: `stop db api web · ${START}`, changes: ["db: restart (asked for)", "api: restart (asked for)", "web: restart (asked for)"], kept: "" }],
    ["what changed is recreated", { drift: drift({ api: "recreate" }) }, { steps: `stop db web · create api · ${START}`, changes: ["db: restart (asked for)", "api: recreate (its configuration or image changed)", "web: restart (asked for)"], kept: "" }],
    ["a job that is done runs again", { containers: other({ service: "web", state: "exited", exitCode: 0 }), jobs: new Set(["web"]) }, { steps: `stop db api · ${START}`, changes: ["db: restart (asked for)", "api: restart (asked for)", "web: start (it had ended with exit code 0)"], kept: "" }],
    ["nothing runs yet", { containers: [] }, { steps: `create db api web · ${START}`, changes: ["db: create (it has no container)", "api: create (it has no container)", "web: create (it has no container)"], kept: "" }],
  ])("%s", (_name, differing, expected) => {
    expect(told(plan({ mode: "restart", ...differing }))).toEqual(expected);
  });
});

describe("rebuild", () => {
  const migrate = { service: "api", command: ["alembic", "upgrade", "head"] };

  test.each<[string, Partial<PlanInput>, { steps: string; changes: string[]; kept: string }]>([
    [
      "down, build, up, migrate",
      { migrate },
      { steps: `down · build api web · recreate db api web · ${START} · migrate api by alembic upgrade head`, changes: ["api: build (asked for)", "web: build (asked for)", "db: recreate (asked for)", "api: recreate (asked for)", "web: recreate (asked for)", "api: migrate (the map names a migration)"], kept: "" },
    ],
    ["nothing is there to be taken down", { containers: [] }, { steps: `build api web · recreate db api web · ${START}`, changes: ["api: build (asked for)", "web: build (asked for)", "db: create (asked for)", "api: create (asked for)", "web: create (asked for)"], kept: "" }],
    ["of named services only theirs, and never down", { named: ["db"], services: ["db"], migrate }, { steps: "stop db · recreate db · start db", changes: ["db: recreate (asked for)"], kept: "" }],
    ["by compose where it must start them", { slowPath: "x", services: ["db"] }, { steps: "down · up anew db · start db", changes: ["db: recreate (asked for)"], kept: "" }],
  ])("%s", (_name, differing, expected) => {
    expect(told(plan({ mode: "rebuild", ...differing }))).toEqual(expected);
  });
});
