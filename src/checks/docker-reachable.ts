import type { PreflightCheck } from "./preflight.ts";
import type { EngineInfo } from "../engine/engine.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Problem } from "./problem.ts";

/** Does a container engine answer, and may this user ask it? */
export const dockerReachable: PreflightCheck = {
  id: "docker-reachable",
  judge: ({ snapshot }) => {
    const problem = engineProblem(snapshot);
    if (!problem) return { status: "pass", message: snapshot.engine.answers ? answering(snapshot.engine.info) : "" };
    return { status: "fail", message: problem.cause, fix: problem.fix.summary, problem };
  },
};

/** Says of an engine that it answers. One that tells no version is an engine too. */
export function answering({ version }: EngineInfo): string {
  return ["engine", version, "answers"].filter((word) => word !== "").join(" ");
}

export function engineProblem({ engine }: Pick<Snapshot, "engine">): Problem | undefined {
  if (engine.answers) return undefined;
  const evidence = [{ source: "engine", excerpt: engine.message }];
  if (engine.reason === "denied") {
    return {
      code: "engine-denied",
      cause: "This user may not open the engine's socket.",
      confidence: "proven",
      evidence,
      fix: { summary: "Add the user to the group `docker` and log in again, or use a rootless engine through DOCKER_HOST." },
    };
  }
  return {
    code: "engine-unreachable",
    cause: "No container engine answers.",
    confidence: "proven",
    evidence,
    fix: { summary: "Start Docker (Docker Desktop, or the service `docker`), or mend DOCKER_HOST; `docker version` shows whether it answers.", command: ["docker", "version"] },
  };
}
