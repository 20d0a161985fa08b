import type { Snapshot } from "../snapshot.ts";
import type { PreflightCheck } from "./preflight.ts";
import type { Problem } from "./problem.ts";

const FIX = "Install the Compose plugin 2.20 or later; `docker compose version` shows which one is there.";

/** Is Docker Compose there, in version 2.20 or later? Earlier ones lack flags that every call here uses. */
export const composeAvailable: PreflightCheck = {
  id: "compose-available",
  judge: ({ composeVersion }) => {
    if ("missing" in composeVersion) return failed(missing(composeVersion.missing));
    const { version } = composeVersion;
    const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(version) ?? [];
    if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 20)) return { status: "pass", message: `compose ${version}` };
    return failed({ code: "compose-too-old", cause: `Docker Compose ${version} is older than 2.20.`, confidence: "proven", evidence: [{ source: "docker compose version", excerpt: version }], fix: { summary: FIX, command: ["docker", "compose", "version"] } });
  },
};

/** Why nothing is known of the model, where compose could not even be asked. */
export function composeProblem({ read }: Pick<Snapshot, "read">): Problem | undefined {
  return read.unasked === undefined ? undefined : missing(read.unasked);
}

function missing(why: string): Problem {
  return { code: "compose-missing", cause: "Docker Compose is not there.", confidence: "proven", evidence: [{ source: "docker compose", excerpt: why }], fix: { summary: FIX, command: ["docker", "compose", "version"] } };
}

function failed(problem: Problem): ReturnType<PreflightCheck["judge"]> {
  return { status: "fail", message: problem.cause, fix: problem.fix.summary, problem };
}
