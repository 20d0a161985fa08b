import { z } from "zod";
import { takenProblem } from "../checks/project-taken.ts";
import { seenService, type SeenService } from "../checks/service.ts";
import { serviceProblems } from "../checks/service-problems.ts";
import { EngineError } from "../engine/engine.ts";
import { UserError } from "../errors.ts";
import { count, page } from "../result/render.ts";
import { selectLines, type ServiceLine } from "../engine/select-lines.ts";
import { opening, projectField } from "../result/shapes.ts";
import { knownServices, requireEngine, takeSnapshot, type Observed } from "../snapshot.ts";
import { parseDuration } from "../text/duration.ts";
import { fence } from "../text/fence.ts";
import { defineTool } from "../tool.ts";
import type { Workspace } from "../workspace.ts";

// What did the services write, in the order of time, repeats folded, errors first where not all fits?

const input = z.strictObject({
  services: z.array(z.string()).optional().describe("default: those that are not healthy, else all"),
  tail: z.int().min(1).max(5000).default(100).describe("lines in all"),
  since: z.string().optional().describe('"10m", a time, "last_start" or "last_call"'),
  grep: z.string().min(1).optional().describe("literal, case-insensitive"),
  level: z.enum(["error", "warn"]).optional(),
  project: projectField,
});

const output = z.strictObject({
  ...opening,
  lines: z.array(z.strictObject({ service: z.string(), at: z.string(), text: z.string(), repeats: z.int().optional() })),
  more: z.boolean().optional(),
});

/** Lines read of each service when they are searched, so that a match further up is found. */
const SEARCHED = 5_000;
/** Lines read for each that is asked for, so that enough are left when repeats are folded. */
const FOLDED = 5;

export const serviceLogs = defineTool({
  name: "service_logs",
  title: "Read logs",
  description: "Read the logs of services: the last lines, errors only, or those with a text; repeats folded.",
  toolset: "core",
  effect: "reads",
  input,
  output,
  cli: { short: "logs", main: "services" },
  run: async (input, workspace) => {
    const observed = await takeSnapshot(workspace, input.project);
    requireEngine(observed.snapshot);
    const { snapshot, engine } = observed;
    const taken = takenProblem(snapshot);
    if (taken) throw new UserError(taken.code, taken.cause, taken.fix.summary);
    const services = knownServices(snapshot, input.services) ?? (input.services && input.services.length > 0 ? running(observed, input.services) : defaultServices(observed));
    const lastCall = await readLastCall(workspace, snapshot.project.name);
    const searched = input.grep !== undefined || input.level !== undefined;
    const read = await Promise.all(
      services.map(async (service): Promise<ServiceLine[]> => {
        const seen = seenService(snapshot, service);
        if (!seen.container) return [];
        const sinceMs = since(input.since, seen, lastCall, snapshot.atMs);
        const lines = await engine.logs(seen.container.id, { tail: searched ? SEARCHED : Math.min(SEARCHED, input.tail * FOLDED), signal: workspace.signal, ...(sinceMs === undefined ? {} : { sinceMs }) }).catch(unreadable(service));
        return lines.map((line) => ({ service, at: line.at, text: line.text }));
      }),
    );
    await workspace.state.writeJson(lastCallFile, { ...(await readCalls(workspace)), [snapshot.project.name]: snapshot.atMs }).catch(() => undefined);
    const chosen = selectLines(read.flat(), { tail: input.tail, grep: input.grep, level: input.level });
    const left = chosen.left > 0 ? `; ${count(chosen.left, "more line")} left out: ask for one service, a larger tail, grep or level` : "";
    return { summary: `${count(chosen.lines.length, "line")} of ${services.join(", ") || "no service"}${left}.`, lines: chosen.lines, ...(chosen.left > 0 ? { more: true } : {}) };
  },
  render: (result) => page(result, result.lines.length > 0 ? fence(result.lines.map((line) => `${line.service} ${line.at} ${line.text}${line.repeats ? ` (${line.repeats} times)` : ""}`).join("\n")) : "", result.more ? "There is more." : ""),
});

const lastCallFile = "last-logs.json";

async function readCalls(workspace: Workspace): Promise<object> {
  const kept: unknown = await workspace.state.readJson(lastCallFile);
  return typeof kept === "object" && kept !== null ? kept : {};
}

async function readLastCall(workspace: Workspace, project: string): Promise<number | undefined> {
  const kept = await readCalls(workspace);
  const value = new Map<string, unknown>(Object.entries(kept)).get(project);
  return typeof value === "number" ? value : undefined;
}

/** Without a readable model the containers alone say which services there are. */
function running({ snapshot }: Observed, named: string[]): string[] {
  const known = [...new Set(snapshot.containers.map((one) => one.service))];
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UserError("unknown-service", `There is no container of ${unknown.join(", ")}.`, known.length > 0 ? `There are containers of: ${known.join(", ")}.` : "Start the environment first with start_env.");
  return named;
}

function defaultServices({ snapshot }: Observed): string[] {
  const all = [...new Set(snapshot.containers.map((one) => one.service))];
  const failing = serviceProblems(snapshot, Object.keys(snapshot.read.model?.services ?? {})).flatMap((problem) => problem.service ?? []);
  return failing.some((name) => all.includes(name)) ? failing.filter((name) => all.includes(name)) : all;
}

function since(text: string | undefined, { container }: SeenService, lastCall: number | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (text === "last_start") return container?.startedMs;
  if (text === "last_call") return lastCall;
  const duration = parseDuration(text);
  if (duration !== undefined) return nowMs - duration;
  // Without a year in front Date.parse makes a day of 2001 out of "10".
  const time = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new UserError("invalid-arguments", `\`since\` is ${JSON.stringify(text)}.`, 'Pass a duration like "10m", a time like "2026-01-31T12:00:00Z", "last_start" or "last_call".');
}

function unreadable(service: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof EngineError && error.reason === "failed") throw new UserError("logs-unreadable", `The log of ${service} cannot be read: ${error.message}.`, `Its log driver may not keep logs here; see the \`logging\` key of ${service}.`);
    throw error;
  };
}
