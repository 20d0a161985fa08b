import { describe, expect, test } from "vitest";
import { usageBetween, usageOfLine, type StatsAnswer } from "../../src/engine/usage.ts";

const sample = (ms: number, cpuMs: number, memory: StatsAnswer["memory_stats"] = { usage: 1000 }): StatsAnswer => ({ read: new Date(1_700_000_000_000 + ms).toISOString(), cpu_stats: { cpu_usage: { total_usage: cpuMs * 1e6 } }, memory_stats: memory });

describe("memory, as docker stats counts it", () => {
  test.each<[string, StatsAnswer["memory_stats"], number]>([
    ["cgroup v1", { usage: 1000, stats: { total_inactive_file: 300, inactive_file: 100, cache: 700 } }, 700],
    ["cgroup v2", { usage: 1000, stats: { inactive_file: 400, file: 600 } }, 600],
    ["more cache than use, in a moment of change", { usage: 1000, stats: { inactive_file: 1200 } }, 1000],
    ["no details", { usage: 1000 }, 1000],
  ])("%s", (_name, memory, bytes) => {
    expect(usageBetween(sample(0, 0), sample(150, 0, memory))).toMatchObject({ memoryBytes: bytes });
  });

  test("of a container that does not run there is none", () => {
    expect(usageBetween({}, { read: "0001-01-01T00:00:00Z", memory_stats: {} })).toBeUndefined();
  });
});

describe("cores in use", () => {
  test.each<[string, StatsAnswer, StatsAnswer, number | undefined]>([
    ["a half", sample(0, 1000), sample(150, 1075), 0.5],
    ["two and a bit, in hundredths", sample(0, 0), sample(150, 301.2), 2.01],
    ["none", sample(0, 5), sample(150, 5), 0],
    ["started anew between the samples", sample(0, 900), sample(150, 3), undefined],
    ["two samples of one moment", sample(0, 0), sample(0, 5), undefined],
  ])("%s", (_name, before, after, cpu) => {
    expect(usageBetween(before, after)?.cpu).toBe(cpu);
  });
});

test.each([
  [{ MemUsage: "784KiB / 23.54GiB", CPUPerc: "12.34%" }, { memoryBytes: 802_816, cpu: 0.12 }],
  [{ MemUsage: "1.5GiB / 23.54GiB", CPUPerc: "250.00%" }, { memoryBytes: 1_610_612_736, cpu: 2.5 }],
  [{ MemUsage: "12.5MB / 2GB", CPUPerc: "--" }, { memoryBytes: 12_500_000 }],
  [{ MemUsage: "-- / --", CPUPerc: "--" }, undefined],
  [{}, undefined],
])("a line of docker stats: %j", (line, usage) => {
  expect(usageOfLine(line)).toEqual(usage);
});
