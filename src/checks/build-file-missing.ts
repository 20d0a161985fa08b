import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Is a service not there because its Dockerfile copies what does not exist? */
export const buildFileMissing: StackCheck = {
  codes: ["build-file-missing"],
  judge: ({ uncopied }) =>
    uncopied.map(({ service, dockerfile, line, words, path }): Problem => ({
      code: "build-file-missing",
      service,
      cause: `The image of ${service} cannot be built: ${dockerfile} copies ${path}, which its build context does not have.`,
      confidence: "proven",
      evidence: [{ source: dockerfile, excerpt: words, line }, { source: "build context", excerpt: `no ${path}` }],
      fix: { summary: `Bring ${path} back, or mend the line; .dockerignore may hide it too. Then start ${service}.`, tool: "start_env", arguments: { services: [service] } },
    })),
};
