import { foreignFolder } from "../engine/running-project.ts";
import type { PreflightCheck } from "./preflight.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Problem } from "./problem.ts";

/** Do containers of another folder carry this project's name? Acting would change theirs. */
export const projectTaken: PreflightCheck = {
  id: "project-taken",
  judge: ({ snapshot }) => {
    const problem = takenProblem(snapshot);
    if (!snapshot.engine.answers) return { status: "skip", message: "no engine to ask" };
    if (!problem) return { status: "pass", message: `project ${snapshot.project.name}` };
    return { status: "fail", message: problem.cause, fix: problem.fix.summary, problem };
  },
};

export function takenProblem({ project, others }: Pick<Snapshot, "project" | "others">): Problem | undefined {
  const folder = foreignFolder(project, others);
  if (folder === undefined) return undefined;
  return {
    code: "project-taken",
    cause: `The project name ${project.name} belongs to containers of ${folder}.`,
    confidence: "proven",
    evidence: [{ source: "container label com.docker.compose.project.working_dir", excerpt: folder }],
    fix: { summary: `Set another COMPOSE_PROJECT_NAME in ${project.envFile}, or take the other project down in its folder.` },
  };
}
