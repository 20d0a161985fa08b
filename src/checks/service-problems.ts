import { dependencies, dependents, withDependencies } from "../compose/graph.ts";
import type { Model } from "../compose/model.ts";
import type { Snapshot } from "../snapshot.ts";
import { serviceChecks } from "./index.ts";
import type { Problem } from "./problem.ts";
import { seenService } from "./service.ts";

/**
 * What is wrong with each service, first causes first. A service that fails its own checks while one that it needs is
 * down is told as failing because of that one, and each first cause says whom it affects.
 */
export function serviceProblems(snapshot: Snapshot, services: string[]): Problem[] {
  const { model } = snapshot.read;
  if (!model) return [];
  const found = new Map<string, Problem>();
  for (const service of services) {
    const seen = seenService(snapshot, service);
    for (const check of serviceChecks) {
      const problem = check.judge(seen);
      if (!problem) continue;
      found.set(service, problem);
      break;
    }
  }
  const roots = rootsOf(model, found);
  const problems = [...found].map(([service, problem]): Problem => {
    const root = roots.get(service) ?? service;
    const rootProblem = found.get(root);
    if (root === service || !rootProblem) return { ...problem, ...affected(found, model, service) };
    return {
      ...problem,
      code: "dependency-down",
      cause: `${service} fails because of ${root}: ${rootProblem.cause}`,
      confidence: "likely",
      // Its probes are told beside it; of the rest the last says most, its own log where there is one.
      evidence: problem.evidence.slice(-1),
      fix: rootProblem.fix,
    };
  });
  return problems.toSorted((a, b) => Number(a.code === "dependency-down") - Number(b.code === "dependency-down"));
}

/** The first cause of each failing service: itself, or the end of the chain of failing ones that it needs. */
function rootsOf(model: Model, found: Map<string, Problem>): Map<string, string> {
  const needs = new Map([...found.keys()].map((service) => [service, [...found.keys()].filter((other) => dependents(model, other).includes(service))]));
  const reached = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of needs.get(from) ?? []) if (!seen.has(next)) reached(next, seen.add(next));
    return seen;
  };
  const rank = (service: string) => serviceChecks.findIndex((check) => check.code === found.get(service)?.code);
  // Services that name each other, as a server does its frontend for CORS: the one that is waited for or fails worse is first.
  const before = (one: string, other: string) => {
    if (withDependencies(model, [other]).includes(one)) return true;
    return !withDependencies(model, [one]).includes(other) && rank(one) < rank(other);
  };
  const rootOf = (service: string, path: string[]): string => {
    const problem = found.get(service);
    if (!problem || !followsFrom(problem)) return service;
    const cause = needs.get(service)?.find((other) => !path.includes(other) && (!reached(other).has(service) || before(other, service)));
    return cause === undefined ? service : rootOf(cause, [...path, service]);
  };
  return new Map([...found.keys()].map((service) => [service, rootOf(service, [])]));
}

/** Whether a problem can be the mere consequence of another service's: one that was stopped by hand is not. */
function followsFrom(problem: Problem): boolean {
  return ["unhealthy", "not-answering", "exited", "crash-loop", "not-started"].includes(problem.code);
}

/** Those who need the service directly, and those behind failing ones of them who fail too; in the order of the model. */
function affected(found: Map<string, Problem>, model: Model, service: string): { affects?: string[] } {
  const all = new Set(dependents(model, service));
  for (const name of all) {
    if (found.has(name)) for (const next of dependents(model, name)) if (found.has(next)) all.add(next);
  }
  all.delete(service);
  return all.size > 0 ? { affects: Object.keys(model.services).filter((name) => all.has(name)) } : {};
}

/** Services that wait, by `depends_on`, for one of those that failed. */
export function blockedBy(snapshot: Snapshot, failed: string, services: string[]): string[] {
  const { model } = snapshot.read;
  if (!model) return [];
  const blocked = new Set<string>();
  const visit = (service: string): void => {
    for (const other of services) {
      if (blocked.has(other) || !dependencies(model, other).includes(service)) continue;
      blocked.add(other);
      visit(other);
    }
  };
  visit(failed);
  return [...blocked];
}
