import type { PreflightCheck } from "./preflight.ts";

/** Is the env file there, where a template says that there should be one? */
export const envFile: PreflightCheck = {
  id: "env-file",
  judge: ({ snapshot, envFile: state, envTemplate }) => {
    const { project, read } = snapshot;
    if (state === "there") return { status: "pass", message: `${project.envFile} is there` };
    if (envTemplate === undefined) return { status: "skip", message: `no ${project.envFile}, and no template asks for one` };
    const fix = `Copy ${envTemplate} to ${project.envFile} and fill it in.`;
    const message = `${project.envFile} is missing.`;
    if (read.missing.length === 0) return { status: "warn", message, fix };
    return {
      status: "fail",
      message,
      fix,
      problem: {
        code: "env-file-missing",
        cause: message,
        confidence: "proven",
        evidence: [{ source: project.files.join(", "), excerpt: `required without a value: ${read.missing.join(", ")}` }],
        fix: { summary: fix, command: ["cp", "-n", envTemplate, project.envFile] },
      },
    };
  },
};
