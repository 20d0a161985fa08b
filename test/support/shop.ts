import { ModelCache } from "../../src/compose/read-model.ts";
import type { Machine } from "../../src/host/machine.ts";
import type { Command, Finished } from "../../src/host/runner.ts";
import { Jobs } from "../../src/state/jobs.ts";
import { runTool, type Outcome, type Tool } from "../../src/tool.ts";
import { openWorkspace, type Call, type Progress } from "../../src/workspace.ts";
import { fakeClock, type FakeClock } from "./fake-clock.ts";
import { fakeEngine, type EngineState, type FakeContainer, type FakeEngine } from "./fake-engine.ts";
import { fakeMachine } from "./fake-machine.ts";
import { fakeRunner, type FakeRunner, type Rule } from "./fake-runner.ts";
import { memoryFiles, type MemoryFiles } from "./memory-files.ts";
import { aContainer, NOW } from "./seen.ts";
import { COMPOSE_YAML, DOT_ENV, PARTS, SERVICES, shopModel } from "./shop-files.ts";
import { expectNoCanary, expectSound } from "./sound.ts";

type Said = Partial<Finished> | ((command: Command) => Partial<Finished> | Promise<Partial<Finished>>);

/** What is different in a story from a shop where nothing was started yet. */
export interface Story {
  /** `all`: everything has run well for an hour. */
  up?: "all" | string[];
  /** Of containers, both those that are there and those that are created later. */
  services?: Record<string, Partial<FakeContainer>>;
  engine?: Partial<EngineState>;
  /** Files of the workspace by relative path; undefined takes one away. */
  files?: Record<string, string | undefined>;
  model?: (model: ReturnType<typeof shopModel>) => object;
  /** What compose says, by its subcommand or by `create --dry-run`, in place of what it would. */
  compose?: Record<string, Said>;
  /** Services whose configuration has changed since their containers were made. */
  changed?: string[];
  /** Commands other than compose's. */
  commands?: Rule[];
  machine?: Partial<Machine>;
}

export const ROOT = "/srv/shop";
const PREFIX = ["docker", "compose", "--ansi", "never", "--progress", "plain", "-p", "shop", "-f", "compose.yaml"];

export interface Shop {
  clock: FakeClock;
  files: MemoryFiles;
  engine: FakeEngine;
  runner: FakeRunner;
  progress: Progress[];
  /** The compose commands that were run, without what they all begin with. */
  composed(): string[];
  /** Calls a tool and lets time pass until it has answered. What every answer must be is checked. */
  call(tool: Tool, args?: unknown, call?: Partial<Call>): Promise<Outcome>;
  /** The same without letting time pass. */
  begin(tool: Tool, args?: unknown, call?: Partial<Call>): Promise<Outcome>;
}

/** A small web shop: a workspace in memory, an engine and a compose that agree about its containers. */
export function shop(story: Story = {}): Shop {
  const clock = fakeClock(NOW);
  const files = memoryFiles(Object.fromEntries(Object.entries({ "compose.yaml": COMPOSE_YAML, ".env": DOT_ENV, ".env.example": "POSTGRES_PASSWORD=\n", "server/Dockerfile": "FROM scratch", "frontend/Dockerfile": "FROM scratch", ...story.files }).flatMap(([path, text]) => (text === undefined ? [] : [[`${ROOT}/${path}`, text]]))));
  const up = story.up === "all" ? SERVICES : (story.up ?? []);
  const engine = fakeEngine({ containers: up.map((service) => aPart(service, { health: (PARTS[service]?.healthTest ?? []).length > 0 ? "healthy" : "none" })), images: ["postgres:16", "redis:7", "shop-server", "shop-frontend"], volumes: [{ name: "shop_pgdata", created: "2024-12-24T10:00:00Z", project: "shop" }], ...story.engine }, clock);
  const progress: Progress[] = [];
  const runner = fakeRunner([
    ...(story.commands ?? []),
    { argv: ["docker", "compose", "version", "--short"], answer: { stdout: "2.29.1\n" } },
    { argv: (argv) => PREFIX.every((word, index) => argv[index] === word) && knows(wordsOf(argv)), answer: (command) => compose(command) },
  ]);
  const session = { ports: { runner, files, net: engine.net, clock, machine: fakeMachine({ cwd: ROOT, env: { PATH: "/usr/bin" }, listeners: async () => [], memoryKills: async () => [], ...story.machine }) }, packageRoot: "/package", workspace: ROOT, models: new ModelCache(), jobs: new Jobs() };

  function aPart(service: string, facts: Partial<FakeContainer>): FakeContainer {
    return { ...aContainer({ service, ...PARTS[service] }), ...facts, ...story.services?.[service] };
  }
  function wordsOf(argv: string[]): string[] {
    return argv.slice(PREFIX.length);
  }
  async function compose(command: Command): Promise<Partial<Finished>> {
    const words = wordsOf([command.file, ...command.args]);
    const said = story.compose?.[words.slice(0, 2).join(" ")] ?? story.compose?.[words[0] ?? ""];
    if (said) return typeof said === "function" ? said(command) : said;
    const dashes = words.indexOf("--");
    const services = dashes === -1 ? SERVICES : words.slice(dashes + 1);
    const mine = (service: string) => engine.containers.find((one) => one.service === service && one.project === "shop");
    const create = (service: string) => {
      engine.containers = engine.containers.filter((one) => one !== mine(service));
      engine.containers.push(aPart(service, { id: `new-${service}`, state: "created", createdMs: clock.now(), startedMs: 0 }));
    };
    switch (words[0] ?? "") {
      case "config":
        return { stdout: JSON.stringify((story.model ?? ((one) => one))(shopModel())) };
      case "create":
      case "up":
        if (words[1] === "--dry-run") return { stderr: services.map((service) => ` DRY-RUN MODE -  Container shop-${service}-1  ${!mine(service) ? "Creating" : story.changed?.includes(service) ? "Recreate" : "Running"}\n`).join("") };
        for (const service of services) if (!mine(service) || story.changed?.includes(service) || words.includes("--force-recreate")) create(service);
        if (words[0] === "up") for (const service of services) Object.assign(mine(service) ?? {}, { state: "running", startedMs: clock.now() });
        return { stderr: services.map((service) => ` Container shop-${service}-1  Created\n`).join("") };
      case "down":
        engine.containers = engine.containers.filter((one) => one.project !== "shop");
        if (words.includes("--volumes")) engine.volumes = engine.volumes.filter((one) => one.project !== "shop");
        return {};
      case "stop":
        for (const service of services) Object.assign(mine(service) ?? {}, { state: "exited", exitCode: 0, finishedMs: clock.now() });
        return {};
      case "unpause":
        for (const service of services) Object.assign(mine(service) ?? {}, { state: "running" });
        return {};
      default:
        for (const service of services) engine.images.push(`shop-${service}`);
        return { stderr: services.map((service) => `#1 [${service}] exporting to image\n`).join("") };
    }
  }
  async function begin(tool: Tool, args: unknown = {}, call: Partial<Call> = {}): Promise<Outcome> {
    const given: Call = { signal: new AbortController().signal, face: "mcp", progress: (one) => void progress.push(one), ...call };
    const outcome = await runTool(tool, args, () => openWorkspace(session, given));
    if (outcome.kind === "error" && outcome.bug !== undefined) throw new Error("The tool met a bug.", { cause: outcome.bug });
    expectSound(tool, outcome);
    expectNoCanary({ outcome, progress, files: files.tree() });
    return outcome;
  }
  return {
    clock,
    files,
    engine,
    runner,
    progress,
    composed: () => runner.argvs().filter((argv) => argv[1] === "compose" && argv[2] !== "version").map((argv) => wordsOf(argv).join(" ")),
    begin,
    call: (tool, args, call) => passing(clock, begin(tool, args, call)),
  };
}

const KNOWN = [/^config --format json$/, /^create --dry-run --no-build -- /, /^create --no-build (--force-recreate )?-- /, /^up --detach --no-build -- /, /^down --timeout 10( --remove-orphans)?( --volumes)?$/, /^stop --timeout 10 -- /, /^unpause -- /, /^build -- /];

function knows(words: string[]): boolean {
  return KNOWN.some((one) => one.test(words.join(" ")));
}

/** Lets time pass, as long as somebody waits for it, until a promise is settled. */
export async function passing<T>(clock: FakeClock, promise: Promise<T>): Promise<T> {
  let open = true;
  const close = (): void => {
    open = false;
  };
  promise.then(close, close);
  while (open) await (clock.sleepers() > 0 ? clock.advance(50) : new Promise((resolve) => setImmediate(resolve)));
  return promise;
}
