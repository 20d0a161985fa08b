import type { PreflightCheck } from "./preflight.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Problem } from "./problem.ts";

/** Does compose accept the files? */
export const composeValid: PreflightCheck = {
  id: "compose-valid",
  judge: ({ snapshot }) => {
    const problem = modelProblem(snapshot);
    if (snapshot.read.unasked !== undefined) return { status: "skip", message: "compose could not be asked" };
    if (!problem) return { status: "pass", message: `${snapshot.project.files.join(", ")} valid` };
    return { status: "fail", message: problem.cause, fix: problem.fix.summary, problem };
  },
};

export function modelProblem({ read, project }: Pick<Snapshot, "read" | "project">): Problem | undefined {
  if (!read.invalid) return undefined;
  const { message, file, line } = read.invalid;
  const where = file ?? project.files.join(", ");
  const absent = /env file (?<path>\S{1,300}) not found/.exec(message)?.groups?.["path"];
  if (absent !== undefined) {
    const path = absent.startsWith(`${project.root}/`) ? absent.slice(project.root.length + 1) : absent;
    return {
      code: "env-file-missing",
      cause: `The env file ${path}, which ${where} names, does not exist.`,
      confidence: "proven",
      evidence: [{ source: where, excerpt: message }],
      fix: { summary: `Make ${path}, from its template where there is one, or write \`required: false\` beside it.` },
    };
  }
  return {
    code: "compose-invalid",
    cause: `Compose refuses ${where}${line ? ` at line ${line}` : ""}: ${(message.trim().split("\n")[0] ?? "").replace(/\.$/, "").slice(0, 200)}.`,
    confidence: "proven",
    evidence: [{ source: where, excerpt: message, ...(line ? { line } : {}) }],
    fix: { summary: `Mend ${where} as the message says.`, command: ["docker", "compose", ...project.files.flatMap((one) => ["-f", one]), "config", "--quiet"] },
  };
}
