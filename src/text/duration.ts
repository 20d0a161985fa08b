const unitsMs: Record<string, number> = { ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration as Compose and people write it: "500ms", "45s", "1m30s", "1.5h", "2d", "0". A number is
 * nanoseconds, as the engine gives them. undefined for anything else, also for a number in text without a unit.
 */
export function parseDuration(duration: string | number): number | undefined {
  if (typeof duration === "number") return Number.isFinite(duration) && duration >= 0 ? duration / 1e6 : undefined;
  const text = duration.trim();
  if (text === "0") return 0;
  const part = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h|d)/y;
  let total = 0;
  while (part.lastIndex < text.length) {
    const [, amount, unit = ""] = part.exec(text) ?? [];
    if (amount === undefined) return undefined;
    total += Number(amount) * (unitsMs[unit] ?? Number.NaN);
  }
  return text === "" ? undefined : total;
}

const steps = [
  { unit: "d", size: 86_400, below: { unit: "h", size: 3_600 } },
  { unit: "h", size: 3_600, below: { unit: "min", size: 60 } },
  { unit: "min", size: 60, below: { unit: "s", size: 1 } },
];

/** For people: "350 ms", "1.2 s", "45 s", "1 min 30 s", "2 h 5 min", "3 d". */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1_000);
  for (const { unit, size, below } of steps) {
    const rounded = Math.round(seconds / below.size) * below.size;
    if (rounded < size) continue;
    const rest = Math.round((rounded % size) / below.size);
    return `${Math.floor(rounded / size)} ${unit}${rest > 0 ? ` ${rest} ${below.unit}` : ""}`;
  }
  return `${seconds} s`;
}
