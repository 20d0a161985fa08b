import { answering } from "../checks/docker-reachable.ts";
import type { Problem } from "../checks/problem.ts";
import { seenService } from "../checks/service.ts";
import type { Examined } from "../examine.ts";
import type { Cause } from "../result/shapes.ts";

export interface RuledOut {
  code: string;
  why: string;
}

/** What was looked at and is fine, so that nobody looks there again. Only what was really looked at. */
export function ruledOut({ snapshot, problems }: Examined, preflight: Problem[], causes: Cause[]): RuledOut[] {
  const { engine, read, project, containers } = snapshot;
  if (!engine.answers || !read.model) return [];
  const services = Object.keys(read.model.services);
  const bad = new Set(problems.map((one) => one.service));
  const good = services.filter((name) => !bad.has(name));
  const ended = containers.filter((one) => one.state !== "running");
  const named = [...causes, ...problems, ...preflight].map((one) => one.code);
  const all: RuledOut[] = [
    { code: "engine-unreachable", why: answering(engine.info) },
    { code: "compose-invalid", why: `compose reads ${project.files.join(", ")}` },
    ...(good.length > 0 && good.length <= 8 ? [{ code: "unhealthy", why: `well: ${good.join(", ")}` }] : good.length > 8 ? [{ code: "unhealthy", why: `${good.length} of ${services.length} services are well` }] : []),
    ...(ended.length > 0 && !ended.some((one) => seenService(snapshot, one.service).memoryKill) ? [{ code: "oom-killed", why: "no process of theirs was killed for lack of memory" }] : []),
    ...(preflight.length === 0 ? [{ code: "port-taken", why: "every host port is free or the project's own" }, { code: "variable-missing", why: "every required variable has a value" }] : []),
  ];
  return all.filter((one) => !named.includes(one.code) || one.code === "unhealthy");
}
