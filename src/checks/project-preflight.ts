import type { PreflightCheck } from "./preflight.ts";

/** Does the workspace's own preflight script pass? */
export const projectPreflight: PreflightCheck = {
  id: "project-preflight",
  judge: ({ script }) => {
    if ("skipped" in script) return { status: "skip", message: script.skipped };
    if (script.exitCode === 0) return { status: "pass", message: `${script.path} passed` };
    const cause = `${script.path} ${script.exitCode === null ? "did not end in time" : `ended with exit code ${script.exitCode}`}.`;
    const fix = "Mend what the script reports, or run it by hand to see all of it.";
    return { status: "fail", message: cause, fix, problem: { code: "preflight-failed", cause, confidence: "proven", evidence: [{ source: script.path, excerpt: script.output }], fix: { summary: fix, command: ["bash", script.path] } } };
  },
};
