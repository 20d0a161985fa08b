import { projectProblems } from "../checks/index.ts";
import type { Problem } from "../checks/problem.ts";
import { dependents } from "../compose/graph.ts";
import { sinceLastStart, type Examined } from "../examine.ts";
import type { Cause } from "../result/shapes.ts";
import { readSigns } from "../signs/read-signs.ts";
import type { Lines } from "../signs/sign-causes.ts";

/** Problems that the checks before a start can explain. */
const UNSTARTED = ["not-started", "start-failed", "stopped"];

/** Of what is asked of a stack, that which keeps services from being started. */
const BLOCKING: Problem["code"][] = ["network-missing", "volume-missing", "build-file-missing", "build-failed", "condition-impossible", "job-unfinished"];

/**
 * The causes of what fails now: the project as a whole, else each first cause, with what proves it where something does.
 * A service that only suffers from another stands under that one.
 */
export function orderCauses({ snapshot, problems }: Examined, { preflight, stack }: { preflight: Problem[]; stack: Problem[] }, service: string | undefined): { causes: Cause[]; lines: Lines[] } {
  const general = projectProblems(snapshot);
  if (general.length > 0) return { causes: general, lines: [] };
  const { model } = snapshot.read;
  const concerns = (one: Problem) => service === undefined || one.service === undefined || one.service === service || one.affects?.includes(service) === true || (model !== undefined && dependents(model, one.service).includes(service));
  const concerned = problems.filter((one) => one.code !== "dependency-down" && concerns(one));
  const unstarted = concerned.filter((one) => UNSTARTED.includes(one.code));
  const asked = stack.filter(concerns);
  const before = [...asked.filter((one) => BLOCKING.includes(one.code)), ...(unstarted.length > 0 || snapshot.containers.length === 0 ? preflight : [])];
  // Without a value for it compose refuses every command, whatever runs now.
  const refused = before.length === 0 && snapshot.read.missing.length > 0 ? preflight.filter((one) => one.code === "variable-missing") : [];
  const beside = [...asked.filter((one) => !BLOCKING.includes(one.code)), ...refused];
  const lines = concerned.flatMap((one): Lines[] => (one.service === undefined ? [] : [{ source: `logs of ${one.service}`, service: one.service, lines: sinceLastStart(snapshot, one.service).map((line) => line.text) }]));
  // What blocks a start is the cause of all that has not started.
  const explained = before.length > 0 ? concerned.filter((one) => one.code !== "not-started") : foldNotStarted(concerned);
  // Of a service that fails, what was asked of it says more than that it fails.
  const open = explained.filter((one) => one.told?.confidence === "proven" || !beside.some((other) => other.service === one.service));
  const causes = open.map(({ told, ...problem }): Cause => told ?? problem).filter((one) => one.code !== "mount-missing" || !before.some((other) => other.code === "folder-missing"));
  // One that names the file that is missing says all; what is missing because of that follows from it.
  const firsts = before.filter((one) => one.code !== "variable-missing" || !before.some((other) => other.code === "env-file-missing"));
  const blocking = firsts.map((one): Cause => ({ ...one, ...affected(unstarted, one) }));
  const ofFailing = beside.filter((one) => problems.some((other) => other.service === one.service));
  return { causes: foldSame(rankByHosts([...blocking, ...ofFailing.map((one): Cause => ({ ...one, ...affectsOf(problems, one) })), ...causes, ...beside.filter((one) => !ofFailing.includes(one))], lines), snapshot), lines };
}

function affectsOf(problems: Problem[], { service }: Problem): { affects?: string[] } {
  const affects = problems.find((one) => one.service === service)?.affects;
  return affects ? { affects } : {};
}

function affected(unstarted: Problem[], cause: Problem): { affects?: string[] } {
  const names = unstarted.flatMap((one) => one.service ?? []).filter((name) => name !== cause.service);
  return names.length > 0 ? { affects: names } : {};
}

/** Services that were never started are one cause, not many. */
function foldNotStarted(problems: Problem[]): Problem[] {
  const [first, ...more] = problems.filter((one) => one.code === "not-started");
  if (!first || more.length === 0) return problems;
  const names = [first, ...more].flatMap((one) => one.service ?? []);
  const folded: Problem = { code: "not-started", cause: `${names.join(", ")} were not started.`, confidence: "proven", evidence: [{ source: "engine, list of containers", excerpt: [first, ...more].flatMap((one) => one.evidence.map(({ excerpt }) => excerpt)).join("\n") }], affects: names, fix: { summary: "Start the environment.", tool: "start_env", arguments: {} } };
  return [...problems.filter((one) => one.code !== "not-started"), folded];
}

/** States of a store, which those who use it suffer from. */
const STATES = /^(?:redis-(?:readonly|not-saving|full)|database-(?:readonly|starting)|too-many-connections|disk-full)$/;

/** The same state told by two services is one cause: of the service that the other needs. */
function foldSame(causes: Cause[], snapshot: Examined["snapshot"]): Cause[] {
  const { model } = snapshot.read;
  if (!model) return causes;
  const root = (one: Cause) => causes.find((other) => other !== one && other.code === one.code && STATES.test(one.code) && other.service !== undefined && one.service !== undefined && dependents(model, other.service).includes(one.service) && !dependents(model, one.service).includes(other.service));
  return causes.filter((one) => root(one) === undefined).map((one) => {
    const followers = causes.flatMap((other) => (root(other) === one ? [other.service ?? "", ...(other.affects ?? [])] : []));
    return followers.length > 0 ? { ...one, affects: [...new Set([...(one.affects ?? []), ...followers])] } : one;
  });
}

/** A service whose log names a failing service as the host that it could not reach comes after that one, under it. */
function rankByHosts(causes: Cause[], lines: Lines[]): Cause[] {
  const failing = new Set(causes.flatMap((one) => one.service ?? []));
  const blamed = new Map<string, string>();
  for (const { service, lines: own } of lines) {
    const host = readSigns(own).flatMap(({ match }) => match["host"] ?? []).find((one) => one !== service && failing.has(one));
    if (service !== undefined && host !== undefined && blamed.get(host) !== service) blamed.set(service, host);
  }
  const followers = causes.filter((one) => one.service !== undefined && blamed.has(one.service));
  return causes.filter((one) => !followers.includes(one)).map((one) => {
    const more = followers.flatMap((follower) => (follower.service !== undefined && blamed.get(follower.service) === one.service ? [follower.service, ...(follower.affects ?? [])] : []));
    const affects = [...new Set([...(one.affects ?? []), ...more])].filter((name) => name !== one.service);
    return affects.length > 0 ? { ...one, affects } : one;
  });
}
