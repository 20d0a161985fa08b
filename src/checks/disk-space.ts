import type { PreflightCheck } from "./preflight.ts";

const LIMITS = { failBytes: 200e6, warnBytes: 2e9, failInodes: 1000 };

/** Is there room for containers and their data? */
export const diskSpace: PreflightCheck = {
  id: "disk-space",
  judge: ({ free }) => {
    const left = `${(free.bytes / 1e9).toFixed(1)} GB free`;
    const fix = "Free some space; `docker system df` shows what Docker holds.";
    if (free.bytes < LIMITS.failBytes || free.inodes < LIMITS.failInodes) {
      const cause = free.bytes < LIMITS.failBytes ? `Only ${Math.round(free.bytes / 1e6)} MB of disk space are left.` : `Only ${free.inodes} inodes are left on the disk.`;
      return { status: "fail", message: cause, fix, problem: { code: "disk-full", cause, confidence: "proven", evidence: [{ source: "file system", excerpt: `${left}, ${free.inodes} inodes` }], fix: { summary: fix, command: ["docker", "system", "df"] } } };
    }
    if (free.bytes < LIMITS.warnBytes) return { status: "warn", message: `Only ${left}.`, fix };
    return { status: "pass", message: left };
  },
};
