import type { PreflightCheck } from "./preflight.ts";

/** Are the folders and files there that services are built from and mount? */
export const directories: PreflightCheck = {
  id: "directories",
  judge: ({ missingPaths }) => {
    const fatal = missingPaths.filter((one) => one.need !== "mounted folder");
    const words = (list: typeof missingPaths) => list.map((one) => `${one.path} (${one.need} of ${one.service})`).join(", ");
    if (fatal.length > 0) {
      const message = `Missing: ${words(fatal)}.`;
      const fix = "Restore them, or mend the paths in the compose file.";
      const [first] = fatal;
      return {
        status: "fail",
        message,
        fix,
        problem: {
          code: "folder-missing",
          ...(first ? { service: first.service } : {}),
          cause: message,
          confidence: "proven",
          evidence: fatal.map((one) => ({ source: "compose model", excerpt: `${one.service}: ${one.need} ${one.path}` })),
          fix: { summary: fix },
        },
      };
    }
    if (missingPaths.length > 0) return { status: "warn", message: `Docker will make these as empty folders: ${words(missingPaths)}.`, fix: "Restore them if they should hold something." };
    return { status: "pass", message: "folders and files are there" };
  },
};
