import { variable } from "../compose/project.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { PreflightCheck } from "./preflight.ts";

/** Has every required variable a value: those the compose files demand by `${X:?}`, and those the map calls required? */
export const envRequired: PreflightCheck = {
  id: "env-required",
  judge: ({ snapshot }) => {
    const { project, read, mapVariables } = snapshot;
    const missing = [...new Set([...read.missing, ...mapVariables.filter((name) => !variable(project, name))])];
    if (missing.length > 0) {
      const message = `Required without a value: ${missing.join(", ")}.`;
      const fix = `Set ${missing.join(", ")} in ${project.envFile}.`;
      return {
        status: "fail",
        message,
        fix,
        problem: {
          code: "variable-missing",
          cause: message,
          confidence: "proven",
          evidence: missing.map((name) => ({ source: read.missing.includes(name) ? project.files.join(", ") : "component map, Required Variables", excerpt: name })),
          fix: { summary: fix },
        },
      };
    }
    const required = new Set([...mapVariables, ...read.variables.filter((name) => [...read.texts.values()].some((text) => text.includes(`\${${name}:?`) || text.includes(`\${${name}?`)))]);
    const placeholders = [...required].filter((name) => isPlaceholder(variable(project, name) ?? ""));
    if (placeholders.length > 0) return { status: "warn", message: `Still placeholders: ${placeholders.join(", ")}.`, fix: `Put real values into ${project.envFile}.` };
    return { status: "pass", message: `${required.size} required variables set` };
  },
};
