import type { StackCheck } from "./stack-facts.ts";
import type { Problem } from "./problem.ts";

/** Does the project count on a network or a volume of somebody else's that does not exist? */
export const externalMissing: StackCheck = {
  codes: ["network-missing", "volume-missing"],
  judge: ({ absent, snapshot }) =>
    absent.map(({ kind, name }): Problem => ({
      code: kind === "network" ? "network-missing" : "volume-missing",
      cause: `The ${kind} ${name} does not exist, and the compose file calls it external: compose does not make it.`,
      confidence: "proven",
      evidence: [{ source: snapshot.project.files.join(", "), excerpt: `${kind} ${name}: external` }, { source: "engine", excerpt: `no ${kind} ${name}` }],
      fix: { summary: `Start the project that makes it, or make it; where it is this project's own, take \`external\` out.`, command: ["docker", kind, "create", name] },
    })),
};
