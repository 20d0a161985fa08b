import { dependencies, dependents } from "../compose/graph.ts";
import type { Model } from "../compose/model.ts";
import type { KnownPath } from "../maps/known-paths.ts";
import { probesOf } from "./probes.ts";
import type { Clock } from "../host/clock.ts";
import type { Net } from "../host/net.ts";
import type { Container } from "./container.ts";
import { EngineError, type Engine } from "./engine.ts";
import { listeningInside } from "./listening-inside.ts";
import { standing, type Standing, type Track } from "./readiness.ts";
import { runProbe } from "./run-probe.ts";
import { listed, stillWaiting, waitingWords, type Waiting } from "./waiting-words.ts";

export interface StartRequest {
  engine: Engine;
  net: Net;
  clock: Clock;
  redact(text: string): string;
  project: string;
  model: Model;
  /** Dependencies first. */
  services: string[];
  jobs: Set<string>;
  /** `ours`: containers are started here, over the API; `compose`: a compose command starts them meanwhile. */
  starter: "ours" | "compose";
  paths: KnownPath[];
  timeoutMs: number;
  signal: AbortSignal;
  report(message: string, ready: number): void;
}

export interface StartOutcome {
  end: "ready" | "failed" | "timed out" | "cancelled" | "engine lost";
  /** Milliseconds from the begin of the wait. */
  readyMs: Map<string, number>;
  failed?: { service: string; code: string; message?: string };
  waiting: { service: string; for: string }[];
  started: string[];
}

/** Pauses between two looks: short at first, where fast services become ready, then longer. */
const PAUSE = { firstMs: 20, laterMs: 100, slowMs: 400 };

/** From this age on a container whose port does not answer is asked whether anything listens in it. */
const ASKED_INSIDE_MS = 4_000;
/** After so long a silence it is said again who is waited for. */
const SILENCE_MS = 10_000;

/**
 * Starts containers the moment all that they depend on is ready, and waits until every service is. A health command is
 * run by ourselves, again and again, because the engine's own interval may be half a minute. Ends at the first service
 * that can no more become ready.
 */
export async function startInOrder(request: StartRequest): Promise<StartOutcome> {
  const { engine, clock, services, signal, timeoutMs } = request;
  const begin = clock.elapsed();
  const run = new Run(request);
  for (;;) {
    if (signal.aborted) return run.cancelled();
    try {
      run.see(await engine.containers(request.project));
      run.tell();
      await run.startWhatMay();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return error.reason === "cancelled" ? run.cancelled() : run.end("engine lost");
    }
    if (run.failed) return run.end("failed");
    if (run.ready.size === services.length) return run.end("ready");
    const spent = clock.elapsed() - begin;
    if (spent > timeoutMs) return run.end("timed out");
    await clock.sleep(spent < 5_000 ? PAUSE.firstMs : spent < 20_000 ? PAUSE.laterMs : PAUSE.slowMs, signal);
  }
}

class Run {
  readonly ready = new Map<string, number>();
  failed: StartOutcome["failed"];
  readonly #request: StartRequest;
  readonly #begin: number;
  readonly #tracks = new Map<string, Track>();
  readonly #standings = new Map<string, Standing>();
  readonly #asking = new Map<string, Promise<void>>();
  readonly #started: string[] = [];
  readonly #stop = new AbortController();
  #containers: Container[] = [];
  #told = "";
  #toldMs: number;
  #newlyReady: string[] = [];

  constructor(request: StartRequest) {
    this.#request = request;
    this.#begin = request.clock.elapsed();
    this.#toldMs = this.#begin;
  }

  see(containers: Container[]): void {
    const { services, clock, jobs } = this.#request;
    this.#containers = containers;
    const nowMs = clock.elapsed();
    for (const service of services) {
      const container = this.#worst(service);
      const track = this.#track(service, container, nowMs);
      const now = standing({ container, track, job: jobs.has(service), nowMs, epochMs: clock.now() });
      this.#standings.set(service, now);
      if (now.is === "ready") {
        if (!this.ready.has(service)) this.#newlyReady.push(service);
        if (!this.ready.has(service)) this.ready.set(service, Math.round(nowMs - this.#begin));
      } else this.ready.delete(service);
      const notYetOurs = container && ["exited", "created", "dead"].includes(container.state) && !this.#started.includes(service);
      if (now.is === "failed" && !(notYetOurs && this.#request.starter === "ours")) this.failed ??= { service, code: now.code };
      if (container?.state === "running" && now.is === "waiting") this.#ask(service, container, track);
    }
  }

  async startWhatMay(): Promise<void> {
    const { engine, services, starter } = this.#request;
    if (starter === "compose" || this.failed) return;
    const may = services.filter((service) => !this.#started.includes(service) && !this.ready.has(service) && this.#mayStart(service));
    const begun = may.filter((service) => this.#containers.some((one) => one.service === service && one.state !== "running" && one.state !== "restarting"));
    if (begun.length > 0) this.#say(`starting ${listed(begun)}`);
    await Promise.all(may.map(async (service) => {
      const idle = this.#containers.filter((one) => one.service === service && one.state !== "running" && one.state !== "restarting");
      this.#started.push(service);
      for (const container of idle) {
        await engine.start(container.id).catch((error: unknown) => {
          if (!(error instanceof EngineError) || error.reason === "unreachable") throw error;
          this.failed ??= { service, code: "start-failed", message: error.message };
        });
      }
    }));
  }

  end(end: StartOutcome["end"]): StartOutcome {
    this.#stop.abort();
    return { end, readyMs: this.ready, ...(this.failed ? { failed: this.failed } : {}), waiting: this.#waiting(), started: this.#started };
  }

  /** Says who is ready and who is waited for, where that has changed or has not been said for long. */
  tell(): void {
    const { services, clock } = this.#request;
    const [waiting, ready] = [this.#waiting(), this.#newlyReady];
    this.#newlyReady = [];
    if (waiting.length === 0 && this.ready.size === services.length) return this.#say(services.length === 1 ? `${services[0] ?? ""} is ready` : `all ${services.length} services are ready`);
    if (ready.length === 0 && waiting.every((one) => one.for === "its turn")) return;
    const words = waitingWords([], waiting);
    if (ready.length > 0 || words !== this.#told) this.#say(waitingWords(ready, waiting));
    else if (clock.elapsed() - this.#toldMs >= SILENCE_MS) this.#say(stillWaiting(Math.round((clock.elapsed() - this.#begin) / 1000), waiting));
    this.#told = words;
  }

  #say(message: string): void {
    this.#toldMs = this.#request.clock.elapsed();
    this.#request.report(message, this.ready.size);
  }

  #waiting(): Waiting[] {
    return this.#request.services.flatMap((service) => {
      const now = this.#standings.get(service);
      return now?.is === "waiting" ? [{ service, for: now.for }] : [];
    });
  }

  /** The end of who has cancelled: commands in containers have ended too when it resolves. */
  async cancelled(): Promise<StartOutcome> {
    const outcome = this.end("cancelled");
    await Promise.all(this.#asking.values());
    return outcome;
  }

  /** Of several containers of a service the one that is furthest from ready. */
  #worst(service: string): Container | undefined {
    const order = ["created", "exited", "dead", "paused", "restarting", "running"];
    return this.#containers.filter((one) => one.service === service).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0];
  }

  #track(service: string, container: Container | undefined, nowMs: number): Track {
    const fresh = { startedMs: container?.startedMs ?? 0, seenMs: nowMs };
    const track = this.#tracks.get(service) ?? { restartsBefore: container?.state === "running" ? container.restarts : 0, restartsAtFree: 0, run: fresh };
    if (track.run.startedMs !== fresh.startedMs) {
      track.run = fresh;
      delete track.answer;
      delete track.listens;
    }
    if (track.freeAtMs === undefined && this.#dependenciesReady(service)) {
      track.freeAtMs = nowMs;
      track.restartsAtFree = container?.restarts ?? 0;
    }
    this.#tracks.set(service, track);
    return track;
  }

  /** Whether all is ready that a service needs, told by `depends_on` or by the host names in its environment. */
  #dependenciesReady(service: string): boolean {
    const { model, services } = this.#request;
    return services.every((name) => {
      // Two services that name each other would wait for each other for ever: then only `depends_on` counts.
      const needed = dependencies(model, service).includes(name) || (dependents(model, name).includes(service) && !dependents(model, service).includes(name));
      return !needed || this.ready.has(name);
    });
  }

  #mayStart(service: string): boolean {
    const { model, services, jobs } = this.#request;
    return Object.entries(model.services[service]?.depends_on ?? {}).every(([name, { condition, required }]) => {
      if (!services.includes(name)) return true;
      const container = this.#worst(name);
      if (condition === "service_started") return container?.state === "running" || this.ready.has(name);
      if (condition === "service_completed_successfully") return container?.state === "exited" && container.exitCode === 0 && (jobs.has(name) || required === false);
      if (container?.state === "running" && container.healthTest.length === 0) {
        this.failed ??= { service, code: "condition-impossible", message: `${service} waits for ${name} to be healthy, but ${name} has no health check.` };
      }
      return this.ready.has(name);
    });
  }

  /** Asks a service once, unless it is being asked, and pauses after a failure before it may be asked again. */
  #ask(service: string, container: Container, track: Track): void {
    if (this.#asking.has(service)) return;
    const { model, paths, engine, net, clock, redact } = this.#request;
    const probes = probesOf(model, [container], paths, engine.host);
    const probe = probes.find((one) => one.kind === "command") ?? probes[0];
    if (!probe) return;
    const run = track.run.startedMs;
    const asked = runProbe({ net, clock, engine, redact }, probe, 5_000, this.#stop.signal).then(async (result) => {
      const age = clock.elapsed() - track.run.seenMs;
      const sockets = result.ok || probe.from === "container" || age < ASKED_INSIDE_MS ? undefined : await listeningInside(engine, container.id, this.#stop.signal);
      if (track.run.startedMs === run) {
        track.answer = { ok: result.ok, error: result.error ?? "" };
        if (sockets) track.listens = sockets.length > 0;
      }
      if (!result.ok) await clock.sleep(age < 5_000 ? PAUSE.firstMs : PAUSE.slowMs, this.#stop.signal);
    }).finally(() => this.#asking.delete(service));
    this.#asking.set(service, asked);
  }
}
