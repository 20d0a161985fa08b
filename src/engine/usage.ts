import type { Usage } from "./engine.ts";

/** The answer of `GET /containers/{id}/stats`, as far as it is read here. */
export interface StatsAnswer {
  read?: string;
  cpu_stats?: { cpu_usage?: { total_usage?: number }; throttling_data?: { periods?: number; throttled_periods?: number } };
  memory_stats?: { usage?: number; stats?: Record<string, number> };
}

/** How far two samples lie apart, in milliseconds. */
export const SAMPLE_MS = 150;

/**
 * What a container takes, from two samples. Memory is counted as `docker stats` does: without the page cache that could be
 * dropped, which cgroup v1 calls `total_inactive_file` and v2 `inactive_file`. undefined of one that does not run.
 */
export function usageBetween(before: StatsAnswer, after: StatsAnswer): Usage | undefined {
  const { usage, stats = {} } = after.memory_stats ?? {};
  if (usage === undefined) return undefined;
  const cache = stats["total_inactive_file"] ?? stats["inactive_file"] ?? 0;
  const cpu = cores(before, after);
  const held = throttled(before, after);
  return { memoryBytes: cache < usage ? usage - cache : usage, ...(cpu === undefined ? {} : { cpu }), ...(held === undefined ? {} : { throttled: held }) };
}

/** The share of the scheduler's periods in which a CPU limit held a container back; undefined where none has passed. */
function throttled(before: StatsAnswer, after: StatsAnswer): number | undefined {
  const [from, to] = [before, after].map((one) => one.cpu_stats?.throttling_data);
  const periods = (to?.periods ?? 0) - (from?.periods ?? 0);
  return periods > 0 ? ((to?.throttled_periods ?? 0) - (from?.throttled_periods ?? 0)) / periods : undefined;
}

/** Cores in use between two samples, in hundredths; undefined where the container started anew between them. */
function cores(before: StatsAnswer, after: StatsAnswer): number | undefined {
  const [from, to] = [before, after].map((one) => ({ ns: one.cpu_stats?.cpu_usage?.total_usage, atMs: Date.parse(one.read ?? "") }));
  if (from?.ns === undefined || to?.ns === undefined || to.ns < from.ns || !(to.atMs > from.atMs)) return undefined;
  return Math.round(((to.ns - from.ns) / 1e6 / (to.atMs - from.atMs)) * 100) / 100;
}

const UNITS: Record<string, number> = { B: 1, kB: 1e3, KB: 1e3, KiB: 1024, MB: 1e6, MiB: 1024 ** 2, GB: 1e9, GiB: 1024 ** 3, TB: 1e12, TiB: 1024 ** 4 };

/** A line of `docker stats --format '{{json .}}'`: "784KiB / 23.5GiB", "12.34%". undefined where it says nothing ("--"). */
export function usageOfLine(line: { MemUsage?: string; CPUPerc?: string }): Usage | undefined {
  const [, amount, unit = ""] = /^([\d.]+)\s*([A-Za-z]+)/.exec(line.MemUsage ?? "") ?? [];
  const bytes = Number(amount) * (UNITS[unit] ?? Number.NaN);
  if (!Number.isFinite(bytes)) return undefined;
  const percent = Number.parseFloat(line.CPUPerc ?? "");
  return { memoryBytes: Math.round(bytes), ...(Number.isFinite(percent) ? { cpu: Math.round(percent) / 100 } : {}) };
}
